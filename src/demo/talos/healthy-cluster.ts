import { readFileSync } from "node:fs";
import { create } from "@bufbuild/protobuf";
import { anyPack, timestampFromDate } from "@bufbuild/protobuf/wkt";
import { loadAll } from "js-yaml";
import { z } from "zod";
import { ControllerRuntimeDependencySchema } from "../../clients/talos/gen/inspect_pb.ts";
import * as machine from "../../clients/talos/gen/machine_pb.ts";
import { Disk_DiskType, DisksSchema } from "../../clients/talos/gen/storage_pb.ts";
import { TimeSchema } from "../../clients/talos/gen/time_pb.ts";
import type { FakeAnswers, FakeNode, FakeResource } from "./fake-node.ts";

/** How large the cluster is; control plane nodes are `cp-1`, `cp-2`, … at 127.5.0.2 and up, workers `worker-1`, … at 127.5.1.2 and up. */
export interface ClusterSize {
    readonly controlPlanes: number;
    readonly workers: number;
    readonly now: Date;
}

/** Machines of one healthy cluster, with something secret in every place where Talos keeps secrets: each begins with `CANARY-`. */
export function healthyCluster({ controlPlanes, workers, now }: ClusterSize): FakeNode[] {
    const members: Member[] = [
        ...Array.from({ length: controlPlanes }, (_, index) => ({
            name: `cp-${index + 1}`,
            address: `127.5.0.${index + 2}`,
            type: "controlplane" as const,
        })),
        ...Array.from({ length: workers }, (_, index) => ({
            name: `worker-${index + 1}`,
            address: `127.5.1.${index + 2}`,
            type: "worker" as const,
        })),
    ];
    return healthyMachines(members, now);
}

/** The same for machines with names and addresses of their own. */
export function healthyMachines(members: readonly Member[], now: Date): FakeNode[] {
    return members.map((member, index) => machineOf(member, { members, now, memberId: memberIdOf(index) }));
}

export interface Member {
    readonly name: string;
    readonly address: string;
    readonly type: "controlplane" | "worker";
}

/** Above 2^53, as etcd's are. */
function memberIdOf(index: number): bigint {
    return 0x8e9e05c521646940n + BigInt(index);
}

interface Surroundings {
    readonly members: readonly Member[];
    readonly now: Date;
    readonly memberId: bigint;
}

function machineOf(member: Member, around: Surroundings): FakeNode {
    return {
        name: member.name,
        addresses: [member.address],
        type: member.type,
        answers: { ...answers(member, around), ...(member.type === "controlplane" ? etcdAnswers(around) : {}) },
        resources: [...fixtures(member, around.memberId), ...memberResources(around.members)],
        logs: logs(member),
        dmesg: DMESG,
        events: events(around.now),
        images: [
            {
                name: "registry.k8s.io/pause:3.10",
                digest: "sha256:ee64",
                size: 320_368n,
                createdAt: timestampFromDate(around.now),
            },
        ],
        diskUsage: [{ name: "/var/log", size: 52_428_800n, relativeName: "log" }],
    };
}

