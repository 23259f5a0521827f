import { parentPort, workerData } from "node:worker_threads";
import { fingerprint } from "./fingerprint.ts";
import { StringHider } from "./hide-strings.ts";
import { createTextNets } from "./nets/create.ts";
import { redactFile } from "./redact-file.ts";
import { redactLines } from "./redact-lines.ts";
import { renderDocument } from "./render-document.ts";
import { renderPage, type Tools } from "./render-page.ts";
import type { PieceRendered, Rendered, RenderTask, ShownByPage } from "./render-task.ts";
import { secretNames } from "./secret-names.ts";
import { shownInFile } from "./shown-in-file.ts";
import { Structure } from "./structure/structure.ts";
import type { NetSettings } from "./text-nets.ts";
import { ValuesShown } from "./values-shown.ts";
import type { WorkerAnswer, WorkerData, WorkerMessage } from "./worker-protocol.ts";
import { YamlWriter } from "./yaml.ts";

/**
 * The thread in which everything unredacted is looked at. Started by worker-pool.ts, one task at a time. Before it is told of the run's nets it
 * can say what objects show to be secret, and nothing else.
 */
function serve(data: WorkerData): void {
    const desk = new Desk(data);
    parentPort?.on("message", (message: WorkerMessage) => {
        if (message.type === "nets") return desk.use(message.nets);
        const answer = answerTo(message, desk);
        parentPort?.postMessage(answer, answer.ok ? buffersOf(answer.value) : []);
    });
}

/** What a worker has at hand, each made when it is first needed. */
class Desk {
    readonly #keys: readonly string[];
    #settings: NetSettings | undefined;
    #tools: Tools | undefined;
    #shown: ValuesShown | undefined;

    constructor({ keys }: WorkerData) {
        this.#keys = keys;
    }

    use(nets: NetSettings): void {
        this.#settings = nets;
        this.#tools = undefined;
    }

    get tools(): Tools {
        if (this.#settings === undefined) throw new Error("nothing is rendered before the nets are known");
        this.#tools ??= toolsOf(this.#settings);
        return this.#tools;
    }

    get shown(): ValuesShown {
        this.#shown ??= new ValuesShown(secretNames(this.#keys));
        return this.#shown;
    }
}

function toolsOf(settings: NetSettings): Tools {
    const nets = createTextNets(settings);
    const structure = new Structure({
        nets,
        names: secretNames(settings.user.keys),
        fingerprint: (value) => fingerprint(settings.key, value),
        keep: new Set(settings.user.keep),
    });
    return { nets, structure, yaml: new YamlWriter(), strings: new StringHider(nets) };
}

function answerTo(task: RenderTask, desk: Desk): WorkerAnswer {
    try {
        return { ok: true, value: render(task, desk) };
    } catch (error) {
        return { ok: false, reason: error instanceof Error ? error.name : typeof error };
    }
}

function render(task: RenderTask, desk: Desk): Rendered {
    switch (task.type) {
        case "page":
            return renderPage(task, desk.tools);
        case "document":
            return renderDocument(task, desk.tools);
        case "piece":
            return redactPiece(task, desk.tools);
        case "lines":
            return redactLines(task, desk.tools);
        case "file":
            return redactFile(task, desk.tools);
        case "shown":
            return shownInFile(task, desk.shown);
        case "shown-by-page":
            return shownByPage(task, desk.shown);
        default:
            return task satisfies never;
    }
}

function redactPiece({ rest, bytes, last }: Extract<RenderTask, { type: "piece" }>, { nets }: Tools): PieceRendered {
    const done = nets.piece(rest.length === 0 ? bytes : Buffer.concat([rest, bytes]), last);
    return { type: "piece", bytes: alone(done.bytes), rest: new Uint8Array(done.rest), counts: done.counts };
}

function shownByPage({ bytes, object }: Extract<RenderTask, { type: "shown-by-page" }>, shown: ValuesShown): ShownByPage {
    const values = shown.byPage(bytes, object);
    return { type: "shown-by-page", bytes: new Uint8Array(0), values };
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
