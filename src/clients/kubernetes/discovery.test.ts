import { expect, test } from "vitest";
import { fail, ok } from "../../core/problem.ts";
import { discover } from "./discovery.ts";
import type { KubernetesReader } from "./reader.ts";
import { resolveKind } from "./resolve-kind.ts";

const signal = new AbortController().signal;

/** A reader that knows these documents and no others. */
function serving(documents: Record<string, unknown>): KubernetesReader {
    const get: KubernetesReader["get"] = async (path) =>
        path in documents
            ? ok(Buffer.from(JSON.stringify(documents[path])))
            : fail("unavailable", `GET ${path}: 503 service unavailable`);
    return { get } as KubernetesReader;
}

const entry = (resource: string, kind: string, more: object = {}) => ({
    resource,
    responseKind: { group: "", version: "", kind },
    scope: "Namespaced",
    singularResource: kind.toLowerCase(),
    verbs: ["get", "list"],
    ...more,
});

const AGGREGATED = {
    "/api": {
        kind: "APIGroupDiscoveryList",
        items: [
            {
                metadata: {},
                versions: [
                    {
                        version: "v1",
                        freshness: "Current",
                        resources: [
                            entry("pods", "Pod", { shortNames: ["po"] }),
                            entry("events", "Event"),
                            entry("bindings", "Binding", { verbs: ["create"] }),
                            entry("nodes", "Node", { scope: "Cluster" }),
                        ],
                    },
                ],
            },
        ],
    },
    "/apis": {
        kind: "APIGroupDiscoveryList",
        items: [
            {
                metadata: { name: "apps" },
                versions: [
                    {
                        version: "v1",
                        freshness: "Current",
                        resources: [entry("deployments", "Deployment", { shortNames: ["deploy"] })],
                    },
                ],
            },
            {
                metadata: { name: "autoscaling" },
                versions: [
                    { version: "v2", resources: [entry("horizontalpodautoscalers", "HorizontalPodAutoscaler")] },
                    { version: "v1", resources: [entry("horizontalpodautoscalers", "HorizontalPodAutoscaler")] },
                ],
            },
            { metadata: { name: "events.k8s.io" }, versions: [{ version: "v1", resources: [entry("events", "Event")] }] },
            { metadata: { name: "metrics.k8s.io" }, versions: [{ version: "v1beta1", freshness: "Stale" }] },
        ],
    },
};

test("Every listable resource stands once, in its preferred version; a group whose server is away is a problem", async () => {
    const found = await discover(serving(AGGREGATED), signal);
    if (!found.ok) throw new Error(found.problem.message);
    expect(
        found.value.resources.map(({ group, version, resource, namespaced }) => `${group}/${version} ${resource} ${namespaced}`),
    ).toEqual([
        "/v1 pods true",
        "/v1 events true",
        "/v1 nodes false",
        "apps/v1 deployments true",
        "autoscaling/v2 horizontalpodautoscalers true",
    ]);
    expect(found.value.problems).toEqual([
        {
            group: "metrics.k8s.io",
            version: "v1beta1",
            problem: {
                code: "unavailable",
                message: "the API metrics.k8s.io/v1beta1 is served by an extension that does not answer the API server",
                hint: "kubectl get apiservice v1beta1.metrics.k8s.io",
            },
        },
    ]);
});

