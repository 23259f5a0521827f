import type { ListRequest } from "../clients/kubernetes/reader.ts";
import type { Scope } from "../core/scope.ts";
import type { CollectSpec, EventSelector } from "../spec/collect-spec.ts";
import { listPages } from "./list.ts";
import { RANK } from "./rank.ts";
import { isExcluded, withoutExcludedNamespaces } from "./resource-match.ts";
import { gap, type Inventory, type Source, type Task } from "./source.ts";

/** Events, one file each. They come from the core group: events.k8s.io serves the same objects. */
export const events: Source = {
    name: "events",
    description: "Events of the namespaces asked for, newest information first in their names",
    plan(spec, inventory) {
        const tasks = spec.fromManagement.events.flatMap((selector) => planned(selector, spec, inventory));
        const unique = new Map(tasks.map((task) => [task.id, task]));
        return [...unique.values()].filter((task) => !unique.has(ALL_EVENTS) || task.id === ALL_EVENTS);
    },
};

const ALL_EVENTS = "events *";

function planned(selector: EventSelector, spec: CollectSpec, inventory: Inventory): Task[] {
    const type = inventory.resources.find(({ group, resource }) => group === "" && resource === "events");
    if (inventory.resources.length === 0) return [];
    const namespace = selector.namespace || undefined;
    const about: Scope = { cluster: inventory.cluster, type: "events", ...(namespace === undefined ? {} : { namespace }) };
    const narrowed = [namespace ?? "*", selector.type ?? ""].join(" ").trimEnd();
    const task = {
        id: `events ${narrowed}`,
        source: events.name,
        title: narrowed === "*" ? "Events" : `Events ${narrowed}`,
        about,
        needs: [{ verb: "list" as const, group: "", resource: "events", ...(namespace === undefined ? {} : { namespace }) }],
        timeoutMs: 180_000,
        rank: RANK.events,
    };
    if (!type) {
        const problem = { code: "not-found" as const, message: "discovery did not list events in the core group" };
        return [
            {
                ...task,
                async *run({ now }) {
                    yield gap(events.name, about, problem, now());
                },
            },
        ];
    }
    if (isExcluded(type, namespace, spec.fromManagement.exclude)) return [];
    const fields = [
        ...(selector.type === undefined ? [] : [`type=${selector.type}`]),
        ...(namespace === undefined ? withoutExcludedNamespaces(type, spec.fromManagement.exclude) : []),
    ];
    const request: ListRequest = {
        type,
        ...(namespace === undefined ? {} : { namespace }),
        ...(fields.length === 0 ? {} : { fieldSelector: fields.join(",") }),
    };
    return [
        {
            ...task,
            async *run({ kubernetes, now }, signal) {
                if (!kubernetes) return;
                const fallbackNamespaces = inventory.namespaces;
                yield* listPages(
                    kubernetes,
                    { source: events.name, about, request, as: "events", write: true, fallbackNamespaces, now },
                    signal,
                );
            },
        },
    ];
}
