import { answerLog } from "./answer-log.ts";
import { type ApiAnswer, type ApiRequest, json, notAllowed, refuse } from "./api-answer.ts";
import { customGroups } from "./custom-columns.ts";
import { groupVersion } from "./discovery.ts";
import { unknownField } from "./field-labels.ts";
import type { KubeObject, ObjectStore, ServedResource } from "./object-store.ts";
import { page } from "./paging.ts";
import { fieldSelector, labelSelector } from "./selectors.ts";
import { asTable } from "./table.ts";

/** What the path of a request names below the version. */
export interface ObjectTarget {
    readonly served: ServedResource;
    /** Absent: all of them, or the resource is not namespaced. */
    readonly namespace: string | undefined;
    /** Absent: a list is asked for. */
    readonly name: string | undefined;
    /** `["log"]`, `["proxy", "stats", "summary"]`. */
    readonly sub: readonly string[];
}

/** A list, one object or a pod's log. Undefined for a subresource that only the store's documents may know. */
export async function answerObjects(
    store: ObjectStore,
    request: ApiRequest,
    target: ObjectTarget,
    signal: AbortSignal,
): Promise<ApiAnswer | undefined> {
    const { served, name, namespace, sub } = target;
    if (!served.discovery.verbs.includes("list")) return notAllowed();
    const all = await store.list(served, signal);
    if (name === undefined) return answerList(store, request, target, all, signal);
    const object = all.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
    if (!object) return missing(served, name);
    if (sub[0] === "log" && served.resource === "pods") return answerLog(store, request, object, signal);
    if (sub.length > 0 && sub[0] !== "status") return undefined;
    if (!wantsTable(request)) return json(200, object);
    return json(200, await asTable(store, served, [object], { resourceVersion: object.metadata.resourceVersion ?? "" }, signal));
}

async function answerList(
    store: ObjectStore,
    request: ApiRequest,
    target: ObjectTarget,
    all: readonly KubeObject[],
    signal: AbortSignal,
): Promise<ApiAnswer> {
    const { served, namespace } = target;
    const query = request.url.searchParams;
    if (["1", "true"].includes(query.get("watch") ?? "")) return refuse(400, "this API is a recording: it cannot be watched");
    const byLabel = labelSelector(query.get("labelSelector") ?? "");
    if (!byLabel.ok) return refuse(400, byLabel.problem.message);
    const unknown = unknownField(query.get("fieldSelector") ?? "", served);
    if (unknown !== undefined) return refuse(400, `field label not supported: ${unknown}`);
    const byField = fieldSelector(query.get("fieldSelector") ?? "");
    if (!byField.ok) return refuse(400, byField.problem.message);
    const inNamespace = (object: KubeObject) => namespace === undefined || object.metadata.namespace === namespace;
    const asked = all.filter((object) => inNamespace(object) && byLabel.value(object) && byField.value(object));
    const found = page(asked, Number(query.get("limit") ?? 0), query.get("continue") ?? "");
    if (!found.ok) return refuse(400, found.problem.message);
    const { items, next, remaining } = found.value;
    const metadata = {
        resourceVersion: newest(all),
        ...(next === undefined ? {} : { continue: next, remainingItemCount: remaining }),
    };
    if (wantsTable(request)) return json(200, await asTable(store, served, items, metadata, signal));
    const head = { kind: `${served.kind}List`, apiVersion: groupVersion(served.group, served.version), metadata };
    // Items of custom resources name their kind, those of built-in ones do not.
    if ((await customGroups(store, signal)).has(served.group)) return json(200, { ...head, items });
    return json(200, { ...head, items: items.map(({ apiVersion: _apiVersion, kind: _kind, ...object }) => object) });
}

function missing({ resource, group }: ServedResource, name: string): ApiAnswer {
    const details = { name, ...(group ? { group } : {}), kind: resource };
    return refuse(404, `${group ? `${resource}.${group}` : resource} "${name}" not found`, details);
}

function wantsTable(request: ApiRequest): boolean {
    return request.accept.includes("as=Table");
}

function newest(objects: readonly KubeObject[]): string {
    return String(objects.reduce((max, { metadata }) => Math.max(max, Number(metadata.resourceVersion ?? 0)), 1));
}
