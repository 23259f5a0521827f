import { type GzipEnd, gunzip } from "../../bundle/gunzip.ts";

/** A gzip stream inflated; `end` tells how it ended once `chunks` is done. */
export interface Inflated {
    readonly chunks: AsyncIterable<Uint8Array>;
    end(): GzipEnd;
}

export function inflated(packed: AsyncIterable<Uint8Array>, what: string): Inflated {
    let end: GzipEnd = { whole: true };
    const chunks = async function* () {
        end = yield* gunzip(packed, what);
    };
    return { chunks: chunks(), end: () => end };
}