function answers({ name, type }: Member, { now }: Surroundings): Partial<FakeAnswers> {
    return {
        version: create(machine.VersionSchema, {
            version: { tag: "v1.12.0", sha: "0123abc", built: "", goVersion: "go1.25.5", os: "linux", arch: "amd64" },
            platform: { name: "metal", mode: "metal" },
            features: { rbac: true },
        }),
        services: create(machine.ServiceListSchema, { services: services(type, now) }),
        systemContainers: create(machine.ContainerSchema, {
            containers: [
                {
                    namespace: "system",
                    id: "apid",
                    image: "talos/apid",
                    pid: 1001,
                    status: "RUNNING",
                    podId: "apid",
                    name: "apid",
                },
            ],
        }),
        podContainers: create(machine.ContainerSchema, {
            containers: [
                {
                    namespace: "k8s.io",
                    id: "kube-system/coredns-a",
                    pid: 2000,
                    status: "SANDBOX_READY",
                    podId: "kube-system/coredns-a",
                    name: "coredns-a",
                },
                ...["0a1b2c3d4e5f", "5f4e3d2c1b0a"].map((short, index) => ({
                    namespace: "k8s.io",
                    id: `kube-system/coredns-a:coredns:${short}`,
                    image: "registry.k8s.io/coredns/coredns:v1.13.1",
                    pid: index === 0 ? 2001 : 0,
                    status: index === 0 ? "CONTAINER_RUNNING" : "CONTAINER_EXITED",
                    podId: "kube-system/coredns-a",
                    name: "coredns",
                })),
                {
                    namespace: "k8s.io",
                    id: "msp/db-0:postgres:1111aaaa2222",
                    image: "postgres:17",
                    pid: 2100,
                    status: "CONTAINER_RUNNING",
                    podId: "msp/db-0",
                    name: "postgres",
                },
            ],
        }),
        systemContainerStats: create(machine.StatsSchema, {
            stats: [{ namespace: "system", id: "apid", memoryUsage: 33_554_432n, cpuUsage: 12n, podId: "apid", name: "apid" }],
        }),
        podContainerStats: create(machine.StatsSchema, {
            stats: [
                {
                    namespace: "k8s.io",
                    id: "kube-system/coredns-a:coredns:0a1b2c3d4e5f",
                    memoryUsage: 20_971_520n,
                    cpuUsage: 99n,
                },
            ],
        }),
        processes: create(machine.ProcessSchema, {
            processes: [
                {
                    pid: 1,
                    ppid: 0,
                    state: "S",
                    threads: 20,
                    cpuTime: 12.5,
                    virtualMemory: 1n << 31n,
                    residentMemory: 1n << 27n,
                    command: "machined",
                    executable: "/sbin/init",
                    args: "",
                },
                {
                    pid: 2101,
                    ppid: 1,
                    state: "S",
                    threads: 9,
                    command: "agent",
                    executable: "/bin/agent",
                    args: "agent --token=CANARY-process-flag --password CANARY-process-word --config=/etc/agent.yaml",
                },
                {
                    pid: 2102,
                    ppid: 1,
                    state: "S",
                    threads: 1,
                    command: "sh",
                    executable: "/bin/sh",
                    args: "sh -c DB_PASSWORD=CANARY-process-assignment psql postgres://app:CANARY-process-url@db/app",
                },
            ],
        }),
        memory: create(machine.MemorySchema, {
            meminfo: { memtotal: 8_131_832n, memfree: 1_024_000n, memavailable: 5_242_880n },
        }),
        systemStat: create(machine.SystemStatSchema, {
            bootTime: BigInt(Math.floor(now.getTime() / 1000) - 86_400),
            cpuTotal: { user: 100, system: 50, idle: 5000, iowait: 10 },
        }),
        cpuInfo: create(machine.CPUsInfoSchema, {
            cpuInfo: [{ processor: 0, modelName: "QEMU Virtual CPU", cpuMhz: 2600, cpuCores: 4 }],
        }),
        cpuFrequencies: create(machine.CPUsFreqStatsSchema, {
            cpuFreqStats: [{ currentFrequency: 2_600_000n, governor: "performance" }],
        }),
        loadAverage: create(machine.LoadAvgSchema, { load1: 0.5, load5: 0.4, load15: 0.3 }),
        mounts: create(machine.MountsSchema, {
            stats: [{ filesystem: "/dev/vda4", size: 53_687_091_200n, available: 42_949_672_960n, mountedOn: "/var" }],
        }),
        diskStats: create(machine.DiskStatsSchema, {
            total: { name: "", readCompleted: 10n },
            devices: [{ name: "vda", readCompleted: 10n, ioTimeMs: 5n }],
        }),
        networkDeviceStats: create(machine.NetworkDeviceStatsSchema, {
            total: { rxBytes: 10n },
            devices: [{ name: "eth0", rxBytes: 10n, txBytes: 10n }],
        }),
        connections: create(machine.NetstatSchema, {
            connectrecord: [
                {
                    l4proto: "tcp",
                    localip: "0.0.0.0",
                    localport: 50_000,
                    state: machine.ConnectRecord_State.LISTEN,
                    process: { pid: 1001, name: "apid" },
                },
            ],
        }),
        disks: create(DisksSchema, {
            disks: [
                {
                    size: 64_424_509_440n,
                    deviceName: "/dev/vda",
                    type: Disk_DiskType.HDD,
                    systemDisk: true,
                    subsystem: "/sys/class/block",
                },
            ],
        }),
        time: create(TimeSchema, {
            server: "time.cloudflare.com",
            localtime: timestampFromDate(now),
            remotetime: timestampFromDate(now),
        }),
        controllerDependencies: create(ControllerRuntimeDependencySchema, {
            edges: [
                {
                    controllerName: "v1alpha1.ServiceController",
                    resourceNamespace: "runtime",
                    resourceType: "Services.v1alpha1.talos.dev",
                    resourceId: name,
                },
            ],
        }),
    };
}

function services(type: Member["type"], now: Date) {
    const common = ["apid", "containerd", "cri", "kubelet", "machined", "udevd"];
    const withoutCheck = new Set(["machined"]);
    return (type === "controlplane" ? [...common, "etcd", "trustd"] : common).toSorted().map((id) => ({
        id,
        state: "Running",
        events: {
            events: [
                { msg: "Service started", state: "Starting", ts: timestampFromDate(now) },
                {
                    msg: withoutCheck.has(id) ? "Service started as goroutine" : "Health check successful",
                    state: "Running",
                    ts: timestampFromDate(now),
                },
            ],
        },
        health: { unknown: withoutCheck.has(id), healthy: !withoutCheck.has(id), lastChange: timestampFromDate(now) },
    }));
}

