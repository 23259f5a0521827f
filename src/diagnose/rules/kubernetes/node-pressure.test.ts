import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { nodePressure } from "./node-pressure.ts";

const node = (status: string) => `
apiVersion: v1
kind: Node
metadata: { name: worker-1 }
status: { conditions: [{ type: DiskPressure, status: "${status}", reason: KubeletHasDiskPressure, message: kubelet has disk pressure, lastTransitionTime: "2026-11-21T08:00:00Z" }] }
---
apiVersion: v1
kind: Event
metadata: { name: e, namespace: default }
involvedObject: { kind: Node, name: worker-1 }
type: Warning
reason: EvictionThresholdMet
message: Attempting to reclaim ephemeral-storage
lastTimestamp: "2026-11-21T08:01:00Z"
`;

test("A node without disk space says so, with what the kubelet does about it", async () => {
    const { says } = await judge(nodePressure, { objects: node("True") });
    expect(says).toEqual([
        "Node worker-1 has no disk space left for pods and images (DiskPressure: KubeletHasDiskPressure; Attempting to reclaim ephemeral-storage)",
    ]);
});

test("An old event without the condition is history", async () => {
    expect((await judge(nodePressure, { objects: node("False") })).answer).toBe("clean");
});
