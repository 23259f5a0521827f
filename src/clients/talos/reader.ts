import type { Result } from "../../core/problem.ts";
import type { Streamed } from "../kubernetes/reader.ts";
import type { ClientCertificate } from "./certificate.ts";
import type { ControllerRuntimeDependency } from "./gen/inspect_pb.ts";
import type {
    Container,
    CPUsFreqStats,
    CPUsInfo,
    DiskStats,
    DiskUsageInfo,
    EtcdAlarm,
    EtcdMembers,
    EtcdStatus,
    Event,
    ImageListResponse,
    LoadAvg,
    LogsContainer,
    Memory,
    Mounts,
    Netstat,
    NetworkDeviceStats,
    Process,
    ServiceList,
    Stats,
    SystemStat,
    Version,
} from "./gen/machine_pb.ts";
import type { Disks } from "./gen/storage_pb.ts";
import type { Time } from "./gen/time_pb.ts";

/** What a node can be asked in one call, and what it answers. All of it is open to the role os:reader. */
export interface Answers {
    version: Version;
    services: ServiceList;
    /** Names of the node's log buffers: its services, `kernel`, `controller-runtime`, … */
    logIds: LogsContainer;
    /** Of containerd's namespace `system`: Talos' own services. */
    systemContainers: Container;
    /** Of containerd's namespace `k8s.io`, through the CRI: pods and their containers. */
    podContainers: Container;
    systemContainerStats: Stats;
    podContainerStats: Stats;
    processes: Process;
    /** In KiB. */
    memory: Memory;
    systemStat: SystemStat;
    cpuInfo: CPUsInfo;
    cpuFrequencies: CPUsFreqStats;
    loadAverage: LoadAvg;
    mounts: Mounts;
    /** Counters since boot. */
    diskStats: DiskStats;
    /** Counters since boot. */
    networkDeviceStats: NetworkDeviceStats;
    /** Sockets of the host's network namespace. */
    connections: Netstat;
    disks: Disks;
    /** Control plane only; answered by the local member even without quorum. */
    etcdStatus: EtcdStatus;
    /** Control plane only; fails without quorum. */
    etcdMembers: EtcdMembers;
    etcdAlarms: EtcdAlarm;
    /** The node asks its time server, so this can fail while the node is well. */
    time: Time;
    controllerDependencies: ControllerRuntimeDependency;
}

export type Question = keyof Answers;

/** A COSI type in the namespace where its resources live: `runtime`, `MachineStatuses.runtime.talos.dev`. */
export interface ResourceKind {
    readonly namespace: string;
    /** With its exact upper and lower case. */
    readonly type: string;
}

/** A COSI resource. `yaml` is its spec as the node wrote it: enums are words in it. */
export interface CosiResource {
    readonly namespace: string;
    readonly type: string;
    readonly id: string;
    readonly version: string;
    readonly owner: string;
    /** `running` or `tearingDown`. */
    readonly phase: string;
    readonly created?: Date;
    readonly updated?: Date;
    readonly labels: Readonly<Record<string, string>>;
    readonly yaml: string;
}

/** Which log. `service` is a log buffer of the machine; `container` an id as `podContainers` gives it. `tailLines` -1 is all. */
export interface MachineLogRequest {
    readonly of: "service" | "container";
    readonly id: string;
    readonly tailLines: number;
}

/**
 * All that collection can do to a Talos cluster: read. Every call names one node (an IP or a host name) and is routed to it through the first
 * endpoint that works, and straight to the node where no endpoint reaches it; "" is whichever machine the endpoint is. Trouble is a Problem whose message names method, node and endpoint.
 */
export interface TalosReader {
    /** Name of the talosconfig's context. */
    readonly context: string;
    /** `host:port`, in the order they are tried. */
    readonly endpoints: readonly string[];
    /** The nodes that the context or the user names; may be empty. */
    readonly nodes: readonly string[];
    /** What the client certificate may and until when; absent where the context has none (an insecure test, a proxy that adds it). */
    readonly certificate?: ClientCertificate;
    ask<Q extends Question>(question: Q, node: string, signal: AbortSignal): Promise<Result<Answers[Q]>>;
    /** All resources of one type. `forbidden`: sensitive for this role; `unsupported`: this Talos does not know the type. */
    resources(kind: ResourceKind, node: string, signal: AbortSignal): Promise<Result<readonly CosiResource[]>>;
    /** The whole kernel ring buffer. */
    dmesg(node: string, signal: AbortSignal): Promise<Result<Streamed>>;
    log(request: MachineLogRequest, node: string, signal: AbortSignal): Promise<Result<Streamed>>;
    /** What the machine remembers of its sequences, phases, tasks and services: oldest first. The stream has no end: a second of silence ends it. */
    events(node: string, signal: AbortSignal): Promise<Result<readonly Event[]>>;
    /** Directories below `path`, two levels deep and above 16 MiB. Walks the disk. */
    diskUsage(path: string, node: string, signal: AbortSignal): Promise<Result<readonly DiskUsageInfo[]>>;
    /** Images in containerd, of pods or of Talos itself. */
    images(of: "pods" | "system", node: string, signal: AbortSignal): Promise<Result<readonly ImageListResponse[]>>;
    /** What went over the wire so far: calls, and bytes of logs. */
    readonly traffic: { readonly calls: number; readonly bytes: number };
    close(): void;
}