function etcdAnswers({ members, memberId }: Surroundings): Partial<FakeAnswers> {
    const controlPlanes = members.filter(({ type }) => type === "controlplane");
    return {
        etcdStatus: create(machine.EtcdStatusSchema, {
            memberStatus: {
                memberId,
                leader: memberIdOf(0),
                protocolVersion: "3.6.6",
                dbSize: 20_480_000n,
                dbSizeInUse: 18_432_000n,
                raftIndex: 5000n,
                raftTerm: 3n,
                raftAppliedIndex: 5000n,
            },
        }),
        etcdMembers: create(machine.EtcdMembersSchema, {
            members: controlPlanes.map(({ name, address }, index) => ({
                id: memberIdOf(index),
                hostname: name,
                peerUrls: [`https://${address}:2380`],
                clientUrls: [`https://${address}:2379`],
            })),
        }),
        etcdAlarms: create(machine.EtcdAlarmSchema, {}),
    };
}

const FIXTURE = z.object({
    metadata: z.object({ namespace: z.string(), type: z.string(), id: z.string() }),
    spec: z.unknown().optional(),
    sensitive: z.boolean().default(false),
});

function fixtures({ name, address, type }: Member, memberId: bigint): FakeResource[] {
    const files = type === "controlplane" ? ["machine.yaml", "controlplane.yaml"] : ["machine.yaml"];
    const filled = { name, address, type, memberId: memberId.toString(16) };
    return files.flatMap((file) => {
        const text = readFileSync(new URL(`./fixtures/${file}`, import.meta.url), "utf8");
        return loadAll(
            text.replace(/\$\{(\w+)\}/g, (_, key: string) => Object.entries(filled).find(([name]) => name === key)?.[1] ?? ""),
        ).map((document) => FIXTURE.parse(document));
    });
}

function memberResources(members: readonly Member[]): FakeResource[] {
    return members.map(({ name, address, type }) => ({
        metadata: { namespace: "cluster", type: "Members.cluster.talos.dev", id: name },
        spec: {
            nodeId: `id-of-${name}`,
            addresses: [address],
            hostname: name,
            machineType: type,
            operatingSystem: "Talos (v1.12.0)",
        },
    }));
}

function logs({ type }: Member): Record<string, string> {
    const text = (id: string) => `2026-11-21T09:00:00Z ${id}: started\n2026-11-21T09:00:01Z ${id}: ready\n`;
    const ids = [
        "apid",
        "containerd",
        "cri",
        "kubelet",
        "machined",
        "udevd",
        ...(type === "controlplane" ? ["etcd", "trustd"] : []),
    ];
    return {
        ...Object.fromEntries(ids.map((id) => [id, text(id)])),
        "controller-runtime": `${text("controller-runtime")}fetching config from https://user:CANARY-controller-url@example.com/config\n`,
        kernel: DMESG,
        "kube-system/coredns-a:coredns:0a1b2c3d4e5f": "[INFO] plugin/ready: now running\n",
        "kube-system/coredns-a:coredns:5f4e3d2c1b0a": "[FATAL] plugin/loop: loop detected\n",
        "msp/db-0:postgres:1111aaaa2222": "database system is ready to accept connections\n",
    };
}

const DMESG = `kern:  notice: [2026-11-21T08:00:00.0Z]: Linux version 6.18.1-talos
kern:  notice: [2026-11-21T08:00:00.0Z]: Command line: talos.platform=metal talos.config=https://example.com/CANARY-dmesg-config siderolink.api=grpc://sl.example.com?jointoken=CANARY-dmesg-token
user: warning: [2026-11-21T08:00:05.0Z]: [talos] phase done {"component": "controller-runtime", "phase": "boot"}
`;

function events(now: Date): FakeNode["events"] {
    const start = anyPack(
        machine.SequenceEventSchema,
        create(machine.SequenceEventSchema, { sequence: "boot", action: machine.SequenceEvent_Action.START }),
    );
    const running = anyPack(
        machine.ServiceStateEventSchema,
        create(machine.ServiceStateEventSchema, {
            service: "kubelet",
            action: machine.ServiceStateEvent_Action.RUNNING,
            message: "Health check successful",
            health: { healthy: true, lastChange: timestampFromDate(now) },
        }),
    );
    return [start, running].map((data, index) => ({
        id: `event-${index}`,
        data: { ...data, typeUrl: `talos/runtime/${data.typeUrl.slice(data.typeUrl.lastIndexOf("/") + 1)}` },
    }));
}
