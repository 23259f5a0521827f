import type { Result } from "../core/problem.ts";
import { reviewAnswer } from "./access-review.ts";
import {
    aggregatedDiscovery,
    apiGroup,
    apiGroups,
    apiResources,
    coreVersions,
    type GroupDiscovery,
    groupVersion,
    type VersionDiscovery,
} from "./discovery.ts";
import { logLines } from "./log-lines.ts";
import type { KubeObject, ObjectStore, ServedResource } from "./object-store.ts";
import { page } from "./paging.ts";
import { fieldSelector, labelSelector, type Matches } from "./selectors.ts";
import { failure } from "./status.ts";
import { asTable } from "./table.ts";

/** A request, without the transport it came over. */
export interface ApiRequest {
    readonly method: string;
    /** Path and query. */
    readonly url: URL;
    readonly accept: string;
    readonly body: string;
}

export interface ApiAnswer {
    readonly status: number;
    readonly contentType: string;
    readonly body: string | Uint8Array;
}

/** What a read-only API server answers over these objects; trouble is a Status as it would send it. Never throws but for abort. */
export async function answer(store: ObjectStore, request: ApiRequest, signal: AbortSignal): Promise<ApiAnswer> {
    if (request.method === "POST") return review(request);
    if (request.method !== "GET") return refuse(405, "the server does not allow this method on the requested resource");
    const { pathname } = request.url;
    const [root, ...rest] = pathname
        .split("/")
        .filter((part) => part !== "")
        .map(decodeURIComponent);
    if (root === "api") return core(store, request, rest, signal);
    if (root === "apis") return named(store, request, rest, signal);
    if (root === "livez" || root === "readyz" || root === "healthz") return health(store, request, root, rest, signal);
    return document(store, pathname, signal);
}

const DISCOVERY = /g=apidiscovery\.k8s\.io;v=v2(;|,|$)/;

async function core(store: ObjectStore, request: ApiRequest, path: readonly string[], signal: AbortSignal): Promise<ApiAnswer> {
    const [version, ...rest] = path;
    if (version === undefined) return discovered(request, store.discovery.core, coreVersions(store.discovery));
    const found = store.discovery.core[0]?.versions.find((each) => each.version === version);
    if (!found) return notServed();
    return inVersion(store, request, { group: "", version: found, path: rest }, signal);
}

async function named(store: ObjectStore, request: ApiRequest, path: readonly string[], signal: AbortSignal): Promise<ApiAnswer> {
    const [name, version, ...rest] = path;
    if (name === undefined) return discovered(request, store.discovery.groups, apiGroups(store.discovery));
    const group = store.discovery.groups.find((each) => each.metadata.name === name);
    if (!group) return notServed();
    if (version === undefined) return json(200, apiGroup(group));
    const found = group.versions.find((each) => each.version === version);
    if (!found) return notServed();
    return inVersion(store, request, { group: name, version: found, path: rest }, signal);
}

function discovered(request: ApiRequest, items: readonly GroupDiscovery[], legacy: object): ApiAnswer {
    if (!DISCOVERY.test(request.accept)) return json(200, legacy);
    return {
        ...json(200, aggregatedDiscovery(items)),
        contentType: "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
    };
}

interface InVersion {
    readonly group: string;
    readonly version: VersionDiscovery;
    /** What follows the version in the path. */
    readonly path: readonly string[];
}

async function inVersion(store: ObjectStore, request: ApiRequest, where: InVersion, signal: AbortSignal): Promise<ApiAnswer> {
    // The aggregator answers for an API server that is down: kube-aggregator pkg/apiserver/handler_proxy.go.
    if (where.version.freshness === "Stale")
        return { status: 503, contentType: "text/plain; charset=utf-8", body: "service unavailable\n" };
    if (where.path.length === 0) return json(200, apiResources(where.group, where.version));
    const [first, namespace, resource, name, ...sub] = where.path;
    const scoped = first === "namespaces" && resource !== undefined && resource !== "status";
    const target = scoped
        ? { namespace: namespace ?? "", resource, name, sub }
        : { resource: first ?? "", name: namespace, sub: where.path.slice(2) };
    const served = servedResource(where, target.resource);
    if (!served || (scoped && !served.namespaced)) return notServed();
    if (target.name === undefined)
        return list(store, request, served, "namespace" in target ? target.namespace : undefined, signal);
    return one(store, request, served, { ...target, name: target.name }, signal);
}

