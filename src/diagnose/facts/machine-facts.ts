import type { MachineRef } from "../../core/evidence-ref.ts";
import type { Fields } from "./fields.ts";
import type { LogFact } from "./log-fact.ts";

/** A COSI resource as `talosctl get TYPE -o yaml` prints it. Source: contracts of siderolabs/talos pkg/machinery/resources. */
export interface TalosResource {
    readonly ref: MachineRef;
    /** `MachineStatuses.runtime.talos.dev`. */
    readonly type: string;
    readonly id: string;
    readonly namespace: string;
    /** A map for nearly all; MachineTypes has a scalar: then `{value}`. */
    readonly spec: Fields;
    /** RFC 6901 of the resource within its document: "" or `/3`. */
    readonly pointer: string;
}

/** One service of `talosctl service` or of the Services resource. */
export interface TalosService {
    readonly ref: MachineRef;
    readonly id: string;
    /** `Running`, `Waiting`, `Preparing`, `Failed`, `Finished`; absent when only the Services resource is there. */
    readonly state?: string;
    readonly running: boolean;
    /** Undefined: the service has no health check or has not been asked yet. */
    readonly healthy?: boolean;
    /** Why it is not healthy, or what it waits for. */
    readonly message: string;
    /** Newest first. */
    readonly events: readonly { readonly state: string; readonly message: string; readonly at: string }[];
}

/** What one Talos node said. */
export interface MachineFacts {
    /** The node as the archive names it: a host name or an address. */
    readonly node: string;
    /** Its name in Kubernetes, when it says so (Nodenames, Hostname). */
    readonly nodeName: string;
    /** All resources of a type; the short alias without the group counts: `MachineStatuses` or `MachineStatuses.runtime.talos.dev`. */
    resources(type: string): readonly TalosResource[];
    resource(type: string, id: string): TalosResource | undefined;
    readonly services: readonly TalosService[];
    service(id: string): TalosService | undefined;
    /** Logs by their section (`logs/kubelet.log`), dmesg among them. */
    readonly logs: readonly LogFact[];
    log(name: string): LogFact | undefined;
    /** Other documents that parsed (etcd status, version, mounts …), by section. */
    readonly documents: ReadonlyMap<string, unknown>;
    readonly addresses: readonly string[];
}
