import { text } from "../../facts/fields.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";

/** Whether the machine is of the control plane; undefined when nothing tells. Source: siderolabs/talos pkg/machinery/config/machine/type.go. */
export function isControlPlane(machine: MachineFacts): boolean | undefined {
    const type = text(machine.resource("MachineTypes", "machine-type")?.spec, "value");
    if (type === "controlplane" || type === "init") return true;
    if (type === "worker") return false;
    return machine.service("etcd") !== undefined || machine.service("trustd") !== undefined ? true : undefined;
}
