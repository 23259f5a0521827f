import { create } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import {
    DiskStatsSchema,
    EtcdAlarmSchema,
    EtcdMemberAlarm_AlarmType,
    LoadAvgSchema,
    NetworkDeviceStatsSchema,
    SystemStatSchema,
} from "../../../src/clients/talos/gen/machine_pb.ts";
import { TimeSchema } from "../../../src/clients/talos/gen/time_pb.ts";
import {
    answer,
    both,
    type Change,
    dmesg,
    etcdMembers,
    etcdStatus,
    faults,
    log,
    memory,
    mount,
    resource,
    service,
    version,
} from "./change-node.ts";

/** One way for a Talos cluster to fail, as its machines would show it. */
export interface FailureMode {
    /** Ids of the table of failure modes that rules use. */
    readonly id: string;
    /** The machine it happens to; all when absent. */
    readonly node?: string;
    readonly change: Change;
    /** Where it can be read: section of that node's folder, and words in it. */
    readonly shows: readonly (readonly [section: string, words: string])[];
    /** Checks of health.yaml that fail; all others pass, or are unknown for want of Kubernetes. */
    readonly fails?: readonly string[];
    /** Checks that become unknown by it. */
    readonly unknown?: readonly string[];
}

const GIB = 1024n ** 3n;
const RUNTIME = "runtime";
const machineStatus = (stage: string, name: string, reason: string) =>
    resource(RUNTIME, "MachineStatuses.runtime.talos.dev", "machine", {
        stage,
        status: { ready: false, unmetConditions: [{ name, reason }] },
    });
const NOW = Date.parse("2026-11-21T09:00:00Z");
const resources = (type: string) => `resources/${type}.yaml`;

