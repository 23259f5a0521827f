import { parentPort, workerData } from "node:worker_threads";
import { fingerprint } from "./fingerprint.ts";
import { StringHider } from "./hide-strings.ts";
import { createTextNets } from "./nets/create.ts";
import { redactFile } from "./redact-file.ts";
import { redactLines } from "./redact-lines.ts";
import { renderDocument } from "./render-document.ts";
import { renderPage, type Tools } from "./render-page.ts";
import type { Rendered, RenderTask } from "./render-task.ts";
import { isSecretName } from "./secret-name.ts";
import { shownInFile } from "./shown-in-file.ts";
import { Structure } from "./structure/structure.ts";
import type { WorkerAnswer, WorkerData } from "./worker-protocol.ts";
import { YamlWriter } from "./yaml.ts";

/** The thread in which everything unredacted is looked at. Started by worker-pool.ts, one task at a time. */
function serve(data: WorkerData): void {
    const tools = toolsOf(data);
    parentPort?.on("message", (task: RenderTask) => {
        const answer = answerTo(task, tools);
        parentPort?.postMessage(answer, answer.ok ? buffersOf(answer.value) : []);
    });
}

function toolsOf({ nets: settings }: WorkerData): Tools {
    const nets = createTextNets(settings);
    const keys = new Set(settings.user.keys.map((key) => key.toLowerCase()));
    const structure = new Structure({
        nets,
        isSecretName: (name) => keys.has(name.toLowerCase()) || isSecretName(name),
        fingerprint: (value) => fingerprint(settings.key, value),
        keep: new Set(settings.user.keep),
    });
    return { nets, structure, yaml: new YamlWriter(), strings: new StringHider(nets) };
}

function answerTo(task: RenderTask, tools: Tools): WorkerAnswer {
    try {
        return { ok: true, value: render(task, tools) };
    } catch (error) {
        return { ok: false, reason: error instanceof Error ? error.name : typeof error };
    }
}

function render(task: RenderTask, tools: Tools): Rendered {
    switch (task.type) {
        case "page":
            return renderPage(task, tools);
        case "document":
            return renderDocument(task, tools);
        case "piece": {
            const bytes = task.rest.length === 0 ? task.bytes : Buffer.concat([task.rest, task.bytes]);
            const done = tools.nets.piece(bytes, task.last);
            return { type: "piece", bytes: alone(done.bytes), rest: new Uint8Array(done.rest), counts: done.counts };
        }
        case "lines":
            return redactLines(task, tools);
        case "file":
            return redactFile(task, tools);
        case "shown":
            return shownInFile(task);
        default:
            return task satisfies never;
    }
}

/** In a buffer of its own: small ones may lie in Node's pool, which cannot be transferred, and a view would take all of a large one along. */
function alone(bytes: Uint8Array): Uint8Array {
    return bytes.length < 131_072 || bytes.buffer.byteLength - bytes.length > 65_536 ? new Uint8Array(bytes) : bytes;
}

function buffersOf(rendered: Rendered): ArrayBuffer[] {
    const { buffer } = rendered.bytes;
    return buffer instanceof ArrayBuffer ? [buffer] : [];
}

serve(workerData);
