/** Where an archive's compressed bytes go, in order. What it throws is a ProblemError `disk`. */
export interface Sink {
    /** Of what was written, the path; `-` for a stream. */
    readonly path: string;
    /** So many bytes are in it. */
    readonly bytes: number;
    /** Hex, of all of it; after `finish`. */
    readonly sha256: string;
    write(bytes: Uint8Array): Promise<void>;
    /** Bytes that were written before, for reading an archive that is not sealed. */
    readAt(at: number, length: number): Promise<Uint8Array>;
    /** Forgets what was written from `at` on; throws where that cannot be done. */
    truncate(at: number): Promise<void>;
    /** Holds back room on the disk for the end of the run: at least so many bytes. */
    growReserve(bytes: number): Promise<void>;
    /** Frees what was held back for the end of a run on a full disk. */
    releaseReserve(): Promise<void>;
    /** Makes what was written visible and lasting. */
    finish(): Promise<void>;
    /** Leaves nothing behind. */
    discard(): Promise<void>;
}
