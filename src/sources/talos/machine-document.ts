import type { Plain } from "../../clients/talos/plain.ts";
import type { ClusterRef } from "../../core/cluster-ref.ts";
import type { MachineRef } from "../../core/evidence-ref.ts";
import type { RawDocument } from "../source.ts";

/** The node of what is said of the Talos cluster as a whole: `talos/health.yaml` is no machine's. */
export const WHOLE_CLUSTER = "";

export function machineRef(cluster: ClusterRef, node: string, section: string): MachineRef {
    return { cluster, type: "machine", node, section };
}

export function machineDocument(ref: MachineRef, value: Plain): RawDocument {
    return { type: "document", ref, format: "json", bytes: Buffer.from(JSON.stringify(value)) };
}
