import { isUtf8 } from "node:buffer";
import { hash } from "node:crypto";
import { ok, type Result } from "../core/problem.ts";
import { Counter } from "./counts.ts";
import { parseJson } from "./lossless-json.ts";
import type { Tools } from "./render-page.ts";
import type { DocumentRendered, RenderTask } from "./render-task.ts";

type DocumentTask = Extract<RenderTask, { type: "document" }>;

/** One answer, whole: JSON becomes YAML, text and YAML stay what they are. What cannot be read is not written. */
export function renderDocument(task: DocumentTask, tools: Tools): DocumentRendered {
    const counter = new Counter();
    const unreadable: string[] = [];
    const text = task.format === "json" ? fromJson(task, tools, counter, unreadable) : fromText(task, tools, counter, unreadable);
    if (!text.ok)
        return { type: "document", bytes: new Uint8Array(0), sha256: "", redactions: {}, unreadable: [], problem: text.problem };
    const hidden = task.format === "json" ? text.value : wholePiece(text.value, tools, counter);
    return { type: "document", bytes: hidden, sha256: hash("sha256", hidden, "hex"), redactions: counter.counts(), unreadable };
}

function fromJson(task: DocumentTask, tools: Tools, counter: Counter, unreadable: string[]): Result<Uint8Array> {
    const parsed = parseJson(task.bytes);
    if (!parsed.ok) return parsed;
    unreadable.push(...tools.structure.redactTree(parsed.value, counter));
    const value = tools.strings.hide(parsed.value, counter);
    return ok(Uint8Array.from(Buffer.from(tools.yaml.document(value))));
}

/** Text that is not UTF-8 is left to the nets over bytes. */
function fromText(task: DocumentTask, tools: Tools, counter: Counter, unreadable: string[]): Result<Uint8Array> {
    const text = Buffer.from(task.bytes.buffer, task.bytes.byteOffset, task.bytes.length);
    if (task.format === "text" || !isUtf8(text)) return ok(task.bytes);
    const redacted = tools.structure.redactText(text.toString(), "document.yaml", counter);
    unreadable.push(...redacted.unreadable);
    return ok(Buffer.from(redacted.text));
}

function wholePiece(bytes: Uint8Array, tools: Tools, counter: Counter): Uint8Array {
    const done = tools.nets.piece(bytes, true);
    counter.addAll(done.counts);
    return new Uint8Array(done.bytes);
}
