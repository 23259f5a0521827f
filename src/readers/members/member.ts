/** One thing in a folder or an archive made by anything, in the order in which they lie. */
export interface Member {
    /** Below the folder or archive, with slashes: no slash at either end. */
    readonly path: string;
    /** `other`: a hard link, a device, a pipe, or a file that cannot be opened; `because` says what. */
    readonly type: "file" | "folder" | "link" | "other";
    /** Permission bits. */
    readonly mode: number;
    readonly modifiedAt: Date;
    /** Of a link. */
    readonly target?: string;
    /** Of another. */
    readonly because?: string;
    /** Of a file; empty else. Read it before the next member is asked for, or not at all. */
    readonly content: AsyncIterable<Uint8Array>;
}

/** How what was read ended: `cut` says why there may be more than could be read. */
export interface MembersEnd {
    readonly cut?: string;
}

/** Members one by one; what is hostile or no archive at all is ProblemError `damaged`. */
export type Members = AsyncGenerator<Member, MembersEnd>;

export async function* nothing(): AsyncGenerator<Uint8Array> {}
