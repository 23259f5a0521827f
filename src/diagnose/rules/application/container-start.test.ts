import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT, waiting, workload } from "../../../../test/diagnose/workload.ts";
import { containerStart } from "./container-start.ts";

const starting = (reason: string, message: string) => ({ at: AT, objects: workload({ status: waiting(reason, message) }) });

test("A command that is not in the image is quoted from the runtime", async () => {
    const { says, findings } = await judge(
        containerStart,
        starting(
            "RunContainerError",
            'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/app/strat": stat /app/strat: no such file or directory: unknown',
        ),
    );
    expect(says).toEqual([
        'Deployment msp/web: container web of pod web-5d4f-abcde cannot be started (RunContainerError): "unable to start container process: exec: "/app/strat": stat /app/strat: no such file or directory: unknown"',
    ]);
    expect(findings[0]?.role).toBe("cause");
});

test.each([
    [
        "root",
        "CreateContainerConfigError",
        'container has runAsNonRoot and image will run as root (pod: "web_msp(1)", container: web)',
    ],
    ["reference", "CreateContainerConfigError", 'secret "db" not found'],
    [
        "permission",
        "RunContainerError",
        'runc create failed: unable to start container process: exec: "/run.sh": permission denied: unknown',
    ],
    ["mount", "CreateContainerError", 'failed to prepare subPath for volumeMount "data" of container "web"'],
    [
        "name",
        "CreateContainerError",
        'failed to reserve container name "web_web-5d4f_msp_1": name "web_web-5d4f_msp_1" is reserved for "abc"',
    ],
])("The runtime's answer decides the kind: %s", async (variant, reason, message) => {
    const { findings } = await judge(containerStart, starting(reason, message));
    expect(findings.map((finding) => finding.rule)).toEqual([`application.container-start.${variant}`]);
});

test("A container that could not be started and ended as StartError is found in its last state", async () => {
    const status = `ready: false, restartCount: 4, state: { waiting: { reason: CrashLoopBackOff, message: back-off } }, lastState: { terminated: { exitCode: 128, reason: StartError, message: 'exec: "serve": executable file not found in $PATH: unknown', finishedAt: "2026-11-21T08:57:10Z" } }`;
    expect((await judge(containerStart, { at: AT, objects: workload({ status }) })).says).toEqual([
        'Deployment msp/web: container web of pod web-5d4f-abcde cannot be started (CrashLoopBackOff): "exec: "serve": executable file not found in $PATH: unknown"',
    ]);
});

test("A container that is created is no fault", async () => {
    expect((await judge(containerStart, starting("ContainerCreating", ""))).answer).toBe("clean");
});

test("Without pods it is not known whether containers start", async () => {
    expect(
        (await judge(containerStart, { at: AT, errors: 'pods is forbidden: User "u" cannot list resource "pods"' })).answer,
    ).toBe("unknown");
});
