import type { LogRef, MachineRef } from "../../core/evidence-ref.ts";
import type { LogFact, LogLine, WhyLine } from "./log-fact.ts";
import { readLine } from "./why-of-line.ts";

const NEWEST_BYTES = 2 * 2 ** 20;
const TAIL_LINES = 40;
const NOTABLE_LINES = 300;
const WHY_LINES = 8;
const NOTABLE =
    /err|warn|fail|fatal|panic|denied|refused|forbidden|unauth|x509|certificate|time(d )?out|no such|not found|unable|cannot|could not|can't|exception|invalid|expired|no space|oom|killed|corrupt|unhealthy|unreachable|waiting|retry|lost|stuck|exceed|throttl|leader|slow|too (long|many)|skew|mismatch|missing|unknown|bad |segmentation|sigsegv|required|not set|unset|dirty|loop|exec|does not|incompatible|unrecognized|unbound|undefined|already|malformed|quota|heap|noauth|wrongpass|emerg|crit|lock|read-only|no response|permi/i;

/** Reads a log once and keeps what rules ask of it. Of a longer log the newest 2 MiB count; line numbers stay those of the whole. */
export async function readLog(
    ref: LogRef | MachineRef,
    chunks: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
): Promise<LogFact> {
    const { text, firstLine } = await newest(chunks, signal);
    const lines = text
        .split("\n")
        .map((line, index): LogLine => ({ line: firstLine + index, text: line.endsWith("\r") ? line.slice(0, -1) : line }));
    const said = lines.filter((line) => line.text.trim() !== "");
    const notable = said.filter((line) => NOTABLE.test(line.text)).map(short);
    return {
        ref,
        why: bestOf(ref, said.filter((line, index) => index >= said.length - TAIL_LINES || NOTABLE.test(line.text)).map(short)),
        tail: said.slice(-TAIL_LINES).map(short),
        notable: notable.slice(-NOTABLE_LINES),
        lines: firstLine + lines.length - 1,
    };
}

/** The lines that explain most, the first of equals: what comes after a failure is its consequence. */
function bestOf(ref: LogRef | MachineRef, lines: readonly LogLine[]): readonly WhyLine[] {
    const read = lines.slice(-2000).flatMap(({ line, text }) => {
        const reading = readLine(text);
        return reading === undefined ? [] : [{ line, reading }];
    });
    const latest = read.at(-1)?.line ?? 0;
    const score = ({ line, reading }: (typeof read)[number]) => reading.weight - Math.min(15, (latest - line) / 60);
    const ranked = read.sort((a, b) => score(b) - score(a) || a.line - b.line);
    const distinct = new Map(ranked.toReversed().map((each) => [each.reading.text, each]));
    return [...distinct.values()]
        .sort((a, b) => score(b) - score(a) || a.line - b.line)
        .slice(0, WHY_LINES)
        .map(({ line, reading }) => ({ ref, line, ...reading }));
}

async function newest(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<{ text: string; firstLine: number }> {
    const kept: Uint8Array[] = [];
    let [bytes, droppedLines] = [0, 0];
    for await (const chunk of chunks) {
        signal.throwIfAborted();
        kept.push(chunk);
        bytes += chunk.length;
        while (kept.length > 1 && bytes - (kept[0]?.length ?? 0) >= NEWEST_BYTES) {
            const dropped = kept.shift() ?? new Uint8Array();
            bytes -= dropped.length;
            droppedLines += newlines(dropped);
        }
    }
    return { text: new TextDecoder().decode(Buffer.concat(kept)), firstLine: droppedLines + 1 };
}

function newlines(bytes: Uint8Array): number {
    let count = 0;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
    return count;
}

function short(line: LogLine): LogLine {
    return line.text.length > 2000 ? { line: line.line, text: line.text.slice(0, 2000) } : line;
}
