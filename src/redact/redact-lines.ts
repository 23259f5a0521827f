import { Counter } from "./counts.ts";
import type { Tools } from "./render-page.ts";
import type { PieceRendered, RenderTask } from "./render-task.ts";

type LinesTask = Extract<RenderTask, { type: "lines" }>;

/** A Kubernetes object in a line: audit logs with bodies, watch streams, `kubectl get -o json | jq -c`. */
const OBJECT_LINE = /^[^\n]*\{[^\n]*"kind":\s?"(?:Secret|SecretList)"[^\n]*$/gm;

/** Lines of a text made by anything: JSON lines that hold Secrets by their structure, everything by the second and third net. */
export function redactLines({ rest, bytes, last }: LinesTask, { structure, nets }: Tools): PieceRendered {
    const counter = new Counter();
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
    const hidden = text.includes('"Secret') ? text.replace(OBJECT_LINE, (line) => objectLine(line, structure, counter)) : text;
    const looked = hidden === text ? bytes : Buffer.from(hidden, "latin1");
    const done = nets.piece(rest.length === 0 ? looked : Buffer.concat([rest, looked]), last);
    counter.addAll(done.counts);
    return { type: "piece", bytes: new Uint8Array(done.bytes), rest: new Uint8Array(done.rest), counts: counter.counts() };
}

/** From its first brace on. What cannot be parsed is masked whole: it holds a Secret. */
function objectLine(line: string, structure: Tools["structure"], counter: Counter): string {
    const start = line.indexOf("{");
    const json = Buffer.from(line.slice(start), "latin1").toString("utf8");
    const { text } = structure.redactText(json, "document.json", counter);
    return line.slice(0, start) + Buffer.from(text, "utf8").toString("latin1");
}
