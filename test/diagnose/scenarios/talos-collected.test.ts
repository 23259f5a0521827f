import { expect, test } from "vitest";
import type { FakeNode } from "../../../src/demo/talos/fake-node.ts";
import { startFakeTalos } from "../../../src/demo/talos/fake-talos.ts";
import { healthyCluster } from "../../../src/demo/talos/healthy-cluster.ts";
import { type Collected, collectTalos } from "../../talos/collected.ts";
import { changed } from "../../talos/fake/change-node.ts";
import { FAILURE_MODES } from "../../talos/fake/failure-modes.ts";
import { diagnosed, sketch } from "../judge.ts";

const NOW = new Date("2026-11-21T09:00:00Z");
const CLUSTER = healthyCluster({ controlPlanes: 3, workers: 1, now: NOW });

/** What the collector really gets from a Talos API, judged. */
async function collectedAndDiagnosed(cluster: readonly FakeNode[]) {
    const fake = await startFakeTalos(cluster, { now: NOW });
    const collected = await collectTalos({ talosconfig: fake.talosconfig(), now: NOW, options: { eventsQuietMs: 20 } });
    await fake.close();
    return diagnosed({ at: NOW.toISOString(), talos: filesOf(collected), errors: collected.gaps.join("\n") });
}

function filesOf({ documents, logs }: Collected): Record<string, string> {
    const texts = [...documents].map(([path, value]): [string, string] => [path, JSON.stringify(value)]);
    return Object.fromEntries([...texts, ...logs].map(([path, content]) => [path.replace(/^\//, ""), content]));
}

function sick(...ids: readonly string[]): readonly FakeNode[] {
    return FAILURE_MODES.filter(({ id }) => ids.includes(id)).reduce(
        (cluster, { change, node }) => changed(cluster, change, node),
        CLUSTER,
    );
}

test("A healthy cluster, collected over the Talos API, is healthy", async () => {
    const diagnosis = await collectedAndDiagnosed(CLUSTER);
    expect(sketch(diagnosis)).toEqual(["healthy"]);
    expect([diagnosis.notes, diagnosis.unknowns]).toEqual([[], []]);
});

test("Faults of several machines, collected over the Talos API, are each a root", async () => {
    const diagnosis = await collectedAndDiagnosed(sick("disk.full", "etcd.alarm", "net.ip-changed"));
    expect(diagnosis.roots.map(({ rule, says }) => `${rule}: ${says}`)).toEqual([
        "talos.address-changed: Machine cp-1 is known to etcd by 127.5.0.99, and has 127.5.0.2",
        "talos.etcd-alarm.nospace: Machine cp-1: etcd raised the alarm NOSPACE: its database is full (19 MiB) and every write is refused",
        "talos.disk-full: Machine worker-1: only 1 GiB of 50 GiB (2 %) are free on /var",
    ]);
});
