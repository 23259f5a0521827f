import type { CollectSpec } from "../spec/collect-spec.ts";
import { RANK } from "./rank.ts";
import { gap, type Inventory, type Source, type TalosNode, type Task } from "./source.ts";
import { clusterTasks } from "./talos/cluster-tasks.ts";
import { events } from "./talos/events.ts";
import { facts } from "./talos/facts.ts";
import { containerLogs, dmesg, serviceLogs } from "./talos/logs.ts";
import { resources } from "./talos/resources.ts";
import { storage } from "./talos/storage.ts";
import { type MachineTask, machineTask, TALOS } from "./talos/task.ts";

/** Everything that a Talos machine tells a bearer of os:reader, per node below `talos/<node>/`. */
export const talos: Source = {
    name: TALOS,
    description: "Talos machines over their own API: state, services, etcd, resources, kernel and service logs",
    plan(spec, inventory) {
        const nodes = inventory.talos?.nodes ?? [];
        if (inventory.talos === undefined) return [];
        const ofCluster = clusterTasks(inventory, { client: RANK.cluster + 1, health: RANK.cluster + 3 });
        const ofNodes = nodes.flatMap((node) =>
            node.problem === undefined ? tasksOf(node, spec, inventory) : [lostTask(node, node.problem, inventory)],
        );
        return [...ofCluster, ...ofNodes];
    },
};

function tasksOf(node: TalosNode, spec: CollectSpec, inventory: Inventory): Task[] {
    return machineTasks(spec, inventory).map((task) => machineTask(task, node, inventory));
}

function machineTasks(spec: CollectSpec, inventory: Inventory): readonly MachineTask[] {
    const kubernetesAnswers = inventory.resources.length > 0;
    return [
        { what: "facts", rank: RANK.cluster + 1, timeoutMs: 180_000, run: facts },
        { what: "resources", rank: RANK.cluster + 2, timeoutMs: 180_000, run: resources },
        { what: "events", rank: RANK.events, timeoutMs: 60_000, run: events },
        { what: "dmesg", rank: RANK.events + 1, timeoutMs: 120_000, run: dmesg },
        { what: "service logs", rank: RANK.keyObjects + 1, timeoutMs: 600_000, run: serviceLogs(spec) },
        { what: "container logs", rank: RANK.logs, timeoutMs: 600_000, run: containerLogs(spec, kubernetesAnswers) },
        { what: "images and disk usage", rank: RANK.oldLogs, timeoutMs: 120_000, run: storage },
    ];
}

/** A machine that did not answer the probe is one gap: asking it twenty more times would cost minutes and tell nothing. */
function lostTask(node: TalosNode, problem: NonNullable<TalosNode["problem"]>, inventory: Inventory): Task {
    const unreachable: MachineTask = {
        what: "unreachable",
        rank: RANK.cluster + 1,
        timeoutMs: 1000,
        async *run({ now, cluster }) {
            yield gap(TALOS, { cluster, type: "machine", node: node.name }, problem, now());
        },
    };
    return machineTask(unreachable, node, inventory);
}
