import { parentPort } from "node:worker_threads";
import type { Result } from "../core/problem.ts";
import type { ObjectType } from "./structure/places.ts";
import type { KnownValue } from "./text-nets.ts";
import { valuesShownInPage } from "./values-shown.ts";
import type { WorkerAnswer } from "./worker-protocol.ts";

/** A list page as received. The bytes are transferred: the sender has them no longer. */
export interface ShownTask {
    readonly bytes: Uint8Array;
    readonly type: ObjectType;
}

export type Shown = Result<KnownValue[]>;

/** The thread that looks for what objects show to be secret, before anything is rendered: see read-known.ts. */
parentPort?.on("message", (task: ShownTask) => parentPort?.postMessage(answerTo(task)));

function answerTo({ bytes, type }: ShownTask): WorkerAnswer<Shown> {
    try {
        const shown = valuesShownInPage(bytes, type);
        if (shown.ok) return { ok: true, value: shown };
        const { code, message } = shown.problem;
        return { ok: true, value: { ok: false, problem: { code, message } } };
    } catch (error) {
        return { ok: false, reason: error instanceof Error ? error.name : typeof error };
    }
}
