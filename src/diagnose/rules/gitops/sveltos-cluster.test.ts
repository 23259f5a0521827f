import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT } from "../../../../test/diagnose/workload.ts";
import { sveltosCluster } from "./sveltos-cluster.ts";

const cluster = (spec: string, status: string) => `
apiVersion: lib.projectsveltos.io/v1beta1
kind: SveltosCluster
metadata: { name: edge-1, namespace: projectsveltos }
spec: { ${spec} }
status: { ${status} }
---
`;

test("A cluster that cannot be reached quotes why", async () => {
    const { says } = await judge(sveltosCluster, {
        at: AT,
        objects: cluster(
            "",
            'ready: false, connectionStatus: Down, failureMessage: "the server has asked for the client to provide credentials"',
        ),
    });
    expect(says).toEqual([
        "SveltosCluster projectsveltos/edge-1 cannot be reached (Down): the server has asked for the client to provide credentials",
    ]);
});

test("A paused cluster and a profile that matches nothing are remarks", async () => {
    const profile = `
apiVersion: config.projectsveltos.io/v1beta1
kind: ClusterProfile
metadata: { name: base }
spec: { clusterSelector: { matchLabels: { env: prd } } }
status: { matchingClusters: [] }
---
`;
    const { says, findings } = await judge(sveltosCluster, {
        at: AT,
        objects: cluster("paused: true", "ready: false") + profile,
    });
    expect(says).toEqual([
        "SveltosCluster projectsveltos/edge-1 is paused: Sveltos leaves it alone",
        "ClusterProfile base matches no cluster, so it deploys nothing",
    ]);
    expect(findings.map((finding) => finding.severity)).toEqual(["info", "info"]);
});

test("A cluster that is ready is no fault", async () => {
    expect((await judge(sveltosCluster, { at: AT, objects: cluster("", "ready: true, connectionStatus: Healthy") })).answer).toBe(
        "clean",
    );
});

test("Where clusters could not be listed, it is not known", async () => {
    expect(
        (
            await judge(sveltosCluster, {
                at: AT,
                errors: "forbidden: all of SveltosCluster (lib.projectsveltos.io): may not list them",
            })
        ).answer,
    ).toBe("unknown");
});
