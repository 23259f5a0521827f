import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { ProblemError } from "../../core/problem.ts";
import { checkedMembers } from "../../readers/members/check-path.ts";
import { inflated } from "../../readers/members/inflated.ts";
import { held, MAX_NESTING } from "../../readers/members/leaves.ts";
import type { Members } from "../../readers/members/member.ts";
import { packingOf } from "../../readers/members/packing.ts";
import { type Peeked, peek } from "../../readers/members/peek.ts";
import { tarArchiveMembers } from "../../readers/members/tar-archive-members.ts";
import { zipMembers } from "../../readers/members/zip-members.ts";
import { Counter } from "../../redact/counts.ts";
import { documentFormat } from "../../redact/document-format.ts";
import type { FileRedactor } from "../../redact/file-redactor.ts";
import { heldDocument } from "./held-document.ts";
import type { OutMembers } from "./out-member.ts";
import type { Report } from "./redaction-report.ts";
import { tarOut } from "./tar-out.ts";
import { zipOut } from "./zip-out.ts";

/** What one run has. */
export interface Redacting {
    readonly redactor: FileRedactor;
    readonly report: Report;
    /** Files that are no text: `leave-out`, or `search` them for known values and patterns and keep them. */
    readonly binary: "leave-out" | "search";
    /** Where redacted bytes may wait. */
    readonly temporaryPath: string;
    readonly signal: AbortSignal;
}

/** Where a file stands. */
export interface Place {
    /** For the report: `logs.tar.gz!/app.log`. */
    readonly path: string;
    /** Archives it is in. */
    readonly depth: number;
    /** Redacts the members of an archive that the file turns out to be. */
    inside(members: Members): OutMembers;
}

/**
 * The content of one file, redacted, packed as it was packed. Throws ProblemError `withheld` when it cannot be looked into: then
 * nothing of it may be kept, also not what came before.
 */
export async function* redactContent(
    content: AsyncIterable<Uint8Array>,
    run: Redacting,
    place: Place,
): AsyncGenerator<Uint8Array> {
    const { path, depth, inside } = place;
    const peeked = await peek(content);
    const { chunks } = peeked;
    const packing = packingOf(peeked.head);
    if (packing !== "text" && packing !== "binary" && depth >= MAX_NESTING)
        throw withheld(`it is packed more than ${MAX_NESTING} times over`);
    switch (packing) {
        case "text":
            return yield* text(path, peeked, run);
        case "binary":
            if (run.binary === "leave-out") throw withheld("it is no text, and what it holds cannot be told");
            return yield* lines(path, chunks, run);
        case "closed":
            throw withheld("it is packed in a way that cannot be opened here");
        case "gzip":
            return yield* gzip(chunks, run, place);
        case "tar":
            return yield* tarOut(inside(checkedMembers(tarArchiveMembers(chunks, path), path)));
        case "zip": {
            const bytes = await held(chunks);
            if (bytes === undefined) throw withheld("it is a zip too large to be opened inside another archive");
            return yield* zipOut(inside(checkedMembers(zipMembers(bytes, path), path)));
        }
        default:
            return packing satisfies never;
    }
}

async function* text(path: string, { head, chunks }: Peeked, run: Redacting): AsyncGenerator<Uint8Array> {
    if (documentFormat(path, head) === undefined) return yield* lines(path, chunks, run);
    const bytes = await heldDocument(chunks);
    if (bytes === undefined) throw withheld("it is a document too large to be parsed");
    const { bytes: redacted, redactions, notes, withheld: because } = await run.redactor.document(path, bytes, run.signal);
    if (because !== undefined) throw withheld(because);
    for (const says of notes) run.report.note(path, says);
    run.report.redacted(path, redactions);
    yield redacted;
}

async function* lines(path: string, chunks: AsyncIterable<Uint8Array>, run: Redacting): AsyncGenerator<Uint8Array> {
    const counter = new Counter();
    yield* run.redactor.lines(chunks, (counts) => counter.addAll(counts), run.signal);
    run.report.redacted(path, counter.counts());
}

async function* gzip(packed: AsyncIterable<Uint8Array>, run: Redacting, place: Place): AsyncGenerator<Uint8Array> {
    const { path, depth } = place;
    const { chunks, end } = inflated(packed, path);
    const redacted = Readable.from(redactContent(chunks, run, { ...place, depth: depth + 1 }), { objectMode: false });
    const packer = createGzip();
    redacted.once("error", (error) => packer.destroy(error));
    yield* redacted.pipe(packer);
    const ended = end();
    if (!ended.whole) run.report.note(path, `its gzip stream was broken (${ended.because}): what came before is there`);
}

function withheld(message: string): ProblemError {
    return new ProblemError({ code: "withheld", message });
}
