import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { componentLease } from "./component-lease.ts";

const lease = (name: string, renewTime: string) => `
apiVersion: coordination.k8s.io/v1
kind: Lease
metadata: { name: ${name}, namespace: kube-system }
spec: { holderIdentity: cp-1, renewTime: "${renewTime}" }
---
`;

test("A scheduler that does not renew its lease has stopped", async () => {
    const { says } = await judge(componentLease, {
        objects:
            lease("kube-scheduler", "2026-11-21T08:00:00.000000Z") +
            lease("kube-controller-manager", "2026-11-21T09:00:00.000000Z"),
    });
    expect(says).toEqual([
        "kube-scheduler has not renewed its lease for 60 minutes: it does not run or cannot reach the API server, so no pod is placed on a node",
    ]);
});

test("Leases that are renewed are fine", async () => {
    expect(
        (
            await judge(componentLease, {
                objects:
                    lease("kube-scheduler", "2026-11-21T08:59:50Z") + lease("kube-controller-manager", "2026-11-21T09:00:00Z"),
            })
        ).answer,
    ).toBe("clean");
});
