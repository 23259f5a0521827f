import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { autoscaler } from "./autoscaler.ts";

const objects = (status: string, message: string, reason = "FailedGetResourceMetric") => `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: msp }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web } }
status: { conditions: [{ type: ScalingActive, status: "${status}", reason: ${reason}, message: '${message}' }] }
---
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: { name: v1. }
`;

test("Without metrics-server the metrics API is what is missing", async () => {
    const { says } = await judge(autoscaler, {
        objects: objects(
            "False",
            "the HPA was unable to compute the replica count: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)",
        ),
    });
    expect(says).toEqual([
        "HorizontalPodAutoscaler msp/web gets no metrics: the HPA was unable to compute the replica count: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)",
        "There is no metrics API: APIService v1beta1.metrics.k8s.io does not exist, metrics-server is not installed",
    ]);
});

test("Containers without requests are the workload's fault", async () => {
    const { says } = await judge(autoscaler, {
        objects: objects("False", "failed to get cpu utilization: missing request for cpu in container web of Pod web-1"),
    });
    expect(says).toEqual([
        "Deployment msp/web has no resource requests, so HorizontalPodAutoscaler msp/web cannot scale it: failed to get cpu utilization: missing request for cpu in container web of Pod web-1",
    ]);
});

test("An autoscaler of a workload that is scaled to zero rests", async () => {
    expect(
        (
            await judge(autoscaler, {
                objects: objects("False", "scaling is disabled since the replica count of the target is zero", "ScalingDisabled"),
            })
        ).answer,
    ).toBe("clean");
});
