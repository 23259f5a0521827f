import type { Rendered, RenderTask } from "./render-task.ts";
import type { NetSettings } from "./text-nets.ts";

/** What every worker is started with. */
export interface WorkerData {
    /** Names that are secret besides those that are anyway, for what is asked before the nets are known. */
    readonly keys: readonly string[];
}

/** What a worker is sent: the nets of the run, once they are known, or a task. The bytes of known values lie in shared memory: one copy for all. */
export type WorkerMessage = { readonly type: "nets"; readonly nets: NetSettings } | RenderTask;

/** Its answer to one task. A reason never quotes what was being looked at. */
export type WorkerAnswer = { readonly ok: true; readonly value: Rendered } | { readonly ok: false; readonly reason: string };
