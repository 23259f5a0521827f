/** How long things may take and how often they are tried. All times in milliseconds. */
export interface Limits {
    /** Connections to the API server at a time. */
    readonly connections: number;
    /** TCP and TLS handshake. */
    readonly connectMs: number;
    /** From a sent request to its answer's first byte. */
    readonly headMs: number;
    /** The same for a log: a kubelet that hangs never answers. */
    readonly logHeadMs: number;
    /** Silence in the middle of a body. */
    readonly stallMs: number;
    /** One try of a document or list page, body included. */
    readonly tryMs: number;
    /** All tries of a document or list page and the waits between them. */
    readonly requestMs: number;
    readonly tries: number;
    /** First wait between tries; it doubles each time. */
    readonly retryBaseMs: number;
    /** Longest wait between tries, whatever Retry-After says. */
    readonly retryCapMs: number;
    /** How long requests wait for an API server that has gone, before they fail at once. */
    readonly outagePatienceMs: number;
    /** Between two looks whether a server that has gone is back. */
    readonly outageProbeMs: number;
    /** One run of an exec plugin. */
    readonly execMs: number;
    readonly maxDocumentBytes: number;
    readonly maxPageBytes: number;
}

export const DEFAULT_LIMITS: Limits = {
    connections: 16,
    connectMs: 5_000,
    headMs: 30_000,
    logHeadMs: 20_000,
    stallMs: 20_000,
    tryMs: 120_000,
    requestMs: 180_000,
    tries: 4,
    retryBaseMs: 250,
    retryCapMs: 30_000,
    outagePatienceMs: 30_000,
    outageProbeMs: 1_000,
    execMs: 60_000,
    maxDocumentBytes: 64 * 2 ** 20,
    maxPageBytes: 512 * 2 ** 20,
};
