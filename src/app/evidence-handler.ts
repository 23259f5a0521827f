import type { BundleWriter } from "../bundle/create-archive.ts";
import type { Gap } from "../core/gap.ts";
import { scopeOf } from "../core/scope.ts";
import type { RunOptions } from "../plan/run.ts";
import type { Renderer } from "../redact/render.ts";
import { gap, type RawLog } from "../sources/source.ts";

/** What the writer has copied is given back now: so little else is garbage here that its collection would let 50 MB of pages gather. */
function free({ buffer }: Uint8Array): void {
    if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/** From raw bytes into the archive: renders and writes, and tells how large the archive is by now. */
export function evidenceHandler(
    writer: BundleWriter,
    renderer: Renderer,
    now: () => Date,
    written: (bytes: number) => void,
): RunOptions["handle"] {
    async function log(raw: RawLog, source: string, signal: AbortSignal): Promise<Gap[]> {
        const stream = renderer.log(raw, signal);
        await writer.put(stream);
        const { problem } = stream.ending();
        return problem === undefined ? [] : [gap(source, scopeOf(raw.ref), problem, now(), true)];
    }

    return async (item, task, signal) => {
        try {
            if (item.type === "log") return { entries: 1, pods: [], gaps: await log(item, task.source, signal) };
            if (item.type === "document") {
                const { evidence, gaps } = await renderer.document(item, signal);
                if (evidence) await writer.put(evidence);
                return { entries: evidence ? 1 : 0, pods: [], gaps };
            }
            const { evidence, gaps, pods } = await renderer.page(item, signal);
            if (evidence.entries.length > 0) await writer.put(evidence);
            free(evidence.bytes);
            return { entries: evidence.entries.length, pods, gaps };
        } finally {
            written(writer.bytes);
        }
    };
}