function servedResource(where: InVersion, plural: string): ServedResource | undefined {
    const discovery = where.version.resources?.find((each) => each.resource === plural);
    if (!discovery) return undefined;
    const kind = discovery.responseKind?.kind ?? "";
    return {
        group: where.group,
        version: where.version.version,
        resource: plural,
        kind,
        namespaced: discovery.scope === "Namespaced",
        discovery,
    };
}

async function list(
    store: ObjectStore,
    request: ApiRequest,
    served: ServedResource,
    namespace: string | undefined,
    signal: AbortSignal,
): Promise<ApiAnswer> {
    const query = request.url.searchParams;
    if (["1", "true"].includes(query.get("watch") ?? "")) return refuse(400, "this API is a recording: it cannot be watched");
    if (!served.discovery.verbs.includes("list"))
        return refuse(405, "the server does not allow this method on the requested resource");
    const selectors: readonly Result<Matches>[] = [
        labelSelector(query.get("labelSelector") ?? ""),
        fieldSelector(query.get("fieldSelector") ?? ""),
    ];
    const wrong = selectors.find((selector) => !selector.ok);
    if (wrong && !wrong.ok) return refuse(400, wrong.problem.message);
    const matches = (object: KubeObject) => selectors.every((selector) => selector.ok && selector.value(object));
    const all = await store.list(served, signal);
    const asked = all.filter((object) => (namespace === undefined || object.metadata.namespace === namespace) && matches(object));
    const found = page(asked, Number(query.get("limit") ?? 0), query.get("continue") ?? "");
    if (!found.ok) return refuse(400, found.problem.message);
    const { items, next, remaining } = found.value;
    const metadata = {
        resourceVersion: newest(all),
        ...(next === undefined ? {} : { continue: next, remainingItemCount: remaining }),
    };
    if (wantsTable(request)) return json(200, await asTable(store, served, items, metadata, signal));
    const custom = (await definitions(store, signal)).has(served.group);
    const plain = custom ? items : items.map(({ apiVersion: _apiVersion, kind: _kind, ...object }) => object);
    return json(200, {
        kind: `${served.kind}List`,
        apiVersion: groupVersion(served.group, served.version),
        metadata,
        items: plain,
    });
}

interface Target {
    readonly namespace?: string;
    readonly name: string;
    /** `["log"]`, `["proxy", "stats", "summary"]`. */
    readonly sub: readonly string[];
}

async function one(
    store: ObjectStore,
    request: ApiRequest,
    served: ServedResource,
    target: Target,
    signal: AbortSignal,
): Promise<ApiAnswer> {
    const { name, namespace, sub } = target;
    const all = await store.list(served, signal);
    const object = all.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
    const group = served.group === "" ? "" : `.${served.group}`;
    if (!object)
        return refuse(404, `${served.resource}${group} "${name}" not found`, {
            name,
            ...(served.group ? { group: served.group } : {}),
            kind: served.resource,
        });
    if (sub.length === 0)
        return wantsTable(request)
            ? json(
                  200,
                  await asTable(store, served, [object], { resourceVersion: object.metadata.resourceVersion ?? "" }, signal),
              )
            : json(200, object);
    if (sub[0] === "status") return json(200, object);
    if (sub[0] === "log" && served.resource === "pods") return log(store, request, object, signal);
    if (sub[0] === "proxy") return document(store, request.url.pathname, signal);
    return notServed();
}

async function log(store: ObjectStore, request: ApiRequest, pod: KubeObject, signal: AbortSignal): Promise<ApiAnswer> {
    const query = request.url.searchParams;
    const { name, namespace = "" } = pod.metadata;
    const names = containersOf(pod);
    const container = query.get("container") ?? (names.length === 1 ? names[0] : undefined);
    if (container === undefined)
        return refuse(400, `a container name must be specified for pod ${name}, choose one of: [${names.join(" ")}]`);
    if (!names.includes(container)) return refuse(400, `container ${container} is not valid for pod ${name}`);
    const previous = query.get("previous") === "true";
    const text = await store.log({ namespace, pod: name, container, previous }, signal);
    if (text === undefined) return refuse(400, whyNoLog(pod, container, previous));
    const number = (key: string) => (query.has(key) ? { [key]: Number(query.get(key)) } : {});
    const body = logLines(text, {
        timestamps: query.get("timestamps") === "true",
        ...number("tailLines"),
        ...number("limitBytes"),
        ...since(query, store.now()),
    });
    return { status: 200, contentType: "text/plain", body };
}

