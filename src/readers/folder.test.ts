import { expect, test } from "vitest";
import { bundleOf } from "../../test/diagnose/judge.ts";
import { MANAGEMENT } from "../core/cluster-ref.ts";
import { evidenceTitle } from "../core/evidence-ref.ts";
import { scopeTitle } from "../core/scope.ts";
import { gapsOfLines } from "./folder/error-lines.ts";

async function titles(given: Parameters<typeof bundleOf>[0]): Promise<string[]> {
    const found: string[] = [];
    for await (const ref of (await bundleOf(given)).refs()) found.push(evidenceTitle(ref));
    return found;
}

test("Documents, Lists, typed Lists and bare arrays all become objects", async () => {
    const files = {
        "a.yaml":
            "apiVersion: v1\nkind: Node\nmetadata: {name: n1}\n---\napiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Namespace, metadata: {name: msp}}\n",
        "pods.json": JSON.stringify({
            apiVersion: "v1",
            kind: "PodList",
            items: [{ metadata: { name: "db-0", namespace: "msp" } }],
        }),
        "cluster-resources/services/msp.json": JSON.stringify([{ metadata: { name: "db", namespace: "msp" } }]),
    };
    expect(await titles({ files })).toEqual(["Namespace msp", "Node n1", "Service msp/db", "Pod msp/db-0"]);
});

test("Logs are found by namespace, pod and container, wherever the folder is", async () => {
    const files = {
        "logs/msp/db-0/postgres.log": "a",
        "logs/msp/db-0/postgres.previous.log": "b",
        "pod-logs/msp/web-1/app-previous.log": "c",
        "kube-system_coredns-x_coredns.log": "d",
    };
    expect(await titles({ files })).toEqual([
        "log of kube-system/coredns-x container coredns",
        "log of msp/db-0 container postgres",
        "log of msp/db-0 container postgres (previous)",
        "log of msp/web-1 container app (previous)",
    ]);
});

test("A log named after its pod belongs to the pod's first container", async () => {
    const objects = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: msp}\nspec: {containers: [{name: app}]}\n";
    expect(await titles({ objects, files: { "logs/msp/web.log": "x" } })).toEqual([
        "log of msp/web container app",
        "Pod msp/web",
    ]);
});

test("What lies below talos/<node>/ belongs to that machine", async () => {
    const talos = { "cp-1/services.yaml": "messages: []", "cp-1/logs/kubelet.log": "x" };
    expect(await titles({ talos })).toEqual(["Talos node cp-1 logs/kubelet.log", "Talos node cp-1 services.yaml"]);
});

test("The archive's time is the newest that something happened at, not when a certificate ends", async () => {
    const objects = `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: c, namespace: msp, creationTimestamp: "2026-11-20T08:00:00Z"}
status: {notAfter: "2027-02-20T08:00:00Z", conditions: [{type: Ready, status: "True", lastTransitionTime: "2026-11-20T09:00:00Z"}]}
`;
    const { takenAt } = await bundleOf({ objects, logs: { "msp/a/b.log": "2026-11-20T09:30:00Z hello\n" } });
    expect(takenAt.toISOString()).toBe("2026-11-20T09:30:00.000Z");
});

test("Junk is passed over", async () => {
    expect(
        await titles({ files: { "a.yaml": "{{{ not yaml", "b.json": '[1, 2, "x"]', "c.txt": "hello", "d.yaml": "just text" } }),
    ).toEqual([]);
});

test("Lines of errors.txt become gaps about what they name", () => {
    const scopes = (line: string) =>
        gapsOfLines(line, MANAGEMENT, new Date(0)).map((gap) => `${gap.problem.code}: ${scopeTitle(gap.about)}`);
    expect(scopes('pods is forbidden: User "u" cannot list resource "pods" in API group "" in the namespace "msp"')).toEqual([
        "forbidden: all of Pod in msp",
    ]);
    expect(scopes("failed to list *v1.Secret: Unauthorized")).toEqual(["unauthorized: all of Secret"]);
    expect(scopes("forbidden: all of OCIRepository (source.toolkit.fluxcd.io) in flux-system")).toEqual([
        "forbidden: all of OCIRepository in flux-system",
    ]);
    expect(scopes('unable to retrieve container logs for pod msp/db-0 container "postgres": timeout')).toEqual([
        "timeout: log of msp/db-0 container postgres",
    ]);
    expect(scopes("events could not be listed in msp: context deadline exceeded")).toEqual(["timeout: events in msp"]);
    expect(scopes("talos node 10.0.0.5: connection refused")).toEqual(["unreachable: Talos node 10.0.0.5"]);
    expect(scopes("The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?")).toEqual([
        "unreachable: all of objects",
        "unreachable: events",
        "unreachable: logs",
        "unreachable: cluster facts",
    ]);
    expect(scopes("something else went wrong")).toEqual(["server-error: cluster something else went wrong"]);
});

test("Lines of our own errors.txt are read back as what they were written from", () => {
    const scopes = (words: string) =>
        gapsOfLines(
            `2026-11-21T09:00:00Z  kubernetes.objects  ${words}: GET /api: 403 forbidden (casefile rbac)`,
            MANAGEMENT,
            new Date(0),
        ).map((gap) => scopeTitle(gap.about));
    const titles = [
        "all of Secret in msp",
        "all of OCIRepository (source.toolkit.fluxcd.io)",
        "log of msp/db-0 container postgres (previous)",
        "logs in msp",
        "events",
        "Talos node cp-1 services.yaml",
        "cluster version.yaml",
        "Pod msp/db-0",
        "Node n1",
    ];
    expect(titles.flatMap(scopes)).toEqual(titles);
});
