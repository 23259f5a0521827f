import type { ResourceType } from "../src/clients/kubernetes/reader.ts";
import { MANAGEMENT } from "../src/core/cluster-ref.ts";
import type { Inventory } from "../src/sources/source.ts";
import type { CollectSpec } from "../src/spec/collect-spec.ts";

const namespaced = (group: string, version: string, resource: string, kind: string): ResourceType => ({
    group,
    version,
    resource,
    kind,
    namespaced: true,
});

export const TYPES = {
    pods: namespaced("", "v1", "pods", "Pod"),
    events: namespaced("", "v1", "events", "Event"),
    secrets: namespaced("", "v1", "secrets", "Secret"),
    deployments: namespaced("apps", "v1", "deployments", "Deployment"),
    leases: namespaced("coordination.k8s.io", "v1", "leases", "Lease"),
    nodes: { group: "", version: "v1", resource: "nodes", kind: "Node", namespaced: false },
} as const;

/** A small cluster as a probe would have found it. */
export function inventory(more: Partial<Inventory> = {}): Inventory {
    return {
        cluster: MANAGEMENT,
        version: "v1.36.3",
        resources: Object.values(TYPES),
        namespaces: ["default", "msp"],
        allNamespaces: true,
        nodes: ["n1"],
        gaps: [],
        ...more,
    };
}

/** A run that asks for nothing but what the test says. */
export function collectSpec(
    fromManagement: Partial<CollectSpec["fromManagement"]> = {},
    more: Partial<CollectSpec> = {},
): CollectSpec {
    return {
        name: "test",
        fromManagement: { resources: [], exclude: [], logs: [], events: [], ...fromManagement },
        talos: { when: "never" },
        budget: { timeoutMs: 60_000, maxBytes: 2 ** 30, maxLogBytes: 8000 },
        redact: { keys: [], patterns: [], values: [], keep: [], hide: [] },
        managedFields: false,
        ...more,
    };
}
