import { afterAll, beforeAll, expect, test } from "vitest";
import { verify } from "../../src/app/verify.ts";
import { collected, type Opened, requestFor } from "../collect/collected.ts";
import { type PlantedCluster, plantedCluster, unpacked } from "./planted-cluster.ts";
import { SURVIVORS } from "./planted-objects.ts";
import { Search } from "./search.ts";

let planted: PlantedCluster;
let archive: Opened;
let files: ReadonlyMap<string, Buffer>;

beforeAll(async () => {
    planted = await plantedCluster();
    archive = await collected(requestFor(planted.rig.kubeconfig, { diagnose: true }));
    files = unpacked(archive.collected.path);
});

afterAll(async () => {
    await archive?.[Symbol.asyncDispose]();
    await planted?.rig.stop();
});

test("none of more than 300 secrets is in the archive, by a search of its own", () => {
    expect(planted.canaries.length).toBeGreaterThan(300);
    const search = new Search(planted.canaries);
    const leaks = [...files].flatMap(([path, bytes]) =>
        [...search.in(Buffer.concat([Buffer.from(path), Buffer.from("\n"), bytes]))].map((place) => `${place}: ${path}`),
    );
    expect(leaks).toEqual([]);
});

test("everything that was planted in was collected, and what stands around the secrets is as it was", () => {
    const all = Buffer.concat([...files.values()]).toString("utf8");
    expect(SURVIVORS.filter((text) => !all.includes(text))).toEqual([]);
    expect([...files.keys()].filter((path) => path.startsWith("management-cluster/logs/canary/"))).toEqual([
        "management-cluster/logs/canary/known-app.yaml",
        "management-cluster/logs/canary/parts-app.yaml",
        "management-cluster/logs/canary/patterns-app.previous.yaml",
        "management-cluster/logs/canary/patterns-app.yaml",
        "management-cluster/logs/canary/wide-app.yaml",
    ]);
    expect(all.match(/handed over/g)?.length).toBeGreaterThan(40);
});

test("verify finds nothing in it, with the cluster's own Secrets too", async () => {
    const connection = { kubeconfig: planted.rig.kubeconfig, environment: {} };
    const request = { path: archive.collected.path, keep: [], now: () => new Date(), against: { connection, namespaces: [] } };
    const verified = await verify(request, () => {}, new AbortController().signal);
    expect(verified).toMatchObject({
        ok: true,
        value: { integrity: { status: "whole" }, suspicions: [], found: { leaks: 0, hints: 0 }, unsearched: [] },
    });
});
