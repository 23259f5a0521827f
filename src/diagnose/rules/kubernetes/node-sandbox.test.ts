import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { nodeSandbox } from "./node-sandbox.ts";

const objects = (message: string, state = "{ waiting: { reason: ContainerCreating } }") => `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: msp }
spec: { nodeName: n1, containers: [{ name: web }] }
status: { phase: Pending, containerStatuses: [{ name: web, state: ${state} }] }
---
apiVersion: v1
kind: Event
metadata: { name: e, namespace: msp }
involvedObject: { kind: Pod, name: web, namespace: msp }
type: Warning
reason: FailedCreatePodSandBox
message: 'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "abc": ${message}'
lastTimestamp: "2026-11-21T08:00:00Z"
`;

test("A node that ran out of pod addresses says so", async () => {
    const { says, findings } = await judge(nodeSandbox, {
        objects: objects(
            'plugin type="host-local" failed (add): failed to allocate for range 0: no IP addresses available in range set: 10.244.1.1-10.244.1.254',
        ),
    });
    expect(says).toEqual([
        'Node n1 gives pod web no network: plugin type="host-local" failed (add): failed to allocate for range 0: no IP addresses available in range set: 10.244.1.1-10.244.1.254',
    ]);
    expect(findings[0]?.rule).toBe("kubernetes.node-sandbox.addresses");
});

test("A pod that runs got over it", async () => {
    expect((await judge(nodeSandbox, { objects: objects("x", "{ running: {} }") })).answer).toBe("clean");
});
