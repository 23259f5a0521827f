import type { ListRequest, ResourceType } from "../clients/kubernetes/reader.ts";
import { resolveKind } from "../clients/kubernetes/resolve-kind.ts";
import type { Problem } from "../core/problem.ts";
import type { Scope } from "../core/scope.ts";
import type { CollectSpec, ResourceSelector } from "../spec/collect-spec.ts";
import { labelSelectorString } from "../spec/label-selector.ts";
import { listPages } from "./list.ts";
import { RANK } from "./rank.ts";
import { apiVersionOf, isExcluded, withoutExcludedNamespaces } from "./resource-match.ts";
import { gap, type Inventory, type Source, type Task } from "./source.ts";

const TIMEOUT_MS = 180_000;

/** Every object of the kinds asked for, exactly as the API gives it, page by page. */
export const objects: Source = {
    name: "objects",
    description: "Kubernetes objects of every kind asked for, CRDs included",
    plan(spec, inventory) {
        const tasks = spec.fromManagement.resources.flatMap((selector) => plannedFor(selector, spec, inventory));
        return withoutCovered(tasks);
    },
};

interface ListTask extends Task {
    readonly request?: ListRequest;
}

function plannedFor(selector: ResourceSelector, spec: CollectSpec, inventory: Inventory): ListTask[] {
    if (selector.evaluate !== undefined || selector.evaluateCEL !== undefined) return [unevaluated(selector, inventory)];
    if (inventory.resources.length === 0) return [];
    const resolved = resolveKind({ resources: inventory.resources, problems: [] }, selector);
    if (!resolved.ok) return [gapTask(selector, inventory, resolved.problem)];
    const types = resolved.value;
    const named = selector.kind !== "*";
    return types
        .filter((type) => !isEvents(type) || named)
        .filter((type) => type.namespaced || !selector.namespace)
        .filter((type) => !isExcluded(type, selector.namespace || undefined, spec.fromManagement.exclude))
        .map((type) => listTask(type, selector, spec, inventory));
}

/** Events have a layout and a source of their own. */
function isEvents(type: ResourceType): boolean {
    return type.kind === "Event" && (type.group === "" || type.group === "events.k8s.io");
}

function listTask(type: ResourceType, selector: ResourceSelector, spec: CollectSpec, inventory: Inventory): ListTask {
    const namespace = selector.namespace || undefined;
    const labelSelector = labelSelectorString(selector);
    const fieldSelector = [
        ...(selector.name ? [`metadata.name=${selector.name}`] : []),
        ...(namespace ? [] : withoutExcludedNamespaces(type, spec.fromManagement.exclude)),
    ].join(",");
    const request: ListRequest = {
        type,
        ...(namespace === undefined ? {} : { namespace }),
        ...(labelSelector === undefined ? {} : { labelSelector }),
        ...(fieldSelector === "" ? {} : { fieldSelector }),
    };
    const about: Scope = {
        cluster: inventory.cluster,
        type: "objects",
        group: type.group,
        kind: type.kind,
        ...(namespace === undefined ? {} : { namespace }),
        ...(selector.name ? { name: selector.name } : {}),
    };
    const apiVersion = apiVersionOf(type);
    const narrowed = [namespace, labelSelector, fieldSelector].filter(Boolean).join(" ");
    return {
        id: ["objects", apiVersion, type.kind, namespace ?? "*", labelSelector ?? "", fieldSelector].join(" ").trimEnd(),
        source: objects.name,
        title: `${type.kind} (${apiVersion})${narrowed === "" ? "" : ` ${narrowed}`}`,
        about,
        needs: [{ verb: "list", group: type.group, resource: type.resource, ...(namespace === undefined ? {} : { namespace }) }],
        timeoutMs: TIMEOUT_MS,
        rank: isKeyKind(type) ? RANK.keyObjects : RANK.objects,
        request,
        async *run({ kubernetes, now }, signal) {
            if (!kubernetes) return;
            const fallbackNamespaces = inventory.namespaces;
            yield* listPages(
                kubernetes,
                { source: objects.name, about, request, as: "objects", write: true, fallbackNamespaces, now },
                signal,
            );
        },
    };
}

const KEY_GROUPS = new Set(["storage.k8s.io", "apiregistration.k8s.io", "batch"]);
const KEY_CORE_KINDS = new Set(["Node", "Namespace", "Pod", "PersistentVolume", "PersistentVolumeClaim"]);
const KEY_APPS_KINDS = new Set(["Deployment", "StatefulSet", "DaemonSet"]);

function isKeyKind({ group, kind }: ResourceType): boolean {
    if (group === "") return KEY_CORE_KINDS.has(kind);
    if (group === "apps") return KEY_APPS_KINDS.has(kind);
    return KEY_GROUPS.has(group) || group.endsWith(".fluxcd.io");
}

/** A selector that is planned all the same, so that its absence is said: one gap, nothing asked. */
function gapTask(selector: ResourceSelector, inventory: Inventory, problem: Problem): ListTask {
    const about: Scope = {
        cluster: inventory.cluster,
        type: "objects",
        ...(selector.group === "*" ? {} : { group: selector.group }),
        ...(selector.kind === "*" ? {} : { kind: selector.kind }),
        ...(selector.namespace ? { namespace: selector.namespace } : {}),
    };
    return {
        id: `objects ${JSON.stringify(selector)}`,
        source: objects.name,
        title: `${selector.kind} (${selector.group || "core"}/${selector.version})`,
        about,
        needs: [],
        timeoutMs: TIMEOUT_MS,
        rank: RANK.objects,
        async *run({ now }) {
            yield gap(objects.name, about, problem, now());
        },
    };
}

function unevaluated(selector: ResourceSelector, inventory: Inventory): ListTask {
    const message = `${selector.kind} is selected by ${selector.evaluateCEL ? "evaluateCEL" : "evaluate"}, which is not evaluated: none was collected`;
    return gapTask(selector, inventory, { code: "unsupported", message, hint: "select by labels, namespace or name" });
}

/** Without the lists that another, wider list gives too, and without repetitions. */
function withoutCovered(tasks: readonly ListTask[]): ListTask[] {
    const unique = [...new Map(tasks.map((task) => [task.id, task])).values()];
    return unique.filter((task) => !unique.some((other) => other !== task && isWider(other.request, task.request)));
}

function isWider(wide: ListRequest | undefined, narrow: ListRequest | undefined): boolean {
    if (!wide || !narrow || wide.type !== narrow.type) return false;
    if (wide.labelSelector !== undefined || wide.fieldSelector !== undefined) return false;
    return wide.namespace === undefined || wide.namespace === narrow.namespace;
}
