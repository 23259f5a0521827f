/** One redacted thing on its way out. Read `chunks` before the next one is asked for. */
export interface OutMember {
    readonly path: string;
    readonly type: "file" | "folder" | "link";
    readonly mode: number;
    readonly modifiedAt: Date;
    /** Of a link; else "". */
    readonly target: string;
    /** Bytes of a file; else 0. */
    readonly size: number;
    readonly chunks: AsyncIterable<Uint8Array>;
}

export type OutMembers = AsyncIterable<OutMember>;
