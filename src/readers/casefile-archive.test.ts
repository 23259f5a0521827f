import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../test/archive.ts";
import { encodeTarHeader, paddingOf } from "../bundle/tar-header.ts";
import { MANAGEMENT } from "../core/cluster-ref.ts";
import { casefileArchive } from "./casefile-archive.ts";

const FILES = {
    "errors.txt": "",
    "management-cluster/events/default/2025-01-03-09-08-41-kubelet.yaml": "apiVersion: v1\nkind: Event\n",
    "management-cluster/logs/default/web-6d4cf56db6-x2k9p-app.yaml": "one\n",
    "managed-clusters/Cluster/default/clusterapi-workload/resources/Deployment/msp/web.yaml":
        "apiVersion: apps/v1\nkind: Deployment\n",
};

test("a Sveltos Techsupport packed as tar.gz, without any top folder, is a bundle like ours", async () => {
    const blocks = Object.entries(FILES).map(([path, text]) =>
        Buffer.concat([
            encodeTarHeader(`./${path}`, text.length, 1_767_431_321),
            Buffer.from(text),
            Buffer.alloc(paddingOf(text.length)),
        ]),
    );
    const path = join(temporaryFolder(), "techsupport.tar.gz");
    writeFileSync(path, gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)])));
    expect(await casefileArchive.accepts(path)).toBe(true);
    const opened = await casefileArchive.open(path);
    if (!opened.ok) throw new Error(opened.problem.message);
    const bundle = opened.value;
    const workload = { type: "managed", kind: "Cluster", namespace: "default", name: "clusterapi-workload" } as const;
    const deployment = {
        cluster: workload,
        type: "object",
        apiVersion: "apps/v1",
        kind: "Deployment",
        namespace: "msp",
        name: "web",
    } as const;
    const refs = [];
    for await (const ref of bundle.refs()) refs.push(ref);
    expect(refs).toEqual([
        {
            cluster: MANAGEMENT,
            type: "event",
            namespace: "default",
            time: "2025-01-03T09:08:41Z",
            component: "kubelet",
            ordinal: 1,
        },
        {
            cluster: MANAGEMENT,
            type: "log",
            namespace: "default",
            pod: "web-6d4cf56db6-x2k9p",
            container: "app",
            previous: false,
        },
        deployment,
    ]);
    expect({ format: bundle.format, takenAt: bundle.takenAt }).toEqual({
        format: "techsupport",
        takenAt: new Date("2026-01-03T09:08:41Z"),
    });
    const evidence = await bundle.read(deployment);
    expect(evidence && "object" in evidence && (await evidence.object())).toEqual({ apiVersion: "apps/v1", kind: "Deployment" });
    await bundle.close();
});

test("a folder and a text are none", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "a.txt"), "hello");
    expect(await casefileArchive.accepts(folder)).toBe(false);
    expect(await casefileArchive.accepts(join(folder, "a.txt"))).toBe(false);
    expect(await casefileArchive.accepts(join(folder, "none"))).toBe(false);
});
