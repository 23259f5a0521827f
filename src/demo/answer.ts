import { reviewAnswer } from "./access-review.ts";
import { answerObjects } from "./answer-objects.ts";
import { type ApiAnswer, type ApiRequest, json, notAllowed, notServed, text } from "./api-answer.ts";
import {
    aggregatedDiscovery,
    apiGroup,
    apiGroups,
    apiResources,
    coreVersions,
    type GroupDiscovery,
    type VersionDiscovery,
} from "./discovery.ts";
import type { ObjectStore } from "./object-store.ts";

/** What a read-only API server answers over these objects. Trouble is a Status as it would send it; throws when the store does. */
export async function answer(store: ObjectStore, request: ApiRequest, signal: AbortSignal): Promise<ApiAnswer> {
    if (request.method === "POST") return review(request);
    if (request.method !== "GET") return notAllowed();
    const [root, ...rest] = partsOf(request.url.pathname);
    switch (root) {
        case "api":
            return inCore(store, request, rest, signal);
        case "apis":
            return inGroups(store, request, rest, signal);
        case "livez":
        case "readyz":
        case "healthz":
            return health(store, request, [root, ...rest], signal);
        default:
            return document(store, request.url.pathname, signal);
    }
}

function partsOf(path: string): string[] {
    return path
        .split("/")
        .filter((part) => part !== "")
        .map((part) => (/%(?![0-9a-f]{2})/i.test(part) ? part : decodeURIComponent(part)));
}

function review(request: ApiRequest): ApiAnswer {
    const answered = reviewAnswer(request.url.pathname, request.body);
    return answered ? json(201, answered) : notAllowed();
}

async function inCore(store: ObjectStore, request: ApiRequest, path: readonly string[], signal: AbortSignal): Promise<ApiAnswer> {
    const [version, ...rest] = path;
    if (version === undefined) return discovered(request, store.discovery.core, coreVersions(store.discovery));
    return inVersion(store, request, { group: "", version: versionOf(store.discovery.core[0], version), path: rest }, signal);
}

async function inGroups(
    store: ObjectStore,
    request: ApiRequest,
    path: readonly string[],
    signal: AbortSignal,
): Promise<ApiAnswer> {
    const [name, version, ...rest] = path;
    if (name === undefined) return discovered(request, store.discovery.groups, apiGroups(store.discovery));
    const group = store.discovery.groups.find((each) => each.metadata.name === name);
    if (version === undefined) return group ? json(200, apiGroup(group)) : notServed();
    return inVersion(store, request, { group: name, version: versionOf(group, version), path: rest }, signal);
}

function versionOf(group: GroupDiscovery | undefined, name: string): VersionDiscovery | undefined {
    return group?.versions.find(({ version }) => version === name);
}

const AGGREGATED = /g=apidiscovery\.k8s\.io;v=v2(;|,|$)/;

function discovered(request: ApiRequest, items: readonly GroupDiscovery[], legacy: object): ApiAnswer {
    if (!AGGREGATED.test(request.accept)) return json(200, legacy);
    const contentType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    return { ...json(200, aggregatedDiscovery(items)), contentType };
}

interface InVersion {
    readonly group: string;
    readonly version: VersionDiscovery | undefined;
    /** What follows the version in the path. */
    readonly path: readonly string[];
}

async function inVersion(store: ObjectStore, request: ApiRequest, where: InVersion, signal: AbortSignal): Promise<ApiAnswer> {
    const { group, version, path } = where;
    if (!version) return notServed();
    // What the aggregator says for an API server that is down: kube-aggregator pkg/apiserver/handler_proxy.go.
    if (version.freshness === "Stale") return text("service unavailable\n", 503);
    if (path.length === 0) return json(200, apiResources(group, version));
    const [first = "", second, third, ...more] = path;
    const inNamespace =
        first === "namespaces" && third !== undefined && version.resources?.some(({ resource }) => resource === third);
    const target = inNamespace
        ? { resource: third, namespace: second, name: more[0], sub: more.slice(1) }
        : { resource: first, namespace: undefined, name: second, sub: path.slice(2) };
    const discovery = version.resources?.find(({ resource }) => resource === target.resource);
    if (!discovery || (inNamespace && discovery.scope !== "Namespaced")) return notServed();
    const kind = discovery.responseKind?.kind ?? "";
    const served = {
        group,
        version: version.version,
        resource: target.resource,
        kind,
        namespaced: discovery.scope === "Namespaced",
        discovery,
    };
    const answered = await answerObjects(store, request, { ...target, served }, signal);
    return answered ?? document(store, request.url.pathname, signal);
}

/** `/readyz`, `/readyz?verbose`, `/readyz/etcd`. */
async function health(store: ObjectStore, request: ApiRequest, path: readonly string[], signal: AbortSignal): Promise<ApiAnswer> {
    const [root, ...check] = path;
    const verbose = await store.document(`/${root === "healthz" ? "livez" : root}?verbose`, signal);
    if (!verbose) return notServed();
    if (check.length > 0) return verbose.body.includes(`[+]${check.join("/")} ok\n`) ? text("ok") : notServed();
    return text(request.url.searchParams.has("verbose") ? verbose.body : "ok");
}

async function document(store: ObjectStore, path: string, signal: AbortSignal): Promise<ApiAnswer> {
    const found = await store.document(path, signal);
    return found ? { status: 200, contentType: found.contentType, body: found.body } : notServed();
}