/** Talos' own failure modes, a line or two each. */
export const FAILURE_MODES: readonly FailureMode[] = [
    {
        id: "stage.not-running",
        node: "worker-1",
        change: resource(RUNTIME, "MachineStatuses.runtime.talos.dev", "machine", {
            stage: "maintenance",
            status: { ready: true, unmetConditions: [] },
        }),
        shows: [[resources("MachineStatuses.runtime.talos.dev"), '"stage":"maintenance"']],
        fails: ["boot-finished"],
    },
    {
        id: "machine.unmet",
        node: "cp-1",
        change: machineStatus("running", "services", "etcd not running, kubelet not healthy"),
        shows: [[resources("MachineStatuses.runtime.talos.dev"), "etcd not running, kubelet not healthy"]],
    },
    {
        id: "halt-if-installed",
        node: "worker-1",
        change: dmesg(
            "user: warning: [2026-11-21T08:00:09Z]: [talos] task haltIfInstalled: Talos is already installed to disk but booted from another media",
        ),
        shows: [["dmesg.log", "already installed to disk but booted from another media"]],
    },
    {
        id: "diag.address-overlap",
        node: "cp-1",
        change: resource(RUNTIME, "Diagnostics.runtime.talos.dev", "address-overlap", {
            message: "host and Kubernetes pod/service CIDR addresses overlap",
            details: ["10.244.0.0/16"],
        }),
        shows: [[resources("Diagnostics.runtime.talos.dev"), "addresses overlap"]],
        fails: ["no-diagnostics"],
    },
    {
        id: "diag.kubelet-csr",
        node: "worker-1",
        change: resource(RUNTIME, "Diagnostics.runtime.talos.dev", "kubelet-csr", {
            message: "kubelet server certificate rotation is enabled, but CSR is not approved",
            details: [],
        }),
        shows: [[resources("Diagnostics.runtime.talos.dev"), "CSR is not approved"]],
        fails: ["no-diagnostics"],
    },
    {
        id: "service.failed",
        node: "worker-1",
        change: service("cri", { state: "Failed", message: "Condition failed: 1 error" }),
        shows: [["services.yaml", '"state":"Failed"']],
    },
    {
        id: "service.flapping",
        node: "worker-1",
        change: service("kubelet", {
            state: "Waiting",
            message: 'Error running Containerd(kubelet), going to restart forever: task "kubelet" failed: exit code 1',
            events: ["going to restart forever", "going to restart forever"],
        }),
        shows: [["services.yaml", "going to restart forever"]],
        fails: ["worker-kubelet-healthy"],
    },
    {
        id: "service.waiting",
        node: "cp-1",
        change: service("etcd", { state: "Waiting", message: 'Waiting for service "cri" to be "up", time sync, network' }),
        shows: [["services.yaml", "time sync, network"]],
        fails: ["etcd-healthy"],
    },
    {
        id: "time.unsynced",
        node: "cp-1",
        change: both(
            resource(RUNTIME, "TimeStatuses.v1alpha1.talos.dev", "node", { synced: false, epoch: 0, syncDisabled: false }),
            log("controller-runtime", 'time query error {"server": "time.cloudflare.com", "error": "i/o timeout"}\n'),
            faults({ unavailable: { Time: 'error querying NTP server "time.cloudflare.com": i/o timeout' } }),
        ),
        shows: [
            [resources("TimeStatuses.v1alpha1.talos.dev"), '"synced":false'],
            ["logs/controller-runtime.log", "time query error"],
        ],
    },
    {
        id: "time.two-hours-off",
        node: "worker-1",
        change: answer(
            "time",
            create(TimeSchema, {
                server: "time.cloudflare.com",
                localtime: timestampFromDate(new Date(NOW - 7_200_000)),
                remotetime: timestampFromDate(new Date(NOW)),
            }),
        ),
        shows: [
            [
                "time.yaml",
                '"localtime":"2026-11-21T07:00:00.000Z","remotetime":"2026-11-21T09:00:00.000Z","collector":{"askedAt":"2026-11-21T09:00:00.000Z"',
            ],
        ],
    },
    {
        id: "ntp.none",
        node: "cp-1",
        change: resource("network", "TimeServerStatuses.net.talos.dev", "timeservers", { timeServers: [] }),
        shows: [[resources("TimeServerStatuses.net.talos.dev"), '"timeServers":[]']],
    },
    {
        id: "net.no-address",
        node: "worker-1",
        change: resource("network", "NetworkStatuses.net.talos.dev", "status", {
            addressReady: false,
            connectivityReady: false,
            hostnameReady: true,
            etcFilesReady: true,
        }),
        shows: [[resources("NetworkStatuses.net.talos.dev"), '"addressReady":false']],
    },
    {
        id: "net.no-default-route",
        node: "worker-1",
        change: resource("network", "RouteStatuses.net.talos.dev", "inet4/10.5.0.1//1024", undefined),
        shows: [[resources("RouteStatuses.net.talos.dev"), '"items":[]']],
    },
    {
        id: "net.no-dns",
        node: "worker-1",
        change: resource("network", "ResolverStatuses.net.talos.dev", "resolvers", { dnsServers: [] }),
        shows: [[resources("ResolverStatuses.net.talos.dev"), '"dnsServers":[]']],
    },
    {
        id: "net.link-down",
        node: "worker-1",
        change: both(
            resource("network", "LinkStatuses.net.talos.dev", "eth0", { linkState: false, operationalState: "lowerLayerDown" }),
            answer("networkDeviceStats", create(NetworkDeviceStatsSchema, { devices: [{ name: "eth0", rxErrors: 99n }] })),
        ),
        shows: [
            [resources("LinkStatuses.net.talos.dev"), "lowerLayerDown"],
            ["network-device-stats.yaml", '"rxErrors":99'],
        ],
    },
    {
        id: "net.ip-changed",
        node: "cp-1",
        change: resource("etcd", "EtcdSpecs.etcd.talos.dev", "etcd", { name: "cp-1", advertisedAddresses: ["127.5.0.99"] }),
        shows: [[resources("EtcdSpecs.etcd.talos.dev"), "127.5.0.99"]],
    },
    {
        id: "etcd.not-bootstrapped",
        node: "cp-1",
        change: both(
            service("etcd", { state: "Preparing", message: "Running pre state" }),
            log(
                "etcd",
                "etcd is waiting to join the cluster, if this node is the first node of the cluster, please run `talosctl bootstrap`\n",
            ),
            answer("etcdMembers", undefined),
            answer("etcdStatus", undefined),
        ),
        shows: [["logs/etcd.log", "talosctl bootstrap"]],
        fails: ["etcd-healthy"],
        unknown: ["etcd-members-consistent"],
    },
    {
        id: "etcd.no-quorum",
        node: "cp-1",
        change: both(
            etcdStatus({ leader: 0n, errors: ["etcdserver: no leader"] }),
            faults({ unavailable: { EtcdMemberList: "etcdserver: no leader" } }),
        ),
        shows: [["etcd/status.yaml", '"leader":"0"']],
        unknown: ["etcd-members-consistent"],
    },
    {
        id: "etcd.alarm",
        node: "cp-1",
        change: both(
            answer(
                "etcdAlarms",
                create(EtcdAlarmSchema, {
                    memberAlarms: [{ memberId: 0x8e9e05c521646940n, alarm: EtcdMemberAlarm_AlarmType.NOSPACE }],
                }),
            ),
            log("etcd", "mvcc: database space exceeded\n"),
        ),
        shows: [
            ["etcd/alarms.yaml", '{"memberId":"8e9e05c521646940","alarm":"NOSPACE"}'],
            ["logs/etcd.log", "database space exceeded"],
        ],
    },
    {
        id: "etcd.db-size",
        node: "cp-1",
        change: etcdStatus({ dbSize: 2n * GIB - 1n, dbSizeInUse: GIB / 2n }),
        shows: [["etcd/status.yaml", '"dbSize":2147483647,"dbSizeInUse":536870912']],
    },
    {
        id: "etcd.lag",
        node: "cp-1",
        change: etcdStatus({ raftIndex: 90_000n, raftAppliedIndex: 1n, isLearner: true }),
        shows: [["etcd/status.yaml", '"raftIndex":90000,"raftTerm":3,"raftAppliedIndex":1']],
    },
    {
        id: "etcd.orphan",
        node: "cp-1",
        change: etcdMembers((members) =>
            members.map((member, index) => (index === 0 ? { ...member, peerUrls: ["https://10.9.9.9:2380"] } : member)),
        ),
        shows: [["etcd/members.yaml", "https://10.9.9.9:2380"]],
        fails: ["etcd-members-control-plane"],
    },
    {
        id: "etcd.members-differ",
        node: "cp-2",
        change: etcdMembers((members) => members.slice(1)),
        shows: [["etcd/members.yaml", "cp-2"]],
        fails: ["etcd-members-consistent"],
    },
    {
        id: "etcd.slow-disk",
        node: "cp-1",
        change: log("etcd", "apply request took too long\nslow fdatasync\n"),
        shows: [["logs/etcd.log", "slow fdatasync"]],
    },
    {
        id: "cri.down",
        node: "worker-1",
        change: both(
            service("cri", { state: "Failed" }),
            faults({
                unavailable: { Containers: "dial unix /run/containerd/containerd.sock: connect: no such file or directory" },
            }),
        ),
        shows: [["services.yaml", '"id":"cri","state":"Failed"']],
    },
    {
        id: "image.pull",
        node: "worker-1",
        change: service("kubelet", {
            state: "Preparing",
            message: 'failed to pull image "ghcr.io/siderolabs/kubelet:v1.35.0": dial tcp: lookup ghcr.io: no such host',
        }),
        shows: [["services.yaml", "no such host"]],
        fails: ["worker-kubelet-healthy"],
    },
    {
        id: "kubelet.unhealthy",
        node: "cp-1",
        change: both(
            service("kubelet", {
                state: "Running",
                healthy: false,
                message: 'Get "http://127.0.0.1:10248/healthz": connection refused',
            }),
            log("kubelet", "x509: certificate has expired or is not yet valid\n"),
        ),
        shows: [["logs/kubelet.log", "certificate has expired"]],
        fails: ["kubelet-healthy"],
    },
    {
        id: "cni.missing",
        node: "cp-1",
        change: resource("controlplane", "BootstrapManifestsConfigs.kubernetes.talos.dev", "bootstrap", { cniName: "none" }),
        shows: [[resources("BootstrapManifestsConfigs.kubernetes.talos.dev"), '"cniName":"none"']],
    },
    {
        id: "staticpod.missing",
        node: "cp-1",
        change: resource("k8s", "StaticPodStatuses.kubernetes.talos.dev", "kube-system/kube-apiserver-cp-1", undefined),
        shows: [[resources("StaticPodStatuses.kubernetes.talos.dev"), "kube-scheduler-cp-1"]],
        fails: ["static-pods-running"],
    },
    {
        id: "kubeprism.down",
        node: "worker-1",
        change: resource("k8s", "KubePrismStatuses.kubernetes.talos.dev", "k8s-loadbalancer", {
            host: "127.0.0.1:7445",
            healthy: false,
        }),
        shows: [[resources("KubePrismStatuses.kubernetes.talos.dev"), '"healthy":false']],
    },
    {
        id: "disk.full",
        node: "worker-1",
        change: both(mount(50n * GIB, GIB), dmesg("kern: err: [2026-11-21T08:00:09Z]: XFS (vda4): No space left on device")),
        shows: [
            ["mounts.yaml", '"available":1073741824'],
            ["dmesg.log", "No space left on device"],
        ],
    },
    {
        id: "disk.small",
        node: "worker-1",
        change: resource(RUNTIME, "VolumeStatuses.block.talos.dev", "EPHEMERAL", { phase: "ready", size: Number(3n * GIB) }),
        shows: [[resources("VolumeStatuses.block.talos.dev"), '"size":3221225472']],
        fails: ["disk-sizes"],
    },
    {
        id: "volume.failed",
        node: "worker-1",
        change: resource(RUNTIME, "VolumeStatuses.block.talos.dev", "u-alga-data", {
            phase: "failed",
            errorMessage: "no disks matched selector for volume",
        }),
        shows: [[resources("VolumeStatuses.block.talos.dev"), "no disks matched selector"]],
    },
    {
        id: "disk.io",
        node: "worker-1",
        change: answer("diskStats", create(DiskStatsSchema, { devices: [{ name: "vda", ioTimeMs: 86_000_000n }] })),
        shows: [["disk-stats.yaml", '"ioTimeMs":86000000']],
    },
    {
        id: "mem.low",
        node: "cp-1",
        change: memory(1000, 10),
        shows: [["memory.yaml", '"memtotal":1024000']],
        fails: ["memory-sizes"],
    },
    {
        id: "mem.oom",
        node: "worker-1",
        change: dmesg("kern: err: [2026-11-21T08:00:09Z]: Out of memory: Killed process 4711 (java)"),
        shows: [["dmesg.log", "Killed process 4711 (java)"]],
    },
    {
        id: "cpu.saturated",
        node: "worker-1",
        change: both(
            answer("loadAverage", create(LoadAvgSchema, { load1: 40, load5: 41, load15: 42 })),
            answer("systemStat", create(SystemStatSchema, { cpuTotal: { steal: 9000 } })),
        ),
        shows: [
            ["load-average.yaml", '"load15":42'],
            ["system-stat.yaml", '"steal":9000'],
        ],
    },
    {
        id: "controller.failing",
        node: "cp-1",
        change: log(
            "controller-runtime",
            'controller failed {"controller": "k8s.ManifestApplyController", "error": "dial tcp 127.0.0.1:6443: connect: connection refused"}\n',
        ),
        shows: [["logs/controller-runtime.log", "k8s.ManifestApplyController"]],
    },
    { id: "version.skew", node: "worker-1", change: version("v1.11.3"), shows: [["version.yaml", "v1.11.3"]] },
    {
        id: "reboot.recent",
        node: "worker-1",
        change: answer("systemStat", create(SystemStatSchema, { bootTime: BigInt(NOW / 1000) - 60n })),
        shows: [["system-stat.yaml", '"bootTime":1795251540']],
    },
    {
        id: "kernel",
        node: "worker-1",
        change: dmesg("kern: alert: [2026-11-21T08:00:09Z]: INFO: task kworker blocked for more than 120 seconds"),
        shows: [["dmesg.log", "blocked for more than 120 seconds"]],
    },
    {
        id: "ext",
        node: "worker-1",
        change: service("ext-tailscale", { state: "Waiting", message: "Waiting for extension service config" }),
        shows: [["services.yaml", "ext-tailscale"]],
    },
];
