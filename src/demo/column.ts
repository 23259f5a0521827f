import type { KubeObject } from "./object-store.ts";

/** One column of `kubectl get`; with a priority above 0 it is shown by `-o wide` only. */
export interface Column {
    readonly name: string;
    readonly type: string;
    readonly priority?: number;
    value(object: KubeObject, now: Date): string | number | boolean;
}
