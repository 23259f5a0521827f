import { expect, test } from "vitest";
import { applyCrds } from "./apply-crds.ts";
import { sharedRig } from "./shared-rig.ts";

const POD = (namespace: string) => `
apiVersion: v1
kind: Pod
metadata: { name: db-0, namespace: ${namespace} }
spec: { nodeName: node-1, containers: [{ name: postgres, image: "postgres:17" }] }
status: { phase: Running, podIP: 10.1.0.7 }
`;

test("A namespace of one's own holds objects with their status, and says the log that was made up for it", async () => {
    const rig = await sharedRig();
    const namespace = await rig.namespace("harness");
    await rig.apply(POD(namespace));
    await rig.apply(
        "apiVersion: v1\nkind: Node\nmetadata: { name: node-1 }\nstatus: { addresses: [{ type: InternalIP, address: 127.1.2.3 }] }\n",
    );
    rig.setLog(namespace, "db-0", "postgres", { lines: ["ready", "FATAL: out of shared memory"] });
    expect(await rig.kubectl(["-n", namespace, "get", "pod", "db-0", "-o", "jsonpath={.status.podIP}"])).toBe("10.1.0.7");
    expect(await rig.kubectl(["-n", namespace, "logs", "db-0", "--timestamps"])).toBe(
        "2026-11-21T09:00:00.000000000Z ready\n2026-11-21T09:00:01.000000000Z FATAL: out of shared memory\n",
    );
    expect(
        rig.audit().some(({ verb, uri }) => verb === "get" && uri.startsWith(`/api/v1/namespaces/${namespace}/pods/db-0/log`)),
    ).toBe(true);
});

test("Flux, Sveltos and Cluster API are served under their real names once their definitions are applied", async () => {
    const rig = await sharedRig();
    await applyCrds(rig);
    const served = (await rig.kubectl(["get", "crds", "-o", "name"])).trim().split("\n");
    expect(served.map((name) => name.replace(/^.*\//, ""))).toEqual(
        expect.arrayContaining([
            "buckets.source.toolkit.fluxcd.io",
            "clusters.cluster.x-k8s.io",
            "gitrepositories.source.toolkit.fluxcd.io",
            "helmcharts.source.toolkit.fluxcd.io",
            "helmreleases.helm.toolkit.fluxcd.io",
            "helmrepositories.source.toolkit.fluxcd.io",
            "kustomizations.kustomize.toolkit.fluxcd.io",
            "ocirepositories.source.toolkit.fluxcd.io",
            "sveltosclusters.lib.projectsveltos.io",
            "techsupports.lib.projectsveltos.io",
        ]),
    );
    expect(await rig.kubectl(["get", "ks,hr,gitrepo,cl", "-A"])).toBe("");
});
