import { afterAll, beforeAll, expect, test } from "vitest";
import { type Collected, collectTalos } from "./collected.ts";
import { type FakeTalos, startFakeTalos } from "./fake/fake-talos.ts";
import { healthyCluster } from "./fake/healthy-cluster.ts";

const NOW = new Date("2026-11-21T09:00:00Z");
let fake: FakeTalos;
let healthy: Collected;

beforeAll(async () => {
    fake = await startFakeTalos(healthyCluster({ controlPlanes: 1, workers: 1, now: NOW }), { now: NOW });
    healthy = await collectTalos({ talosconfig: fake.talosconfig(), now: NOW });
});

afterAll(() => fake.close());

test("no canary passes the source", () => {
    const everything = JSON.stringify([...healthy.documents, ...healthy.logs]);
    expect(everything.match(/CANARY-[\w-]+/g)).toBeNull();
});
