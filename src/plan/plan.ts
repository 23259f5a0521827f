import type { Inventory, PodFound, Source, Task } from "../sources/source.ts";
import type { CollectSpec } from "../spec/collect-spec.ts";

/** What will be collected, before anything is asked for: pure in the spec and the inventory. */
export interface Plan {
    /** Lowest rank first; ids are unique. */
    readonly tasks: readonly Task[];
    /** More tasks for pods that a list has shown; a task that was given before is not given again. */
    follow(pods: readonly PodFound[]): readonly Task[];
}

/** Asks every source. */
export function makePlan(sources: readonly Source[], spec: CollectSpec, inventory: Inventory): Plan {
    const given = new Set<string>();
    const fresh = (tasks: readonly Task[]) =>
        tasks.filter(({ id }) => {
            if (given.has(id)) return false;
            given.add(id);
            return true;
        });
    const tasks = fresh(sources.flatMap((source) => source.plan(spec, inventory))).sort((a, b) => a.rank - b.rank);
    return { tasks, follow: (pods) => fresh(sources.flatMap((source) => source.follow?.(pods, spec, inventory) ?? [])) };
}
