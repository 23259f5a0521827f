import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT, crashing, event, running, waiting, workload } from "../../../../test/diagnose/workload.ts";
import { referenceMissing } from "./reference-missing.ts";

const OTHER = `
apiVersion: v1
kind: Secret
metadata: { name: other, namespace: msp }
data: { token: YQ== }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: kube-root-ca.crt, namespace: msp }
data: { ca.crt: x }
---
`;
const ENV = "env: [{ name: PASSWORD, valueFrom: { secretKeyRef: { name: db-credentials, key: password } } }]";

test("A Secret that does not exist is the subject, not the workload", async () => {
    const objects =
        OTHER +
        workload({
            phase: "Pending",
            container: ENV,
            status: waiting("CreateContainerConfigError", 'secret "db-credentials" not found'),
        });
    const { says, findings } = await judge(referenceMissing, { at: AT, objects });
    expect(says).toEqual([
        "Secret msp/db-credentials does not exist, so Deployment msp/web cannot start (env PASSWORD of container web)",
    ]);
    expect(findings[0]?.subject).toMatchObject({ kind: "Secret", namespace: "msp", name: "db-credentials" });
});

test("A key that is missing is named, with the keys that are there", async () => {
    const secret = OTHER.replace("name: other", "name: db-credentials");
    const objects =
        secret +
        workload({
            phase: "Pending",
            container: ENV,
            status: waiting("CreateContainerConfigError", "couldn't find key password in Secret msp/db-credentials"),
        });
    expect((await judge(referenceMissing, { at: AT, objects })).says).toEqual([
        "Secret msp/db-credentials has no key password, so Deployment msp/web cannot start (env PASSWORD of container web; its keys: token)",
    ]);
});

test("A ConfigMap that a volume wants is known from the event of the mount", async () => {
    const objects =
        OTHER +
        workload({
            phase: "Pending",
            spec: "nodeName: n1, volumes: [{ name: conf, configMap: { name: web-conf } }]",
            status: waiting("ContainerCreating"),
        }) +
        event(
            "Pod",
            "msp",
            "web-5d4f-abcde",
            "FailedMount",
            'MountVolume.SetUp failed for volume "conf" : configmap "web-conf" not found',
        );
    expect((await judge(referenceMissing, { at: AT, objects })).says).toEqual([
        "ConfigMap msp/web-conf does not exist, so Deployment msp/web cannot start (volume conf)",
    ]);
});

test("Several workloads that miss one Secret are one finding", async () => {
    const broken = (name: string) =>
        workload({
            name,
            phase: "Pending",
            container: ENV,
            status: waiting("CreateContainerConfigError", 'secret "db-credentials" not found'),
        });
    expect((await judge(referenceMissing, { at: AT, objects: OTHER + broken("web") + broken("worker") })).says).toEqual([
        "Secret msp/db-credentials does not exist, so Deployment msp/web, Deployment msp/worker cannot start (env PASSWORD of container web)",
    ]);
});

test("An optional reference and a pod that runs are no fault", async () => {
    const optional = ENV.replace("key: password", "key: password, optional: true");
    const objects =
        OTHER +
        workload({ phase: "Pending", container: optional, status: waiting("ContainerCreating") }) +
        workload({ name: "api", container: ENV, status: running() });
    expect((await judge(referenceMissing, { at: AT, objects })).answer).toBe("clean");
});

test("Where Secrets were not collected, a missing one is not claimed", async () => {
    const objects = workload({ phase: "Pending", container: ENV, status: waiting("ContainerCreating") });
    const { answer } = await judge(referenceMissing, {
        at: AT,
        objects,
        errors: 'secrets is forbidden: User "u" cannot list resource "secrets" in API group "" at the cluster scope',
    });
    expect(answer).toBe("unknown");
});

test("A pull secret that is missing is the fault when the registry wants credentials", async () => {
    const pulled = (answer: string) =>
        OTHER +
        workload({
            phase: "Pending",
            spec: "nodeName: n1, imagePullSecrets: [{ name: regcred }]",
            status: waiting("ImagePullBackOff", answer),
        });
    expect((await judge(referenceMissing, { at: AT, objects: pulled("401 Unauthorized") })).says).toEqual([
        "Secret msp/regcred does not exist, so Deployment msp/web cannot start (imagePullSecrets)",
    ]);
    expect((await judge(referenceMissing, { at: AT, objects: pulled("manifest unknown") })).answer).toBe("clean");
});

test("A pod that waits for something else, or crashes, is not held up by a Secret that happens not to be in the bundle", async () => {
    const pulls = workload({ phase: "Pending", container: ENV, status: waiting("ImagePullBackOff", "manifest unknown") });
    const crashed = workload({ name: "api", container: ENV, status: crashing(1) });
    expect((await judge(referenceMissing, { at: AT, objects: OTHER + pulls + crashed })).answer).toBe("clean");
});
