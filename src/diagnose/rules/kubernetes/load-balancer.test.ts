import { expect, test } from "vitest";
import { object, TAKEN, warning } from "../../../../test/diagnose/cluster.ts";
import { judge } from "../../../../test/diagnose/judge.ts";
import { loadBalancer } from "./load-balancer.ts";

const service = (ingress: unknown[]) =>
    object("v1", "Service", "msp/web", { spec: { type: "LoadBalancer" }, status: { loadBalancer: { ingress } } });

test("An address pool that is empty is said in the controller's words", async () => {
    const { says, findings } = await judge(loadBalancer, {
        at: TAKEN,
        objects:
            service([]) + warning("Service msp/web", "AllocationFailed", 'Failed to allocate IP for "msp/web": no available IPs'),
    });
    expect(says).toEqual([
        'Service msp/web of type LoadBalancer has no address: Failed to allocate IP for "msp/web": no available IPs',
    ]);
    expect(findings[0]?.severity).toBe("critical");
});

test("Where nobody gives addresses a LoadBalancer without one is a remark", async () => {
    expect((await judge(loadBalancer, { at: TAKEN, objects: service([]) })).findings.map((finding) => finding.severity)).toEqual([
        "info",
    ]);
});

test("A LoadBalancer with an address is fine", async () => {
    expect((await judge(loadBalancer, { at: TAKEN, objects: service([{ ip: "192.0.2.1" }]) })).answer).toBe("clean");
});
