import type { TalosReader } from "../../clients/talos/reader.ts";
import type { Absent, Gap } from "../../core/gap.ts";
import type { Problem } from "../../core/problem.ts";
import { type Scope, scopeOf } from "../../core/scope.ts";
import { gap, type Inventory, type Raw, type TalosNode, type Task } from "../source.ts";
import { machineRef } from "./machine-document.ts";

/** Name of the source in gaps and manifests. */
export const TALOS = "talos";

/** What a task about one machine works with. */
export interface Machine {
    readonly reader: TalosReader;
    readonly node: TalosNode;
    readonly cluster: Inventory["cluster"];
    readonly now: () => Date;
}

export type Yielded = AsyncGenerator<Raw | Gap | Absent>;

export interface MachineTask {
    /** `facts`, `service logs`: with the node's name it is the task's id and title. */
    readonly what: string;
    readonly rank: number;
    readonly timeoutMs: number;
    run(machine: Machine, signal: AbortSignal): Yielded;
}

/** A task about one machine. All of a machine's tasks share a lane: when it cannot be reached, the rest is not asked for. */
export function machineTask({ what, rank, timeoutMs, run }: MachineTask, node: TalosNode, { cluster }: Inventory): Task {
    return {
        id: `talos ${node.name} ${what}`,
        source: TALOS,
        title: `Talos node ${node.name} ${what}`,
        about: { cluster, type: "machine", node: node.name },
        needs: [],
        timeoutMs,
        rank,
        lane: `talos ${node.name}`,
        async *run({ talos, now }, signal) {
            if (talos !== undefined) yield* run({ reader: talos, node, cluster, now }, signal);
        },
    };
}

function sectionScope({ cluster, node }: Machine, section: string): Scope {
    return scopeOf(machineRef(cluster, node.name, section));
}

export function sectionGap(machine: Machine, section: string, problem: Problem, partial = false): Gap {
    return gap(TALOS, sectionScope(machine, section), problem, machine.now(), partial);
}

export function sectionAbsent(machine: Machine, section: string, because: string): Absent {
    return { type: "absent", about: sectionScope(machine, section), because };
}
