import type { Writable } from "node:stream";
import type { ConnectOptions } from "../clients/kubernetes/connect-options.ts";
import type { BuiltInProfile } from "../spec/built-in.ts";
import type { CollectSpec } from "../spec/collect-spec.ts";
import type { Narrowing } from "../spec/narrow.ts";

/** Where a Profile or Techsupport is: already read, or in a ConfigMap of the cluster that will be connected to. */
export type SpecOrigin =
    | { readonly type: "text"; readonly text: string; readonly origin: string }
    | { readonly type: "configmap"; readonly namespace: string; readonly name: string };

/** What flags may change of any spec. */
export interface Overrides {
    readonly sinceSeconds?: number;
    readonly timeoutMs?: number;
    readonly maxBytes?: number;
    readonly maxLogBytes?: number;
    readonly managedFields?: boolean;
    readonly hide?: CollectSpec["redact"]["hide"];
    readonly talos?: Partial<CollectSpec["talos"]>;
}

/** Where the archive goes: a file that must not be there yet unless `force`, or a stream such as stdout. */
export type Output =
    | { readonly type: "file"; readonly path: string; readonly force: boolean }
    | { readonly type: "stream"; readonly stream: Writable };

/** Everything one run needs to know. */
export interface CollectRequest {
    /** Of this program. */
    readonly version: string;
    readonly connection: ConnectOptions;
    /** Empty: `profile`, and without that the built-in one that fits the cluster. */
    readonly specs: readonly SpecOrigin[];
    readonly profile?: BuiltInProfile;
    readonly overrides: Overrides;
    readonly narrowing: Narrowing;
    /** Tasks at a time. */
    readonly concurrency: number;
    readonly output: Output;
    /** Name of the one folder inside the archive. */
    readonly topFolder: string;
    readonly diagnose: boolean;
    readonly now: () => Date;
}
