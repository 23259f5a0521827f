import { expect, test } from "vitest";
import { CRASHING, deployment, node, object, pod, service, TAKEN } from "../../../../test/diagnose/cluster.ts";
import { diagnosed, judge } from "../../../../test/diagnose/judge.ts";
import { apiPath } from "./api-path.ts";

const LOGS = { "msp/web-7d4b9c-x/main.log": "dial tcp 10.96.0.1:443: i/o timeout\n" };

test("A pod that cannot reach the API server says from which node", async () => {
    const { says } = await judge(apiPath, { at: TAKEN, objects: node("n1") + pod("msp/web", CRASHING), logs: LOGS });
    expect(says).toEqual(['Deployment msp/web cannot reach the API server from node n1: "dial tcp 10.96.0.1:443: i/o timeout"']);
});

test("A kube-proxy that crashes is the root of it", async () => {
    const proxy = object("apps/v1", "DaemonSet", "kube-system/kube-proxy", {
        spec: { template: { metadata: { labels: { app: "kube-proxy" } } } },
        status: { desiredNumberScheduled: 1, numberReady: 0 },
    });
    const objects =
        node("n1") +
        deployment("msp/web", 0) +
        pod("msp/web", CRASHING) +
        proxy +
        pod("kube-system/kube-proxy", { ...CRASHING, owner: "DaemonSet", name: "kube-proxy-abcde" });
    const { roots } = await diagnosed({
        at: TAKEN,
        objects,
        logs: {
            ...LOGS,
            "kube-system/kube-proxy-abcde/main.log":
                "F1121 unable to load config: invalid configuration: no server found for cluster\n",
        },
    });
    expect(roots.map((root) => `${root.subject.kind} ${root.subject.name}`)).toEqual(["DaemonSet kube-proxy"]);
});

test("A pod that cannot reach something else is no matter of the API", async () => {
    expect(
        (
            await judge(apiPath, {
                at: TAKEN,
                objects: node("n1") + pod("msp/web", CRASHING) + service("msp/db", "10.96.0.60"),
                logs: { "msp/web-7d4b9c-x/main.log": "dial tcp 10.96.0.60:5432: i/o timeout\n" },
            })
        ).answer,
    ).toBe("clean");
});
