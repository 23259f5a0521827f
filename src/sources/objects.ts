import type { ListRequest, ResourceType } from "../clients/kubernetes/reader.ts";
import type { Scope } from "../core/scope.ts";
import type { CollectSpec, ResourceSelector } from "../spec/collect-spec.ts";
import { labelSelectorString } from "../spec/label-selector.ts";
import { listPages } from "./list.ts";
import { RANK } from "./rank.ts";
import { apiVersionOf, isExcluded, matchingTypes, withoutExcludedNamespaces } from "./resource-match.ts";
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
    const types = matchingTypes(selector, inventory.resources);
    if (types.length === 0 && selector.kind !== "*")
        return inventory.resources.length === 0 ? [] : [unknownKind(selector, inventory)];
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
function gapTask(
    selector: ResourceSelector,
    inventory: Inventory,
    code: "not-found" | "unsupported",
    message: string,
    hint: string,
): ListTask {
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
            yield gap(objects.name, about, { code, message, hint }, now());
        },
    };
}

function unknownKind(selector: ResourceSelector, inventory: Inventory): ListTask {
    const where = selector.group === "" ? "the core group" : `group ${selector.group}`;
    const elsewhere = matchingTypes({ ...selector, group: "*" }, inventory.resources).map(
        (type) => `${type.kind} of ${type.group || "the core group"}`,
    );
    const hint =
        elsewhere.length === 0
            ? "is its CRD installed? kubectl api-resources lists what there is"
            : `there is ${elsewhere.join(", ")}`;
    return gapTask(selector, inventory, "not-found", `the cluster serves no kind ${selector.kind} in ${where}`, hint);
}

function unevaluated(selector: ResourceSelector, inventory: Inventory): ListTask {
    const message = `${selector.kind} is selected by ${selector.evaluateCEL ? "evaluateCEL" : "evaluate"}, which is not evaluated: none was collected`;
    return gapTask(selector, inventory, "unsupported", message, "select by labels, namespace or name");
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
