import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { reasonsOf } from "./scheduler-message.ts";
import { scheduling } from "./scheduling.ts";

const pod = (message: string, spec = "") => `
apiVersion: v1
kind: Pod
metadata: { name: web-7d4b9c-x, namespace: msp, labels: { pod-template-hash: 7d4b9c }, ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: web-7d4b9c, controller: true }] }
spec: { ${spec} containers: [{ name: web, resources: { requests: { memory: 8Gi } } }] }
status: { phase: Pending, conditions: [{ type: PodScheduled, status: "False", reason: Unschedulable, message: "${message}", lastTransitionTime: "2026-11-21T08:00:00Z" }] }
---
`;
const node = (spec = "{}") => `
apiVersion: v1
kind: Node
metadata: { name: n1, labels: { disk: hdd } }
spec: ${spec}
status: { allocatable: { memory: 4Gi } }
---
`;

test("A lack of memory says what is asked for and what the freest node has", async () => {
    const { says, findings } = await judge(scheduling, {
        objects:
            node() +
            pod(
                "0/1 nodes are available: 1 Insufficient memory. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.",
            ),
    });
    expect(says).toEqual([
        "Deployment msp/web: pod web-7d4b9c-x cannot be scheduled: asks for 8Gi memory: Insufficient memory on 1 of 1 node; the freest node n1 has 4Gi of 4Gi left",
    ]);
    expect(findings[0]?.rule).toBe("kubernetes.scheduling.resources");
});

test("A taint that the pod does not tolerate is named", async () => {
    const { says } = await judge(scheduling, {
        objects:
            node("{ taints: [{ key: dedicated, value: gpu, effect: NoSchedule }] }") +
            pod("0/1 nodes are available: 1 node(s) had untolerated taint {dedicated: gpu}."),
    });
    expect(says).toEqual([
        "Deployment msp/web: pod web-7d4b9c-x cannot be scheduled: it does not tolerate the taint dedicated: gpu of 1 of 1 node",
    ]);
});

test("A node selector that no node meets is named", async () => {
    const { says } = await judge(scheduling, {
        objects:
            node() +
            pod("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.", "nodeSelector: { disk: ssd },"),
    });
    expect(says).toEqual([
        "Deployment msp/web: pod web-7d4b9c-x cannot be scheduled: no node has the label disk=ssd that its nodeSelector asks for",
    ]);
});

test("An unbound claim makes the pod a symptom of the claim", async () => {
    const { findings } = await judge(scheduling, {
        objects: pod(
            "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.",
            "volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }],",
        ),
    });
    expect(findings.map((finding) => [finding.role, finding.dueTo?.[0]?.ref.name])).toEqual([["symptom", "data"]]);
});

test("A pod that has a node is no matter of scheduling", async () => {
    expect((await judge(scheduling, { objects: node() + pod("", "nodeName: n1,") })).answer).toBe("clean");
});

test("The scheduler's message is taken apart at its commas, not at those within a taint", () => {
    expect(
        reasonsOf(
            "0/4 nodes are available: 1 node(s) had untolerated taint {a: b}, 1 node(s) were unschedulable, 2 Insufficient cpu. preemption: 0/4 nodes are available: 4 x.",
        ),
    ).toEqual({
        total: 4,
        reasons: [
            { nodes: 1, words: "node(s) had untolerated taint {a: b}" },
            { nodes: 1, words: "node(s) were unschedulable" },
            { nodes: 2, words: "Insufficient cpu" },
        ],
    });
});

test("A volume that could not be bound in time makes the pod a symptom of its claim, not of spreading", async () => {
    const { findings } = await judge(scheduling, {
        objects: pod(
            "running PreBind plugin VolumeBinding: binding volumes: context deadline exceeded",
            "volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }],",
        ),
    });
    expect(findings.map((finding) => [finding.rule, finding.role])).toEqual([["kubernetes.scheduling.volume", "symptom"]]);
});
