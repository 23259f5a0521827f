import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startFaultProxy } from "../../../test/harness/fault-proxy.ts";
import { startRig } from "../../../test/harness/rig.ts";
import { connect } from "./connect.ts";
import { discover } from "./discovery.ts";
import type { KubernetesReader } from "./reader.ts";
import { resolveKind } from "./resolve-kind.ts";

const signal = new AbortController().signal;

async function open(kubeconfig: string): Promise<KubernetesReader> {
    const connected = await connect({ kubeconfig, environment: {}, limits: { retryBaseMs: 1 } }, signal);
    if (!connected.ok) throw new Error(connected.problem.message);
    return connected.value;
}

/** A cluster of its own: an APIService is cluster-wide, and a compaction loses everybody's snapshots. */
test("A real API server with a broken extension and a compacted history is read to the end", async () => {
    // Without the gate kube-apiserver 1.34 and newer keeps snapshots of its own for a while, which hides a compaction.
    await using rig = await startRig({ apiserverArgs: ["--feature-gates=ListFromCacheSnapshot=false"] });
    await rig.apply(`
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: { name: v1beta1.broken.example.com }
spec: { group: broken.example.com, version: v1beta1, groupPriorityMinimum: 100, versionPriority: 100, insecureSkipTLSVerify: true, service: { namespace: default, name: nowhere } }
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.com }
spec:
  group: example.com
  names: { kind: Widget, listKind: WidgetList, plural: widgets, singular: widget, shortNames: [wd] }
  scope: Namespaced
  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } } }]
`);
    const names = ["a", "b", "c", "d", "e"];
    await rig.apply(
        names
            .map((name) => `{ apiVersion: example.com/v1, kind: Widget, metadata: { name: ${name}, namespace: default } }`)
            .join("\n---\n"),
    );
    await using proxy = await startFaultProxy(rig);
    const reader = await open(proxy.kubeconfig);

    const discovery = await discover(reader, signal);
    if (!discovery.ok) throw new Error(discovery.problem.message);
    expect(discovery.value.problems.map(({ group, version }) => `${group}/${version}`)).toEqual(["broken.example.com/v1beta1"]);
    const kinds = discovery.value.resources.map(({ group, kind }) => `${group}/${kind}`);
    expect(kinds.filter((kind) => kind.endsWith("/Event"))).toEqual(["/Event"]);
    expect(new Set(kinds).size).toBe(kinds.length);
    const widgets = resolveKind(discovery.value, { group: "example.com", kind: "wd" });
    const [type] = widgets.ok ? widgets.value : [];
    if (type === undefined) throw new Error("no widgets");

    const { etcd } = JSON.parse(readFileSync(join(rig.dir, "cluster.json"), "utf8")) as { etcd: string };
    const seen: string[] = [];
    for await (const page of reader.list({ type, limit: 2 }, signal)) {
        if (!page.ok) throw new Error(page.problem.message);
        const list = JSON.parse(Buffer.from(page.value.bytes).toString()) as {
            metadata: { resourceVersion: string };
            items: { metadata: { name: string } }[];
        };
        seen.push(`${list.items.map(({ metadata }) => metadata.name).join("")}${page.value.inconsistent ? " inconsistent" : ""}`);
        if (seen.length === 1) await compact(rig, etcd);
    }
    expect(seen).toEqual(["ab", "cd inconsistent", "e inconsistent"]);
    await reader.close();
});

/** Makes every state up to now unknown to etcd, as its own compaction does after minutes. */
async function compact(
    rig: { apply(yaml: string): Promise<void>; kubectl(args: readonly string[]): Promise<string> },
    etcd: string,
): Promise<void> {
    await rig.apply("apiVersion: v1\nkind: ConfigMap\nmetadata: { name: newer, namespace: default }\n");
    const revision = await rig.kubectl(["get", "configmap", "newer", "-o", "jsonpath={.metadata.resourceVersion}"]);
    const answer = await fetch(`${etcd}/v3/kv/compaction`, {
        method: "POST",
        body: JSON.stringify({ revision, physical: true }),
    });
    if (!answer.ok) throw new Error(await answer.text());
}