test("A server from before aggregated discovery is asked group by group, and one that fails costs only itself", async () => {
    const found = await discover(
        serving({
            "/api": { kind: "APIVersions", versions: ["v1"] },
            "/api/v1": {
                kind: "APIResourceList",
                resources: [
                    { name: "pods", singularName: "", namespaced: true, kind: "Pod", verbs: ["list"] },
                    { name: "pods/log", singularName: "", namespaced: true, kind: "Pod", verbs: ["get"] },
                ],
            },
            "/apis": {
                kind: "APIGroupList",
                groups: [
                    {
                        name: "batch",
                        versions: [
                            { groupVersion: "batch/v1beta1", version: "v1beta1" },
                            { groupVersion: "batch/v1", version: "v1" },
                        ],
                        preferredVersion: { groupVersion: "batch/v1", version: "v1" },
                    },
                    {
                        name: "custom.metrics.k8s.io",
                        versions: [{ groupVersion: "custom.metrics.k8s.io/v1beta1", version: "v1beta1" }],
                    },
                ],
            },
            "/apis/batch/v1": {
                kind: "APIResourceList",
                resources: [{ name: "jobs", singularName: "job", namespaced: true, kind: "Job", verbs: ["list"] }],
            },
            "/apis/batch/v1beta1": {
                kind: "APIResourceList",
                resources: [
                    {
                        name: "cronjobs",
                        singularName: "",
                        namespaced: true,
                        kind: "CronJob",
                        verbs: ["list"],
                        shortNames: ["cj"],
                    },
                ],
            },
        }),
        signal,
    );
    if (!found.ok) throw new Error(found.problem.message);
    expect(found.value.resources.map(({ group, version, kind }) => `${group}/${version} ${kind}`)).toEqual([
        "/v1 Pod",
        "batch/v1 Job",
        "batch/v1beta1 CronJob",
    ]);
    expect(found.value.problems.map(({ group, problem }) => `${group}: ${problem.message}`)).toEqual([
        "custom.metrics.k8s.io: GET /apis/custom.metrics.k8s.io/v1beta1: 503 service unavailable",
    ]);
});

test("A server that answers neither /api nor /apis is a failure", async () => {
    expect(await discover(serving({}), signal)).toEqual(fail("unavailable", "GET /api: 503 service unavailable"));
});

test.each([
    [{ group: "apps", version: "v1", kind: "Deployments" }, ["apps/v1 deployments"]],
    [{ group: "apps", version: "v1", kind: "Deployment" }, ["apps/v1 deployments"]],
    [{ kind: "deploy" }, ["apps/v1 deployments"]],
    [{ group: "*", version: "*", kind: "po" }, ["/v1 pods"]],
    [{ group: "events.k8s.io", kind: "Event" }, ["/v1 events"]],
    [{ group: "autoscaling", version: "v1", kind: "HorizontalPodAutoscaler" }, ["autoscaling/v1 horizontalpodautoscalers"]],
    [{ group: "", kind: "*" }, ["/v1 pods", "/v1 events", "/v1 nodes"]],
])("%j means %j", async (name, types) => {
    const found = await discover(serving(AGGREGATED), signal);
    const resolved = found.ok ? resolveKind(found.value, name) : found;
    expect(resolved.ok && resolved.value.map(({ group, version, resource }) => `${group}/${version} ${resource}`)).toEqual(types);
});

test.each([
    [
        { group: "apps", kind: "Deploymint" },
        { code: "not-found", message: "this cluster serves no kind Deploymint of apps", hint: "there is Deployment" },
    ],
    [
        { group: "", kind: "Deployment" },
        { code: "not-found", message: "this cluster serves no kind Deployment", hint: "there is Deployment of apps" },
    ],
    [
        { group: "apps", version: "v2", kind: "Deployment" },
        {
            code: "not-found",
            message: "this cluster serves no kind Deployment of apps/v2",
            hint: "there is Deployment of apps/v1",
        },
    ],
    [
        { group: "metrics.k8s.io", kind: "PodMetrics" },
        {
            code: "unavailable",
            message:
                "PodMetrics of metrics.k8s.io: the API metrics.k8s.io/v1beta1 is served by an extension that does not answer the API server",
            hint: "kubectl get apiservice v1beta1.metrics.k8s.io",
        },
    ],
])("%j is not there, and what is there instead is said", async (name, problem) => {
    const found = await discover(serving(AGGREGATED), signal);
    expect(found.ok && resolveKind(found.value, name)).toEqual({ ok: false, problem });
});
