import { expect, test } from "vitest";
import { diagnosed, sketch } from "../judge.ts";
import { machine, NOW } from "../talos-machine.ts";
import { TALOS_CASES } from "./talos-cases.ts";

const SHAPES = ["talosctl", "archive"] as const;

test.each(SHAPES)("Machines that are well are healthy, whatever they remember (resources as %s)", async (shape) => {
    const noise = {
        "dmesg.log":
            "kern: err: [2026-11-20T09:00:01Z]: Out of memory: Killed process 4711 (java)\nkern: err: [2026-11-20T09:00:01Z]: blk_update_request: I/O error, dev sr0, sector 0\n",
        "logs/controller-runtime.log":
            '2026-11-20T09:00:09Z controller failed {"controller": "k8s.NodeApplyController", "error": "connection refused"}\n'.repeat(
                9,
            ),
        "logs/etcd.log": '2026-11-21T08:00:09Z {"level":"warn","msg":"apply request took too long"}\n',
        "logs/kubelet.log":
            '2026-11-20T09:00:09Z E1120 09:00:09.100000 1 kubelet.go:1] "Unable to register node" err="Unauthorized"\n',
        "events.yaml": {
            items: [
                { data: { type: "ConfigValidationErrorEvent", error: "unknown key" } },
                { data: { type: "MachineStatusEvent", stage: "RUNNING" } },
            ],
        },
    };
    const restarts = [
        "Error running Containerd(kubelet), going to restart forever",
        "Error running Containerd(kubelet), going to restart forever",
        "Error running Containerd(kubelet), going to restart forever",
        "Health check successful",
    ];
    const diagnosis = await diagnosed({
        at: "2026-11-21T11:00:00Z",
        talos: {
            ...machine("cp-1", { shape, files: { ...noise, "time.yaml": undefined } }),
            ...machine("worker-1", {
                shape,
                type: "worker",
                address: "10.5.0.9",
                files: { "time.yaml": undefined },
                services: {
                    kubelet: { state: "Running", healthy: true, events: restarts },
                    "ext-tailscale": { state: "Waiting", message: "Waiting for extension service config" },
                },
            }),
        },
    });
    expect(sketch(diagnosis)).toEqual(["healthy"]);
    expect(diagnosis.notes.map(({ says }) => says)).toEqual([
        "Machine cp-1: its disk has errors (last at 2026-11-20T09:00:01.000Z): blk_update_request: I/O error, dev sr0, sector 0",
        "Machine cp-1 ran out of memory at 2026-11-20T09:00:01.000Z: Out of memory: Killed process 4711 (java)",
        "Machine worker-1: extension service ext-tailscale is Waiting: Waiting for extension service config",
    ]);
});

test("A client that may administer and a port that is closed are remarks, never roots", async () => {
    const node =
        'apiVersion: v1\nkind: Node\nmetadata: { name: worker-1 }\nstatus: { addresses: [{ type: InternalIP, address: 10.5.0.9 }], conditions: [{ type: Ready, status: "True" }] }\n';
    const client = "context: prod\ncertificate: { roles: [os:admin], validTo: 2027-11-21T09:00:00Z, acceptedSince112: true }\n";
    const diagnosis = await diagnosed({
        at: NOW,
        objects: node,
        talos: { ...machine("cp-1"), "client.yaml": client },
        errors: "talos node 10.5.0.9: dial tcp 10.5.0.9:50000: i/o timeout",
    });
    expect(diagnosis.roots).toEqual([]);
    expect(diagnosis.notes.map(({ says }) => says)).toEqual([
        "Machine 10.5.0.9 does not answer the Talos API (dial tcp 10.5.0.9:50000: i/o timeout), yet Node worker-1 is ready",
        "Talos context prod has the role os:admin; os:reader is enough to collect",
    ]);
    expect(diagnosis.verdict.status).toBe("unknown");
});

test("When neither Kubernetes nor Talos answers, nothing is blamed: it is not known", async () => {
    const diagnosis = await diagnosed({
        at: NOW,
        errors: "The connection to the server 10.5.0.2:6443 was refused\ntalos node 10.5.0.2: dial tcp 10.5.0.2:50000: connect: no route to host",
    });
    expect(sketch(diagnosis)).toEqual([
        "unknown talos",
        "talos.unreachable Machine 10.5.0.2",
        "  kubernetes.api-server.down Service default/kubernetes",
    ]);
});

test.each(TALOS_CASES)("$title", async ({ given, verdict, says, hint }) => {
    const [fromTalosctl, fromArchive] = await Promise.all(SHAPES.map((shape) => diagnosed(given(shape))));
    expect(fromTalosctl && sketch(fromTalosctl)).toEqual(verdict);
    expect(fromArchive && sketch(fromArchive)).toEqual(verdict);
    expect([fromTalosctl?.roots[0]?.says, fromTalosctl?.roots[0]?.hint]).toEqual([says, hint]);
});

test.each(TALOS_CASES)("Without what decides, it is not known: $title", async ({ given, withheld }) => {
    const { talos = {}, errors = "", objects = "", ...rest } = given("archive");
    const left = Object.fromEntries(Object.entries(talos).filter(([path]) => !withheld.talos.test(path)));
    const diagnosis = await diagnosed({
        ...rest,
        objects: withheld.objects ? "" : objects,
        talos: left,
        errors: `${errors}\n${withheld.errors}`,
    });
    expect(diagnosis.unknowns.map(({ rule }) => rule)).toContain(withheld.rule);
    expect(
        diagnosis.roots.filter(({ rule, causeNotSeen }) => rule.startsWith(withheld.rule) && causeNotSeen === undefined),
    ).toEqual([]);
    expect(diagnosis.verdict.status).not.toBe("healthy");
});
