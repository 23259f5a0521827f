import { CORE_SCHEMA, dump } from "js-yaml";

/** What a test changes in a healthy machine. */
export interface MachineChanges {
    readonly type?: "controlplane" | "worker";
    readonly address?: string;
    /** By `Type.group/id`, the spec; undefined takes the resource away. */
    readonly resources?: Readonly<Record<string, unknown>>;
    /** By id: state, health and the message; undefined takes the service away. */
    readonly services?: Readonly<Record<string, ServiceChange | undefined>>;
    /** Other answers and logs by their section: `mounts.yaml`, `logs/etcd.log`; undefined takes one away. */
    readonly files?: Readonly<Record<string, unknown>>;
    /** `talosctl`: all resources in one file, as `talosctl get … -o yaml` prints them. `archive`: a list a type, as Casefile collects them. */
    readonly shape?: "talosctl" | "archive";
}

export interface ServiceChange {
    readonly state: string;
    readonly healthy?: boolean;
    readonly message?: string;
    /** The messages of its events, oldest first. */
    readonly events?: readonly string[];
}

export const NOW = "2026-11-21T09:00:00Z";
const BOOTED = Date.parse("2026-11-20T09:00:00Z") / 1000;

/** The files of one machine below `talos/`, for `Case.talos`. Healthy, then changed. */
export function machine(node: string, changes: MachineChanges = {}): Record<string, string> {
    const {
        type = "controlplane",
        address = "10.5.0.2",
        resources = {},
        services = {},
        files = {},
        shape = "talosctl",
    } = changes;
    const all = present({ ...resourcesOf(node, address, type), ...resources });
    const running = Object.fromEntries(
        servicesOf(type).map((id): [string, ServiceChange] => [id, { state: "Running", healthy: true }]),
    );
    const answers = present({
        ...answersOf(type),
        "services.yaml": { services: serviceList({ ...running, ...services }) },
        ...files,
    });
    const resourceFiles = shape === "talosctl" ? { "resources.yaml": talosctlGet(node, all) } : archived(all);
    return Object.fromEntries(
        Object.entries({ ...answers, ...resourceFiles }).map(([section, content]) => [
            `${node}/${section}`,
            typeof content === "string" ? content : yaml(content),
        ]),
    );
}

function talosctlGet(node: string, resources: Readonly<Record<string, unknown>>): string {
    return Object.entries(resources)
        .map(([key, spec]) => yaml({ node, ...resourceOf(key, spec) }))
        .join("---\n");
}

function archived(resources: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const byType = Map.groupBy(Object.entries(resources), ([key]) => key.slice(0, key.indexOf("/")));
    const documents = [...byType].map(([type, own]) => [
        `resources/${type}.yaml`,
        { type, items: own.map(([key, spec]) => resourceOf(key, spec)) },
    ]);
    return Object.fromEntries(documents);
}

function resourceOf(key: string, spec: unknown) {
    const slash = key.indexOf("/");
    return { metadata: { namespace: "runtime", type: key.slice(0, slash), id: key.slice(slash + 1), phase: "running" }, spec };
}

function serviceList(services: Readonly<Record<string, ServiceChange | undefined>>) {
    return Object.entries(present(services)).map(([id, { state, healthy, message = "", events = [] }]) => ({
        id,
        state,
        events: { events: (events.length === 0 ? [message] : events).map((msg) => ({ msg, state, ts: "2026-11-21T08:50:00Z" })) },
        health: { unknown: healthy === undefined, healthy: healthy ?? false, lastMessage: healthy === false ? message : "" },
    }));
}

function present<T>(fields: Readonly<Record<string, T>>): Record<string, NonNullable<T>> {
    return Object.fromEntries(
        Object.entries(fields).filter((entry): entry is [string, NonNullable<T>] => entry[1] !== undefined && entry[1] !== null),
    );
}

function yaml(value: unknown): string {
    return dump(value, { schema: CORE_SCHEMA });
}

function servicesOf(type: string): readonly string[] {
    const everywhere = ["apid", "containerd", "cri", "kubelet", "machined", "udevd"];
    return type === "worker" ? everywhere : [...everywhere, "etcd", "trustd"];
}

