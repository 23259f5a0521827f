import type { Rendered } from "./render-task.ts";
import type { NetSettings } from "./text-nets.ts";

/** What every worker is started with. The bytes of known values lie in shared memory: one copy for all. */
export interface WorkerData {
    readonly nets: NetSettings;
}

/** Its answer to one task. A reason never quotes what was being looked at. */
export type WorkerAnswer<T = Rendered> =
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly reason: string };
