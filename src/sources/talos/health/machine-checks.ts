import { type Check, controlPlanes, type Finding, fail, judged, pass, unknown } from "./check.ts";
import type { MachineFacts, ServiceFact } from "./facts.ts";

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** What Talos takes off what it asks for: the kernel's own share (pkg/machinery/… minimal.go). */
const KERNEL_SHARE_BYTES = 150 * MIB;
const MINIMUM_MEMORY_BYTES = { controlplane: 1848 * MIB - KERNEL_SHARE_BYTES, worker: 1024 * MIB - KERNEL_SHARE_BYTES };

/** 6 GiB less what Talos itself takes: EFI with the UKI, STATE, META, and the partition table's share (pkg/cluster/check/nodes.go). */
const SYSTEM_PARTITIONS_BYTES = (2101 + 100 + 1 + 10) * MIB;
const MINIMUM_EPHEMERAL_BYTES = 6 * GIB - SYSTEM_PARTITIONS_BYTES;

/** Checks 4 to 9 of talosctl, and the kubelet of workers. Source: siderolabs/talos pkg/cluster/check. */
export const MACHINE_CHECKS: readonly Check[] = [
    {
        id: "apid-ready",
        title: "apid to be ready",
        evaluate: ({ machines }) =>
            machines.map(({ name, version }) => (version.ok ? pass(name) : fail(version.problem.message, name))),
    },
    { id: "memory-sizes", title: "all nodes memory sizes", evaluate: ({ machines }) => machines.flatMap(memory) },
    { id: "disk-sizes", title: "all nodes disk sizes", evaluate: ({ machines }) => machines.flatMap(disk) },
    {
        id: "no-diagnostics",
        title: "no diagnostics",
        evaluate: ({ machines }) =>
            machines.flatMap(({ name, diagnostics }) =>
                judged(diagnostics, name, (active) =>
                    active.length === 0 ? pass(name) : active.map(({ id, message }) => fail(`${id}: ${message}`, name)),
                ),
            ),
    },
    {
        id: "kubelet-healthy",
        title: "kubelet to be healthy",
        evaluate: (facts) => controlPlanes(facts).flatMap((machine) => service(machine, "kubelet")),
    },
    {
        id: "worker-kubelet-healthy",
        title: "kubelet of workers to be healthy",
        evaluate({ machines }) {
            const workers = machines.filter(({ type }) => type === "worker");
            if (workers.length === 0 && machines.length > 0) return [pass(undefined, "not judged: there is no worker")];
            return workers.flatMap((machine) => service(machine, "kubelet"));
        },
    },
    {
        id: "boot-finished",
        title: "all nodes to finish boot sequence",
        evaluate: ({ machines }) =>
            machines.flatMap(({ name, stage }) =>
                judged(stage, name, (at) =>
                    at === "running"
                        ? pass(name)
                        : at === undefined
                          ? unknown("it has no machine status", name)
                          : fail(`its stage is ${at}, not running`, name),
                ),
            ),
    },
];

/** As talosctl judges a service: it has events, the last of them says Running, and its health check is good. */
export function service({ name, services }: MachineFacts, id: string): readonly Finding[] {
    return judged(services, name, (all) => {
        const found = all.find((one) => one.id === id);
        return found === undefined ? fail(`the service ${id} does not exist`, name) : judgeService(found, name);
    });
}

function judgeService({ id, state, healthy, lastMessage }: ServiceFact, node: string): Finding {
    if (state === undefined) return fail(`the service ${id} has no events yet`, node);
    if (state !== "Running") return fail(`the service ${id} is ${state}, not Running`, node);
    return healthy ? pass(node) : fail(`the service ${id} is not healthy${lastMessage === "" ? "" : `: ${lastMessage}`}`, node);
}

function memory({ name, type, version, memoryBytes }: MachineFacts): readonly Finding[] {
    if (version.ok && version.value.mode === "container") return [pass(name, "not judged: it runs in a container")];
    const minimum = MINIMUM_MEMORY_BYTES[type ?? "worker"];
    return judged(memoryBytes, name, (bytes) => {
        if (bytes < minimum)
            return fail(`${mebibytes(bytes)} of memory; ${type ?? "any machine"} needs at least ${mebibytes(minimum)}`, name);
        return type === undefined ? unknown("enough for a worker; whether it is one nobody could tell", name) : pass(name);
    });
}

function disk({ name, version, volumes }: MachineFacts): readonly Finding[] {
    if (version.ok && version.value.mode === "container") return [pass(name, "not judged: it runs in a container")];
    if (!volumes.ok && volumes.problem.code === "unsupported")
        return [pass(name, "not judged: this Talos version does not tell its volumes")];
    return judged(volumes, name, (all) => {
        const ephemeral = all.find(({ id }) => id === "EPHEMERAL");
        if (ephemeral === undefined) return unknown("it has no volume EPHEMERAL", name);
        return ephemeral.sizeBytes >= MINIMUM_EPHEMERAL_BYTES
            ? pass(name)
            : fail(
                  `the volume EPHEMERAL has ${mebibytes(ephemeral.sizeBytes)}; at least ${mebibytes(MINIMUM_EPHEMERAL_BYTES)} are needed`,
                  name,
              );
    });
}

function mebibytes(bytes: number): string {
    return `${Math.floor(bytes / MIB)} MiB`;
}
