import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT, event, running, waiting, workload } from "../../../../test/diagnose/workload.ts";
import { podStuck } from "./pod-stuck.ts";

const stuck = workload({ phase: "Pending", status: waiting("ContainerCreating") });

test("A pod that is not started quotes the newest event", async () => {
    const mount = event(
        "Pod",
        "msp",
        "web-5d4f-abcde",
        "FailedMount",
        'MountVolume.SetUp failed for volume "conf" : configmap "web-conf" not found',
    );
    expect((await judge(podStuck, { at: AT, objects: stuck + mount })).says).toEqual([
        'Deployment msp/web: pod web-5d4f-abcde does not get started (ContainerCreating): "MountVolume.SetUp failed for volume "conf" : configmap "web-conf" not found"',
    ]);
});

test("A sandbox without network is a matter of the cluster", async () => {
    const sandbox = event(
        "Pod",
        "msp",
        "web-5d4f-abcde",
        "FailedCreatePodSandBox",
        'Failed to create pod sandbox: plugin type="calico" failed (add): error getting ClusterInformation: connection is unauthorized',
    );
    const { findings, says } = await judge(podStuck, { at: AT, objects: stuck + sandbox });
    expect(says).toEqual([
        'Deployment msp/web: pod web-5d4f-abcde does not get started (ContainerCreating): "Failed to create pod sandbox: plugin type="calico" failed (add): error getting ClusterInformation: connection is unauthorized"',
    ]);
    expect(findings[0]).toMatchObject({ rule: "application.pod-stuck.network", layer: "kubernetes" });
});

test("A pod that was made a minute ago is starting", async () => {
    const objects = workload({ phase: "Pending", status: waiting("ContainerCreating"), createdAt: "2026-11-21T08:59:00Z" });
    expect((await judge(podStuck, { at: AT, objects })).answer).toBe("clean");
});

test("Without events it is not known what holds pods up", async () => {
    expect(
        (
            await judge(podStuck, {
                at: AT,
                objects: workload({ status: running() }),
                errors: 'events is forbidden: User "u" cannot list resource "events"',
            })
        ).answer,
    ).toBe("unknown");
});
