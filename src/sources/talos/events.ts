import { plainAny } from "../../clients/talos/plain.ts";
import { machineDocument, machineRef } from "./machine-document.ts";
import { type Machine, sectionGap, type Yielded } from "./task.ts";

/** What the machine remembers of its sequences, phases, tasks, services and configuration errors, oldest first. */
export async function* events(machine: Machine, signal: AbortSignal): Yielded {
    const answer = await machine.reader.events(machine.node.address, signal);
    if (!answer.ok) {
        yield sectionGap(machine, "events.yaml", answer.problem);
        return;
    }
    const told = answer.value.filter(({ data }) => data !== undefined && data.typeUrl !== "");
    const items = told.map(({ id, actorId, data }) => ({ id, ...(actorId === "" ? {} : { actorId }), data: plainAny(data) }));
    yield machineDocument(machineRef(machine.cluster, machine.node.name, "events.yaml"), { items });
}
