import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { service } from "./service.ts";

test("A service that failed says its error", async () => {
    const { says } = await judge(service, {
        at: NOW,
        talos: machine("cp-1", { services: { cri: { state: "Failed", message: "exit status 1" } } }),
    });
    expect(says).toEqual(["Machine cp-1: service cri failed: exit status 1"]);
});

test("A service that waits says for what", async () => {
    const { says } = await judge(service, {
        at: NOW,
        talos: machine("cp-1", { services: { etcd: { state: "Waiting", message: 'Waiting for service "cri" to be "up"' } } }),
    });
    expect(says).toEqual(['Machine cp-1: service etcd is Waiting: Waiting for service "cri" to be "up"']);
});

test("A service that is not healthy says what its check got", async () => {
    const { says } = await judge(service, {
        at: NOW,
        talos: machine("cp-1", { services: { kubelet: { state: "Running", healthy: false, message: "connection refused" } } }),
    });
    expect(says).toEqual(["Machine cp-1: service kubelet is not healthy: connection refused"]);
});

test("A service that is started again and again says how often", async () => {
    const { says } = await judge(service, {
        at: NOW,
        talos: machine("cp-1", {
            services: {
                kubelet: {
                    state: "Waiting",
                    events: Array.from(
                        { length: 4 },
                        () => "Error running Containerd(kubelet), going to restart forever: exit code 1",
                    ),
                },
            },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1: service kubelet is Waiting (started again 4 times): Error running Containerd(kubelet), going to restart forever: exit code 1",
    ]);
});

test("Only the Services resource is there: what it says counts", async () => {
    const { says } = await judge(service, {
        at: NOW,
        talos: {
            "cp-1/svc.yaml":
                "metadata: { namespace: runtime, type: Services.v1alpha1.talos.dev, id: kubelet }\nspec: { running: true, healthy: false, unknown: false }\n",
        },
    });
    expect(says).toEqual(["Machine cp-1: service kubelet is not healthy"]);
});

test("A service that ended, one that was left out and one without a health check are well", async () => {
    const { answer } = await judge(service, {
        at: NOW,
        talos: machine("cp-1", {
            services: { udevd: { state: "Finished" }, dashboard: { state: "Skipped" }, syslogd: { state: "Running" } },
        }),
    });
    expect(answer).toBe("clean");
});

test("The table of talosctl is read, and all is well", async () => {
    const { answer } = await judge(service, {
        at: NOW,
        talos: {
            "cp-1/services.txt":
                "NODE SERVICE STATE HEALTH LAST CHANGE LAST EVENT\n10.5.0.2 kubelet Running OK 1h0m0s Health check successful\n",
        },
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(service, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(service, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
