import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { nodeNotReady } from "./node-not-ready.ts";

const node = (status: string, reason: string, message: string) => `
apiVersion: v1
kind: Node
metadata: { name: worker-1 }
status: { conditions: [{ type: Ready, status: "${status}", reason: ${reason}, message: "${message}", lastTransitionTime: "2026-11-21T08:00:00Z" }] }
`;

test("A node whose kubelet fell silent says since when", async () => {
    const { says, findings } = await judge(nodeNotReady, {
        objects: node("Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status."),
    });
    expect(says).toEqual(["Node worker-1 is not ready: its kubelet stopped posting status at 2026-11-21T08:00:00Z"]);
    expect(findings[0]?.rule).toBe("kubernetes.node-not-ready.silent");
});

test("A node without a network says what the runtime misses", async () => {
    const { says, findings } = await judge(nodeNotReady, {
        objects: node(
            "False",
            "KubeletNotReady",
            "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized",
        ),
    });
    expect(says).toEqual([
        "Node worker-1 is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized",
    ]);
    expect(findings[0]?.rule).toBe("kubernetes.node-not-ready.network");
});

test("A ready node is fine", async () => {
    expect((await judge(nodeNotReady, { objects: node("True", "KubeletReady", "kubelet is posting ready status") })).answer).toBe(
        "clean",
    );
});
