import { expect, test } from "vitest";
import { deployment, node, object, pod, service, TAKEN, warning } from "../cluster.ts";
import { diagnosed } from "../judge.ts";

const WELL = node("n1") + node("n2") + deployment("msp/web") + pod("msp/web") + service("msp/web");

async function verdictOf(objects: string, errors?: string) {
    const { verdict, roots } = await diagnosed({ at: TAKEN, objects, ...(errors === undefined ? {} : { errors }) });
    return { status: verdict.status, roots: roots.map((root) => root.says) };
}

test("Five thousand warnings of pods that are gone or well again are no fault", async () => {
    const noise = Array.from({ length: 1000 }, (_, index) => [
        warning(`Pod msp/gone-${index}`, "BackOff", `Back-off restarting failed container ${index}`),
        warning(`Pod msp/job-${index}`, "FailedScheduling", `0/2 nodes are available: 2 Insufficient cpu. ${index}`),
        warning("Pod msp/web-7d4b9c-x", "Unhealthy", `Readiness probe failed: connection refused ${index}`),
        warning(`Pod msp/pull-${index}`, "Failed", `Failed to pull image "registry.example.com/app:${index}": not found`),
        warning("Node n1", "NodeNotReady", `Node n1 status is now: NodeNotReady ${index}`),
    ]).flat();
    expect(await verdictOf(WELL + noise.join(""))).toEqual({ status: "healthy", roots: [] });
});

test("Old restarts, finished Jobs and what is scaled to zero are no faults", async () => {
    const restarted = pod("msp/api", {
        status: {
            restartCount: 41,
            lastState: { terminated: { exitCode: 137, reason: "OOMKilled", finishedAt: "2026-11-10T08:00:00Z" } },
        },
    });
    const job = object("batch/v1", "Job", "msp/migrate", {
        spec: { completions: 1 },
        status: { succeeded: 1, failed: 2, conditions: [{ type: "Complete", status: "True" }] },
    });
    const done = object(
        "v1",
        "Pod",
        "msp/migrate-abcde",
        {
            spec: { containers: [{ name: "main" }] },
            status: {
                phase: "Succeeded",
                containerStatuses: [{ name: "main", state: { terminated: { exitCode: 0, reason: "Completed" } } }],
            },
        },
        { ownerReferences: [{ apiVersion: "batch/v1", kind: "Job", name: "migrate", controller: true }] },
    );
    expect(
        await verdictOf(
            WELL + deployment("msp/api") + restarted + job + done + deployment("msp/idle", 0, 0) + service("msp/idle"),
        ),
    ).toEqual({ status: "healthy", roots: [] });
});

test("A claim that waits for its first consumer and a budget without room are no faults", async () => {
    const storageClass = object("storage.k8s.io/v1", "StorageClass", "local-path", {
        provisioner: "rancher.io/local-path",
        volumeBindingMode: "WaitForFirstConsumer",
    });
    const claim = object("v1", "PersistentVolumeClaim", "msp/spare", {
        spec: { storageClassName: "local-path" },
        status: { phase: "Pending" },
    });
    const budget = object("policy/v1", "PodDisruptionBudget", "msp/web", {
        spec: { minAvailable: 1, selector: { matchLabels: { app: "web" } } },
        status: { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 },
    });
    const cordoned = node("n3", [], { unschedulable: true });
    expect(await verdictOf(WELL + storageClass + claim + budget + cordoned)).toEqual({ status: "healthy", roots: [] });
});

test("A healthy cluster whose Secrets may not be read is still healthy, one whose pods may not be read is unknown", async () => {
    expect((await verdictOf(WELL, "secrets is forbidden")).status).toBe("healthy");
    expect((await verdictOf(WELL, "pods is forbidden")).status).toBe("unknown");
});
