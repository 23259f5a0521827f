import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Rig } from "../../../test/harness/attach-rig.ts";
import { type FaultProxy, startFaultProxy } from "../../../test/harness/fault-proxy.ts";
import { sharedRig } from "../../../test/harness/shared-rig.ts";
import { connect } from "./connect.ts";
import { createOutage } from "./outage.ts";

const signal = new AbortController().signal;
const PROBLEM = { code: "unreachable", message: "listing pods: nothing listens" } as const;
let rig: Rig;
let proxy: FaultProxy;

beforeAll(async () => {
    rig = await sharedRig();
    proxy = await startFaultProxy(rig);
});
afterAll(() => proxy?.stop());

async function open(outagePatienceMs: number) {
    const limits = { retryBaseMs: 1, outagePatienceMs, outageProbeMs: 5, headMs: 1000 };
    const connected = await connect({ kubeconfig: proxy.kubeconfig, environment: {}, limits }, signal);
    if (!connected.ok) throw new Error(connected.problem.message);
    return connected.value;
}

test("Requests wait for an API server that goes and comes back, and all of them are answered", async () => {
    const reader = await open(30_000);
    await proxy.down();
    const asked = Array.from({ length: 20 }, (_, index) => reader.get(`/version?${index}`, {}, signal));
    await setImmediate();
    await proxy.up();
    expect((await Promise.all(asked)).map(({ ok }) => ok)).toEqual(Array.from({ length: 20 }, () => true));
    await reader.close();
});

test("When it does not come back, requests fail at once with the first problem, and work again as soon as it does", async () => {
    const reader = await open(20);
    await proxy.down();
    const first = await reader.get("/version?first", {}, signal);
    expect(first).toMatchObject({ ok: false, problem: { code: "unreachable" } });
    const later = await Promise.all(["/a", "/b", "/c"].map((path) => reader.get(path, {}, signal)));
    const gone = `no answer: the API server has been gone for more than 0 s (since GET /version?first: nothing listens at ${proxy.server} (connection refused))`;
    expect(later.map((answer) => !answer.ok && answer.problem.message)).toEqual([gone, gone, gone]);
    await proxy.up();
    await expect.poll(async () => (await reader.get("/version", {}, signal)).ok).toBe(true);
    await reader.close();
});

test("One path that hangs costs only itself", async () => {
    const reader = await open(20);
    proxy.add({ path: /metrics/, fault: { type: "hang" } });
    const hanging = reader.get("/apis/metrics.k8s.io/v1beta1/nodes", {}, signal);
    expect((await reader.get("/version", {}, signal)).ok).toBe(true);
    expect(await hanging).toMatchObject({ ok: false, problem: { code: "timeout" } });
    expect((await reader.get("/version", {}, signal)).ok).toBe(true);
    await reader.close();
    proxy.clear();
});

test("Those who wait share one look, and an abort ends only the one that waits", async () => {
    let looks = 0;
    const { promise: answer, resolve } = Promise.withResolvers<boolean>();
    const probe = () => {
        looks++;
        return answer;
    };
    const outage = createOutage({ probe, patienceMs: 1000, probeMs: 1, now: () => 0 });
    expect(await outage.pass(signal)).toBeUndefined();
    outage.suspect(PROBLEM);
    const controller = new AbortController();
    const given = outage.pass(controller.signal);
    const waiting = [outage.pass(signal), outage.pass(signal)];
    controller.abort(new Error("stop"));
    await expect(given).rejects.toThrow("stop");
    resolve(true);
    expect(await Promise.all(waiting)).toEqual([undefined, undefined]);
    expect(looks).toBe(1);
});

test("After the patience it looks no oftener than agreed", async () => {
    let time = 0;
    let looks = 0;
    const probe = async () => {
        looks++;
        return false;
    };
    const outage = createOutage({ probe, patienceMs: 0, probeMs: 1000, now: () => time });
    outage.suspect(PROBLEM);
    const message = "no answer: the API server has been gone for more than 0 s (since listing pods: nothing listens)";
    const gone = { ...PROBLEM, message };
    expect([await outage.pass(signal), await outage.pass(signal)]).toEqual([gone, gone]);
    time = 40_000;
    expect([await outage.pass(signal), await outage.pass(signal)]).toEqual([gone, gone]);
    expect(looks).toBe(2);
});
