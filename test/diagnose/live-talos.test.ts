import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startFakeTalos } from "../../src/demo/talos/fake-talos.ts";
import { healthyCluster } from "../../src/demo/talos/healthy-cluster.ts";
import { collected, requestFor } from "../collect/collected.ts";
import { startFaultProxy } from "../harness/fault-proxy.ts";
import { sharedRig } from "../harness/shared-rig.ts";
import { changed } from "../talos/fake/change-node.ts";
import { FAILURE_MODES } from "../talos/fake/failure-modes.ts";

const NOW = new Date("2026-11-21T09:00:00Z");
let folder: string;
beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "casefile-live-talos-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The verdict of a run in which the Kubernetes API is dead and only the machines answer. */
async function verdictOf(id: string) {
    const mode = FAILURE_MODES.find((each) => each.id === id);
    if (!mode) throw new Error(`no failure mode ${id}`);
    const fake = await startFakeTalos(
        changed(healthyCluster({ controlPlanes: 2, workers: 1, now: NOW }), mode.change, mode.node),
        { now: NOW },
    );
    const talosconfig = join(folder, id);
    writeFileSync(talosconfig, fake.talosconfig());
    await using proxy = await startFaultProxy(await sharedRig());
    await proxy.down();
    try {
        await using archive = await collected(
            requestFor(proxy.kubeconfig, {
                diagnose: true,
                now: () => NOW,
                overrides: { talos: { when: "required", talosconfig } },
            }),
        );
        return JSON.parse(await archive.text("diagnosis.json"));
    } finally {
        await fake.close();
    }
}

test.each(["etcd.no-quorum", "cri.down", "disk.full"])(
    "with a dead Kubernetes API, %s is found from the machines alone, in the talos layer",
    async (id) => {
        const { verdict, roots } = await verdictOf(id);
        expect(verdict).toMatchObject({ status: "broken", layer: "talos" });
        expect(roots[0].subject).toMatchObject({ apiVersion: "talos.dev", kind: "Machine" });
    },
);
