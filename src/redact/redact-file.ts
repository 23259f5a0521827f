import { Counter } from "./counts.ts";
import { documentFormat, formatName } from "./document-format.ts";
import { fileText } from "./file-text.ts";
import type { Tools } from "./render-page.ts";
import type { FileRendered, RenderTask } from "./render-task.ts";
import { isToken } from "./structure/look.ts";

type FileTask = Extract<RenderTask, { type: "file" }>;

/** The kinds whose payload no pattern can know. */
const SECRET_OBJECT = /["']?kind["']?\s*:\s*["']?Secret\b/;
const HEAD = 4096;

/**
 * A document made by anything, all nets, in its own format, comments and order staying. One that cannot be parsed goes through the second and
 * third net alone, unless it holds Secrets: then it is withheld.
 */
export function redactFile({ name, bytes }: FileTask, tools: Tools): FileRendered {
    const file = fileText(bytes);
    const format = documentFormat(name, bytes.subarray(0, HEAD));
    const counter = new Counter();
    if (file === undefined || format === undefined) return finished(bytes, [], counter, tools);
    const looking = new Counter();
    const { text, unreadable } = tools.structure.redactText(file.text, formatName(format, name), looking);
    if (isToken(text) && !isToken(file.text)) {
        if (SECRET_OBJECT.test(file.text)) return withheld("it holds Secrets and cannot be parsed");
        return finished(bytes, ["it cannot be parsed: known values and patterns were searched in its text"], counter, tools);
    }
    counter.addAll(looking.counts());
    return finished(text === file.text ? bytes : file.encode(text), unreadable, counter, tools);
}

function finished(bytes: Uint8Array, notes: readonly string[], counter: Counter, tools: Tools): FileRendered {
    const done = tools.nets.piece(bytes, true);
    counter.addAll(done.counts);
    return { type: "file", bytes: new Uint8Array(done.bytes), redactions: counter.counts(), notes };
}

function withheld(because: string): FileRendered {
    return { type: "file", bytes: new Uint8Array(0), redactions: {}, notes: [], withheld: because };
}
