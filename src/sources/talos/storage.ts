import { plain } from "../../clients/talos/plain.ts";
import { machineDocument, machineRef } from "./machine-document.ts";
import { type Machine, sectionAbsent, sectionGap, type Yielded } from "./task.ts";

/** Images in both of containerd's namespaces, and what fills `/var`: last, because the node walks its disk for it. */
export async function* storage(machine: Machine, signal: AbortSignal): Yielded {
    for (const owner of ["pods", "system"] as const) {
        const section = `images/${owner}.yaml`;
        const listed = await machine.reader.images(owner, machine.node.address, signal);
        if (listed.ok)
            yield machineDocument(machineRef(machine.cluster, machine.node.name, section), { items: listed.value.map(plain) });
        else if (listed.problem.code === "unsupported") yield sectionAbsent(machine, section, listed.problem.message);
        else yield sectionGap(machine, section, listed.problem);
    }
    const usage = await machine.reader.diskUsage("/var", machine.node.address, signal);
    if (usage.ok)
        yield machineDocument(machineRef(machine.cluster, machine.node.name, "disk-usage.yaml"), {
            path: "/var",
            items: usage.value.map(plain),
        });
    else yield sectionGap(machine, "disk-usage.yaml", usage.problem);
}
