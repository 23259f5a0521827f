import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { namespaceTerminating } from "./namespace-terminating.ts";

const namespace = (
    phase: string,
    type = "NamespaceDeletionDiscoveryFailure",
    message = "Discovery failed for some groups, 1 failing: unable to retrieve the complete list of server APIs: metrics.k8s.io/v1beta1: stale GroupVersion discovery",
) => `
apiVersion: v1
kind: Namespace
metadata: { name: old${phase === "Terminating" ? ', deletionTimestamp: "2026-11-21T08:00:00Z"' : ""} }
spec: { finalizers: [kubernetes] }
status: { phase: ${phase}, conditions: [{ type: ${type}, status: "True", reason: X, message: "${message}", lastTransitionTime: "2026-11-21T08:00:01Z" }] }
`;

test("A namespace held by a dead API leads to that API", async () => {
    const { says, findings } = await judge(namespaceTerminating, { objects: namespace("Terminating") });
    expect(says).toEqual([
        "Namespace old is stuck in Terminating: Discovery failed for some groups, 1 failing: unable to retrieve the complete list of server APIs: metrics.k8s.io/v1beta1: stale GroupVersion discovery",
    ]);
    expect(findings[0]?.dueTo?.[0]?.ref.name).toBe("v1beta1.metrics.k8s.io");
});

test("A namespace held by finalizers says which", async () => {
    const { says } = await judge(namespaceTerminating, {
        objects: namespace(
            "Terminating",
            "NamespaceFinalizersRemaining",
            "Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances",
        ),
    });
    expect(says).toEqual([
        "Namespace old is stuck in Terminating: Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances",
    ]);
});

test("An active namespace is fine", async () => {
    expect((await judge(namespaceTerminating, { objects: namespace("Active") })).answer).toBe("clean");
});
