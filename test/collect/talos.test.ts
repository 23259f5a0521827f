import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startFakeTalos } from "../../src/demo/talos/fake-talos.ts";
import { healthyCluster } from "../../src/demo/talos/healthy-cluster.ts";
import type { Rig } from "../harness/attach-rig.ts";
import { startFaultProxy } from "../harness/fault-proxy.ts";
import { sharedRig } from "../harness/shared-rig.ts";
import { collected, type RequestChanges, requestFor, run } from "./collected.ts";

let rig: Rig;
let fake: Awaited<ReturnType<typeof startFakeTalos>>;
let folder: string;
let talosconfig: string;

beforeAll(async () => {
    rig = await sharedRig();
    const now = new Date();
    fake = await startFakeTalos(healthyCluster({ controlPlanes: 1, workers: 1, now }), { now });
    folder = mkdtempSync(join(tmpdir(), "casefile-talos-"));
    talosconfig = join(folder, "talosconfig");
    writeFileSync(talosconfig, fake.talosconfig());
});

afterAll(async () => {
    await fake.close();
    rmSync(folder, { recursive: true, force: true });
});

const narrowing = { namespaces: ["default"], include: [], exclude: [] };
const asked = (): RequestChanges => ({ narrowing, overrides: { talos: { when: "required", talosconfig } } });

test("a dead Kubernetes API and living machines make a full archive with a gap for the rest", async () => {
    await using proxy = await startFaultProxy(rig);
    await proxy.down();
    await using archive = await collected(requestFor(proxy.kubeconfig, { ...asked(), diagnose: true }));
    expect(archive.paths.some((path) => /^management-cluster\/talos\/[^/]+\/services\.yaml$/.test(path))).toBe(true);
    expect(archive.paths).toContain("management-cluster/talos/health.yaml");
    expect(archive.gaps).toEqual(expect.arrayContaining([expect.stringMatching(/^unreachable objects: /)]));
});

test("dead machines and a living Kubernetes API make a full archive with a gap for each machine", async () => {
    const dead = await startFakeTalos(healthyCluster({ controlPlanes: 1, workers: 0, now: new Date() }), { now: new Date() });
    const file = join(folder, "dead");
    writeFileSync(file, dead.talosconfig());
    await dead.close();
    await using archive = await collected(
        requestFor(rig.kubeconfig, { narrowing, overrides: { talos: { when: "required", talosconfig: file } } }),
    );
    expect(archive.paths).toContain("management-cluster/cluster/version.yaml");
    expect(archive.gaps.filter((gap) => gap.includes(" machine: ")).length).toBeGreaterThan(0);
});

test("a talosconfig that is asked for by flag and is none ends the run before anything is written", async () => {
    const file = join(folder, "broken");
    writeFileSync(file, "contexts: [1, 2]\n");
    const result = await run(
        requestFor(rig.kubeconfig, { narrowing, overrides: { talos: { when: "required", talosconfig: file } } }),
    );
    expect(result).toMatchObject({ ok: false, problem: { code: "configuration", message: expect.stringContaining(file) } });
});

test("a talosconfig that is asked for by flag and that every machine refuses ends the run before anything is written", async () => {
    await using proxy = await startFaultProxy(rig);
    await proxy.down();
    const file = join(folder, "refused");
    writeFileSync(file, fake.talosconfig({ foreign: true }));
    const request = requestFor(proxy.kubeconfig, { narrowing, overrides: { talos: { when: "required", talosconfig: file } } });
    const result = await run(request);
    expect(result).toMatchObject({
        ok: false,
        problem: {
            code: "configuration",
            message: expect.stringMatching(
                new RegExp(`^context "fake" of ${file} opens none of 1 machines: the Talos endpoint `),
            ),
            hint: expect.stringMatching(/Kubernetes alone is collected$/),
        },
    });
    expect(readdirSync(dirname(request.output.type === "file" ? request.output.path : ""))).toEqual([]);
});

test("the same found in the environment is a gap, and the Kubernetes archive is complete", async () => {
    const file = join(folder, "broken-in-environment");
    writeFileSync(file, "contexts: [1, 2]\n");
    const request = requestFor(rig.kubeconfig, { narrowing, overrides: {} });
    await using archive = await collected({
        ...request,
        connection: { ...request.connection, environment: { TALOSCONFIG: file } },
    });
    expect(archive.gaps.filter((gap) => gap.includes(" machine: "))).toEqual([expect.stringContaining(file)]);
    expect(archive.paths).toContain("management-cluster/cluster/version.yaml");
});

test("no talosconfig at all is no gap: Talos is optional", async () => {
    const request = requestFor(rig.kubeconfig, { narrowing, overrides: {} });
    await using archive = await collected(request);
    expect(archive.gaps.filter((gap) => gap.includes(" machine: "))).toEqual([]);
});

test("a talosconfig in the environment that leads to another cluster's machines is not mixed in", async () => {
    await rig.apply(`
apiVersion: v1
kind: Node
metadata: {name: not-talos}
status: {addresses: [{type: InternalIP, address: 10.250.0.77}]}
`);
    const request = requestFor(rig.kubeconfig, { narrowing, overrides: {} });
    await using archive = await collected({
        ...request,
        connection: { ...request.connection, environment: { TALOSCONFIG: talosconfig } },
    });
    expect(archive.paths.filter((path) => path.includes("/talos/"))).toEqual([]);
    expect(archive.gaps.filter((gap) => gap.includes(" machine: "))).toEqual([
        expect.stringContaining("none of which is a Node of this Kubernetes cluster"),
    ]);
});