function resourcesOf(node: string, address: string, type: string): Record<string, unknown> {
    return {
        "MachineStatuses.runtime.talos.dev/machine": { stage: "running", status: { ready: true, unmetConditions: [] } },
        "MachineTypes.config.talos.dev/machine-type": type,
        "TimeStatuses.v1alpha1.talos.dev/node": { synced: true, epoch: 0, syncDisabled: false },
        "TimeServerStatuses.net.talos.dev/timeservers": { timeServers: ["time.cloudflare.com"] },
        "NetworkStatuses.net.talos.dev/status": {
            addressReady: true,
            connectivityReady: true,
            hostnameReady: true,
            etcFilesReady: true,
        },
        "LinkStatuses.net.talos.dev/eth0": { type: "ether", linkState: true, operationalState: "up" },
        "LinkStatuses.net.talos.dev/eth1": { type: "ether", linkState: false, operationalState: "down" },
        "AddressStatuses.net.talos.dev/eth0": { address: `${address}/24`, linkName: "eth0" },
        "RouteStatuses.net.talos.dev/inet4": { dst: "", gateway: "10.5.0.1", outLinkName: "eth0" },
        "ResolverStatuses.net.talos.dev/resolvers": { dnsServers: ["1.1.1.1"] },
        "DNSUpstreams.net.talos.dev/1.1.1.1": { healthy: true, addr: "1.1.1.1:53" },
        "Nodenames.kubernetes.talos.dev/nodename": { nodename: node },
        "VolumeStatuses.block.talos.dev/EPHEMERAL": { phase: "ready", size: 53687091200 },
        "VolumeStatuses.block.talos.dev/STATE": { phase: "ready", size: 104857600 },
        "VolumeStatuses.block.talos.dev/BIOS": { phase: "missing" },
        "Processors.hardware.talos.dev/CPU-0": { coreCount: 4, threadCount: 4 },
        "KubePrismStatuses.kubernetes.talos.dev/k8s-loadbalancer": { host: "127.0.0.1:7445", healthy: true },
        "Versions.runtime.talos.dev/version": { version: "v1.12.0" },
        ...(type === "worker" ? {} : controlPlane(node, address)),
    };
}

function controlPlane(node: string, address: string): Record<string, unknown> {
    const pods = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"].map((name) => [
        `StaticPodStatuses.kubernetes.talos.dev/kube-system/${name}-${node}`,
        { phase: "Running", conditions: [{ type: "Ready", status: "True" }] },
    ]);
    return {
        ...Object.fromEntries(pods),
        "ConfigStatuses.kubernetes.talos.dev/static-pods": { ready: true },
        "SecretStatuses.kubernetes.talos.dev/static-pods": { ready: true },
        "BootstrapManifestsConfigs.kubernetes.talos.dev/bootstrap": { cniName: "flannel" },
        "EtcdMembers.etcd.talos.dev/local": { memberID: "8e9e05c521646940" },
        "EtcdSpecs.etcd.talos.dev/etcd": { name: node, advertisedAddresses: [address] },
    };
}

function answersOf(type: string): Record<string, unknown> {
    const etcd = {
        "etcd/status.yaml": {
            memberStatus: {
                dbSize: 20480000,
                dbSizeInUse: 18432000,
                leader: "8e9e05c521646940",
                raftIndex: 5000,
                raftAppliedIndex: 5000,
                errors: [],
                isLearner: false,
            },
        },
        "etcd/alarms.yaml": { memberAlarms: [] },
    };
    return {
        "version.yaml": { version: { tag: "v1.12.0" }, platform: { name: "metal", mode: "metal" } },
        "memory.yaml": { meminfo: { memtotal: 8131832, memavailable: 5242880 } },
        "mounts.yaml": { stats: [{ filesystem: "/dev/vda4", size: 53687091200, available: 42949672960, mountedOn: "/var" }] },
        "load-average.yaml": { load1: 0.5, load5: 0.4, load15: 0.3 },
        "system-stat.yaml": { bootTime: BOOTED, cpuTotal: { user: 100, system: 50, idle: 5000, steal: 0 } },
        "disk-stats.yaml": { devices: [{ name: "vda", ioTimeMs: 5000 }] },
        "network-device-stats.yaml": { devices: [{ name: "eth0", rxPackets: 900000, txPackets: 900000, rxErrors: 3 }] },
        "time.yaml": { server: "time.cloudflare.com", localtime: NOW, remotetime: NOW, collector: { askedAt: NOW } },
        ...(type === "worker" ? {} : etcd),
    };
}