function since(query: URLSearchParams, now: Date): { readonly since?: Date } {
    const seconds = query.get("sinceSeconds");
    const time = query.get("sinceTime");
    if (seconds !== null) return { since: new Date(now.getTime() - Number(seconds) * 1000) };
    return time === null ? {} : { since: new Date(time) };
}

interface PodParts {
    readonly spec?: { readonly nodeName?: string; readonly [list: string]: unknown };
    readonly status?: { readonly [list: string]: unknown };
}

function containersOf(pod: KubeObject & PodParts): string[] {
    return ["initContainers", "containers", "ephemeralContainers"].flatMap((list) => namesIn(pod.spec?.[list]));
}

function namesIn(list: unknown): string[] {
    return Array.isArray(list) ? list.map((each: { readonly name: string }) => each.name) : [];
}

/** The sentences of kubernetes pkg/registry/core/pod/strategy.go and pkg/kubelet/kubelet_pods.go. */
function whyNoLog(pod: KubeObject & PodParts, container: string, previous: boolean): string {
    const { name } = pod.metadata;
    if (pod.spec?.nodeName === undefined) return `pod ${name} does not have a host assigned`;
    if (previous) return `previous terminated container "${container}" in pod "${name}" not found`;
    return `container "${container}" in pod "${name}" is waiting to start: ${waitingReason(pod, container)}`;
}

function waitingReason(pod: KubeObject & PodParts, container: string): string {
    const lists = [pod.status?.containerStatuses, pod.status?.initContainerStatuses];
    const statuses = lists.flatMap(
        (list): readonly { readonly name: string; readonly state?: { readonly waiting?: { readonly reason?: string } } }[] =>
            Array.isArray(list) ? list : [],
    );
    return statuses.find((status) => status.name === container)?.state?.waiting?.reason ?? "ContainerCreating";
}

async function health(
    store: ObjectStore,
    request: ApiRequest,
    root: string,
    rest: readonly string[],
    signal: AbortSignal,
): Promise<ApiAnswer> {
    const verbose = await store.document(`/${root === "healthz" ? "livez" : root}?verbose`, signal);
    if (!verbose) return notServed();
    const check = rest.join("/");
    if (check !== "") return verbose.body.includes(`[+]${check} ok`) ? text("ok") : notServed();
    return request.url.searchParams.has("verbose") ? text(verbose.body) : text("ok");
}

async function document(store: ObjectStore, path: string, signal: AbortSignal): Promise<ApiAnswer> {
    const found = await store.document(path, signal);
    return found ? { status: 200, contentType: found.contentType, body: found.body } : notServed();
}

function review(request: ApiRequest): ApiAnswer {
    const answered = reviewAnswer(request.url.pathname, request.body);
    return answered ? json(201, answered) : refuse(405, "the server does not allow this method on the requested resource");
}

function wantsTable(request: ApiRequest): boolean {
    return request.accept.includes("as=Table");
}

/** The groups that custom resource definitions add. Their lists name the kind in every item; those of built-in kinds do not. */
async function definitions(store: ObjectStore, signal: AbortSignal): Promise<ReadonlySet<string>> {
    const type = {
        group: "apiextensions.k8s.io",
        version: "v1",
        resource: "customresourcedefinitions",
        kind: "CustomResourceDefinition",
        namespaced: false,
    };
    return new Set((await store.list(type, signal)).map((each) => each.metadata.name.slice(each.metadata.name.indexOf(".") + 1)));
}

function newest(objects: readonly KubeObject[]): string {
    return String(objects.reduce((max, { metadata }) => Math.max(max, Number(metadata.resourceVersion ?? 0)), 1));
}

function notServed(): ApiAnswer {
    return refuse(404, "the server could not find the requested resource", {});
}

function refuse(code: number, message: string, details?: object): ApiAnswer {
    return json(code, failure(code, message, details));
}

function text(body: string): ApiAnswer {
    return { status: 200, contentType: "text/plain; charset=utf-8", body };
}

function json(status: number, body: object): ApiAnswer {
    return { status, contentType: "application/json", body: JSON.stringify(body) };
}
