import type { Case } from "../judge.ts";
import { type MachineChanges, machine, NOW } from "../talos-machine.ts";

type Shape = NonNullable<MachineChanges["shape"]>;

/** A failure that begins in a machine, or that only a machine can still tell. */
export interface TalosCase {
    readonly title: string;
    readonly given: (shape: Shape) => Case;
    /** `sketch` of the verdict: status and layer, then roots with what follows from each. */
    readonly verdict: readonly string[];
    readonly says: string;
    readonly hint: string;
    /** The line of errors.txt about what was not collected, what it takes away, and the rule that does not know then. */
    readonly withheld: { readonly errors: string; readonly talos: RegExp; readonly objects?: true; readonly rule: string };
}

const DEAD_API = "The connection to the server 10.5.0.2:6443 was refused - did you specify the right host or port?";
const crash = "2026-11-21T08:59:30Z";

const node = (name: string, address: string, ready: string) => `
apiVersion: v1
kind: Node
metadata: { name: ${name} }
status:
  addresses: [{ type: InternalIP, address: ${address} }]
  nodeInfo: { kubeletVersion: v1.35.0 }
  allocatable: { cpu: "4", memory: 8Gi, pods: "110" }
  conditions: [${ready}]
---
`;
const READY = '{ type: Ready, status: "True", reason: KubeletReady, message: kubelet is posting ready status }';
const SILENT =
    '{ type: Ready, status: Unknown, reason: NodeStatusUnknown, message: Kubelet stopped posting node status., lastTransitionTime: "2026-11-21T08:30:00Z" }';
const notReady = (message: string) =>
    `{ type: Ready, status: "False", reason: KubeletNotReady, message: "${message}", lastTransitionTime: "2026-11-21T08:30:00Z" }`;
const NODES = node("cp-1", "10.5.0.2", READY);
const pod = (name: string, on: string, status: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: msp, generation: 1, creationTimestamp: "2026-11-20T09:00:00Z" }
spec: { replicas: 1, selector: { matchLabels: { app: ${name} } }, template: { metadata: { labels: { app: ${name} } } } }
status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1, unavailableReplicas: 1 }
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: { name: ${name}-5d4f, namespace: msp, ownerReferences: [{ apiVersion: apps/v1, kind: Deployment, name: ${name}, controller: true }] }
spec: { replicas: 1 }
status: { replicas: 1 }
---
apiVersion: v1
kind: Pod
metadata: { name: ${name}-5d4f-abcde, namespace: msp, creationTimestamp: "2026-11-20T09:00:00Z", labels: { app: ${name} }, ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: ${name}-5d4f, controller: true }] }
spec: { nodeName: ${on}, containers: [{ name: ${name}, image: "ghcr.io/nine-minds/${name}:1.4.2" }] }
status: ${status}
---
`;
const LOST_POD =
    '{ phase: Running, conditions: [{ type: Ready, status: "False", reason: NodeNotReady, lastTransitionTime: "2026-11-21T08:30:00Z" }], containerStatuses: [{ name: web, ready: true, restartCount: 0, state: { running: { startedAt: "2026-11-20T09:00:00Z" } } }] }';
const MEMBERS = Object.fromEntries(
    ["cp-1", "cp-2", "cp-3"].map((name, index) => [
        `Members.cluster.talos.dev/${name}`,
        { hostname: name, addresses: [`10.5.0.${index + 2}`], machineType: "controlplane" },
    ]),
);
const unmet = (name: string, reason: string) => ({
    stage: "running",
    status: { ready: false, unmetConditions: [{ name, reason }] },
});

export const TALOS_CASES: readonly TalosCase[] = [
    {
        title: "The API is dead because etcd's database is full, and only Talos answers",
        given: (shape) => ({
            at: NOW,
            errors: DEAD_API,
            talos: machine("cp-1", {
                shape,
                resources: {
                    "StaticPodStatuses.kubernetes.talos.dev/kube-system/kube-apiserver-cp-1": {
                        phase: "Running",
                        conditions: [{ type: "Ready", status: "False" }],
                    },
                },
                files: {
                    "etcd/status.yaml": {
                        memberStatus: { leader: "8e9e05c521646940", dbSize: 2147471360, dbSizeInUse: 2147000000 },
                    },
                    "etcd/alarms.yaml": { memberAlarms: [{ memberId: "8e9e05c521646940", alarm: "NOSPACE" }] },
                    "logs/etcd.log": `${crash} mvcc: database space exceeded\n`,
                },
            }),
        }),
        verdict: [
            "broken talos",
            "talos.etcd-alarm.nospace Machine cp-1",
            "  kubernetes.api-server.down Service default/kubernetes",
            "  talos.static-pod.failing Machine cp-1",
            "  talos.etcd-database.size Machine cp-1",
        ],
        says: "Machine cp-1: etcd raised the alarm NOSPACE: its database is full (2 GiB) and every write is refused",
        hint: "talosctl -n 10.5.0.2 etcd defrag; talosctl -n 10.5.0.2 etcd alarm disarm",
        withheld: { errors: "talos node cp-1 etcd/alarms.yaml: connection refused", talos: /etcd/, rule: "talos.etcd-alarm" },
    },
    {
        title: "Two of three control plane machines are off: etcd has no quorum, so the API is dead",
        given: (shape) => ({
            at: NOW,
            errors: `${DEAD_API}\ntalos node 10.5.0.3: dial tcp 10.5.0.3:50000: connect: no route to host\ntalos node 10.5.0.4: dial tcp 10.5.0.4:50000: connect: no route to host`,
            talos: machine("cp-1", {
                shape,
                resources: { ...MEMBERS, "MachineStatuses.runtime.talos.dev/machine": unmet("services", "etcd not healthy") },
                services: { etcd: { state: "Running", healthy: false, message: "context deadline exceeded" } },
                files: { "etcd/status.yaml": { memberStatus: { leader: "0", errors: ["etcdserver: no leader"] } } },
            }),
        }),
        verdict: [
            "broken talos",
            "talos.etcd-quorum Machine cp-1",
            "  talos.service.unhealthy Machine cp-1",
            "  talos.unreachable Machine 10.5.0.3",
            "  talos.unreachable Machine 10.5.0.4",
            "  talos.unmet.services Machine cp-1",
            "  kubernetes.api-server.down Service default/kubernetes",
        ],
        says: "etcd has no leader, says the member on cp-1: 2 of 3 members (cp-2, cp-3) do not take part",
        hint: "talosctl -n 10.5.0.2 etcd status; talosctl -n 10.5.0.2 etcd members; bring back cp-2 and cp-3",
        withheld: {
            errors: "talos node cp-1 etcd/status.yaml: deadline exceeded",
            talos: /etcd|services|resources/,
            rule: "talos.etcd-quorum",
        },
    },
    {
        title: "A worker is off: its Node is silent and its pods are lost",
        given: (shape) => ({
            at: NOW,
            objects: NODES + node("worker-1", "10.5.0.9", SILENT) + pod("web", "worker-1", LOST_POD),
            errors: "talos node 10.5.0.9: dial tcp 10.5.0.9:50000: connect: no route to host",
            talos: machine("cp-1", { shape }),
        }),
        verdict: [
            "broken talos",
            "talos.unreachable.down Machine 10.5.0.9",
            "  kubernetes.node-not-ready.silent Node worker-1",
            "    kubernetes.pod-waits.lost Deployment msp/web",
            "    application.not-ready Deployment msp/web",
            "    application.rollout Deployment msp/web",
        ],
        says: "Machine 10.5.0.9 is off or cut from the network: its Talos API gives dial tcp 10.5.0.9:50000: connect: no route to host, and Node worker-1 is not ready since 2026-11-21T08:30:00Z",
        hint: "talosctl -n 10.5.0.9 -e 10.5.0.9 version; look at its console, power and network",
        withheld: {
            errors: "nodes is forbidden: cannot list nodes",
            objects: true,
            talos: /./,
            rule: "talos.unreachable",
        },
    },
    {
        title: "The machine is well and only kube-apiserver fails: the fault is in the Kubernetes layer",
        given: (shape) => ({
            at: NOW,
            errors: DEAD_API,
            talos: machine("cp-1", {
                shape,
                resources: {
                    "MachineStatuses.runtime.talos.dev/machine": unmet("staticPods", "kube-system/kube-apiserver-cp-1 not ready"),
                    "KubePrismStatuses.kubernetes.talos.dev/k8s-loadbalancer": { host: "127.0.0.1:7445", healthy: false },
                    "StaticPodStatuses.kubernetes.talos.dev/kube-system/kube-apiserver-cp-1": {
                        phase: "Running",
                        conditions: [{ type: "Ready", status: "False" }],
                        containerStatuses: [
                            {
                                restartCount: 14,
                                state: { waiting: { reason: "CrashLoopBackOff" } },
                                lastState: { terminated: { exitCode: 1 } },
                            },
                        ],
                    },
                },
                files: {
                    "logs/pods/kube-system/kube-apiserver-cp-1/kube-apiserver-0a1b2c.log": `${crash} Error: unknown flag: --enable-swagger-ui\n`,
                },
            }),
        }),
        verdict: [
            "broken kubernetes",
            "talos.static-pod.failing Machine cp-1",
            "  kubernetes.api-server.down Service default/kubernetes",
            "  talos.unmet.static-pods Machine cp-1",
            "  talos.kube-prism Machine cp-1",
        ],
        says: "Machine cp-1: static pod kube-apiserver-cp-1 is not ready (CrashLoopBackOff, exit 1, 14 restarts): Error: unknown flag: --enable-swagger-ui",
        hint: "talosctl -n 10.5.0.2 containers -k; talosctl -n 10.5.0.2 logs -k kube-system/kube-apiserver-cp-1:kube-apiserver",
        withheld: { errors: "talos node cp-1 resources: timeout", talos: /resources|logs/, rule: "talos.static-pod" },
    },
    {
        title: "The time server is out of reach: kubelet and etcd wait for the time",
        given: (shape) => ({
            at: NOW,
            errors: DEAD_API,
            talos: machine("cp-1", {
                shape,
                resources: {
                    "MachineStatuses.runtime.talos.dev/machine": {
                        stage: "booting",
                        status: {
                            ready: false,
                            unmetConditions: [
                                { name: "time", reason: "time is not synced" },
                                { name: "services", reason: "etcd not running, kubelet not running" },
                            ],
                        },
                    },
                    "TimeStatuses.v1alpha1.talos.dev/node": { synced: false, epoch: 0, syncDisabled: false },
                    "StaticPodStatuses.kubernetes.talos.dev/kube-system/kube-apiserver-cp-1": undefined,
                },
                services: {
                    etcd: { state: "Waiting", message: "Waiting for time sync" },
                    kubelet: { state: "Waiting", message: "Waiting for time sync" },
                },
                files: {
                    "logs/controller-runtime.log": `${crash} time query error {"component": "controller-runtime", "controller": "time.SyncController", "server": "time.cloudflare.com", "error": "dial udp: i/o timeout"}\n`,
                },
            }),
        }),
        verdict: [
            "broken talos",
            "talos.time.unsynced Machine cp-1",
            "  talos.stage.booting Machine cp-1",
            "  talos.unmet.services Machine cp-1",
            "  kubernetes.api-server.down Service default/kubernetes",
            "  talos.service.waiting Machine cp-1",
            "  talos.service.waiting Machine cp-1",
            "  talos.unmet.time Machine cp-1",
            "  talos.static-pod.missing Machine cp-1",
        ],
        says: "Machine cp-1: the time is not synchronized: time.cloudflare.com gives dial udp: i/o timeout",
        hint: "talosctl -n 10.5.0.2 time; open UDP 123 to the time server or set machine.time.servers",
        withheld: { errors: "talos node cp-1 resources: timeout", talos: /resources|logs/, rule: "talos.time" },
    },
    {
        title: "A full disk of the machine: the Node is under pressure and its pods are evicted",
        given: (shape) => ({
            at: NOW,
            objects: node(
                "cp-1",
                "10.5.0.2",
                `${READY}, { type: DiskPressure, status: "True", reason: KubeletHasDiskPressure, message: kubelet has disk pressure, lastTransitionTime: "2026-11-21T08:30:00Z" }`,
            ),
            talos: machine("cp-1", {
                shape,
                files: {
                    "mounts.yaml": {
                        stats: [{ filesystem: "/dev/vda4", size: 53687091200, available: 1073741824, mountedOn: "/var" }],
                    },
                },
            }),
        }),
        verdict: ["broken talos", "talos.disk-full Machine cp-1", "  kubernetes.node-pressure Node cp-1"],
        says: "Machine cp-1: only 1 GiB of 50 GiB (2 %) are free on /var",
        hint: "talosctl -n 10.5.0.2 usage /var --depth 3; remove what is not needed or enlarge the disk",
        withheld: { errors: "talos node cp-1 mounts.yaml: timeout", talos: /mounts/, rule: "talos.disk-full" },
    },
    {
        title: "The kubelet's certificate has expired: the Node is silent",
        given: (shape) => ({
            at: NOW,
            objects: node("cp-1", "10.5.0.2", SILENT) + pod("web", "cp-1", LOST_POD),
            talos: machine("cp-1", {
                shape,
                services: {
                    kubelet: {
                        state: "Running",
                        healthy: false,
                        message: 'Get "http://127.0.0.1:10248/healthz": connect: connection refused',
                    },
                },
                files: {
                    "logs/kubelet.log": `${crash} E1121 08:59:30.100000    1 bootstrap.go:266] "Part of the existing bootstrap client certificate is expired" err="x509: certificate has expired or is not yet valid: current time 2026-11-21T08:59:30Z is after 2026-11-20T00:00:00Z"\n`,
                },
            }),
        }),
        verdict: [
            "broken talos",
            "talos.kubelet.certificate Machine cp-1",
            "  kubernetes.node-not-ready.silent Node cp-1",
            "    kubernetes.pod-waits.lost Deployment msp/web",
            "    application.not-ready Deployment msp/web",
            "    application.rollout Deployment msp/web",
            "  talos.service.unhealthy Machine cp-1",
        ],
        says: "Machine cp-1: its kubelet does not work: Part of the existing bootstrap client certificate is expired: x509: certificate has expired or is not yet valid: current time 2026-11-21T08:59:30Z is after 2026-11-20T00:00:00Z",
        hint: "talosctl -n 10.5.0.2 logs kubelet; talosctl -n 10.5.0.2 service kubelet restart",
        withheld: { errors: "talos node cp-1: context deadline exceeded", talos: /logs/, rule: "talos.kubelet" },
    },
    {
        title: "A machine fell back to maintenance mode: its Node is silent",
        given: (shape) => ({
            at: NOW,
            objects: NODES + node("worker-1", "10.5.0.9", SILENT) + pod("web", "worker-1", LOST_POD),
            talos: {
                ...machine("cp-1", { shape }),
                ...machine("10.5.0.9", {
                    shape,
                    type: "worker",
                    address: "10.5.0.9",
                    resources: {
                        "MachineStatuses.runtime.talos.dev/machine": {
                            stage: "maintenance",
                            status: { ready: true, unmetConditions: [] },
                        },
                        "Nodenames.kubernetes.talos.dev/nodename": undefined,
                    },
                    services: { kubelet: undefined, cri: undefined },
                }),
            },
        }),
        verdict: [
            "broken talos",
            "talos.stage.maintenance Machine 10.5.0.9",
            "  kubernetes.node-not-ready.silent Node worker-1",
            "    kubernetes.pod-waits.lost Deployment msp/web",
            "    application.not-ready Deployment msp/web",
            "    application.rollout Deployment msp/web",
        ],
        says: "Machine 10.5.0.9 is in maintenance mode: it has no configuration and runs neither kubelet nor etcd",
        hint: "talosctl apply-config --insecure -n 10.5.0.9 --file CONFIG; if it was configured before, see whether it booted from its disk",
        withheld: { errors: "talos node 10.5.0.9 resources: timeout", talos: /10\.5\.0\.9/, rule: "talos.stage" },
    },
    {
        title: "The machine booted from the ISO instead of its disk",
        given: () => ({
            at: NOW,
            errors: DEAD_API,
            talos: {
                "cp-1/dmesg.log":
                    "user: warning: [2026-11-21T08:58:09Z]: [talos] task haltIfInstalled (1/1): Talos is already installed to disk but booted from another media and talos.halt_if_installed kernel parameter is set. Please reboot from the disk.\n",
            },
        }),
        verdict: [
            "broken talos",
            "talos.booted-from-media Machine cp-1",
            "  kubernetes.api-server.down Service default/kubernetes",
        ],
        says: "Machine cp-1 booted from the installation medium (ISO) although Talos is already installed to its disk, and halted",
        hint: "take the ISO out of cp-1 or put its disk first in the boot order, then restart it",
        withheld: { errors: "talos node cp-1: context deadline exceeded", talos: /dmesg/, rule: "talos.booted-from-media" },
    },
    {
        title: "The machine's resolvers do not answer: images are not pulled",
        given: (shape) => ({
            at: NOW,
            objects:
                NODES +
                pod(
                    "web",
                    "cp-1",
                    '{ phase: Pending, conditions: [{ type: Ready, status: "False", reason: ContainersNotReady, lastTransitionTime: "2026-11-21T08:30:00Z" }], containerStatuses: [{ name: web, ready: false, restartCount: 0, state: { waiting: { reason: ImagePullBackOff, message: "Back-off pulling image: dial tcp: lookup ghcr.io on 127.0.0.53:53: server misbehaving" } } }] }',
                ),
            talos: machine("cp-1", {
                shape,
                resources: {
                    "ResolverStatuses.net.talos.dev/resolvers": { dnsServers: ["10.5.0.1"] },
                    "DNSUpstreams.net.talos.dev/1.1.1.1": undefined,
                    "DNSUpstreams.net.talos.dev/10.5.0.1": { healthy: false, addr: "10.5.0.1:53" },
                },
                files: {
                    "logs/dns-resolve-cache.log": `${crash} dns request error {"error": "read udp 10.5.0.2:41414->10.5.0.1:53: i/o timeout"}\n`,
                },
            }),
        }),
        verdict: [
            "broken talos",
            "talos.network.resolvers-silent Machine cp-1",
            "  application.image-pull.dns Deployment msp/web",
            "  application.rollout Deployment msp/web",
        ],
        says: "Machine cp-1: none of its resolvers answers (10.5.0.1:53): dns request error: read udp 10.5.0.2:41414->10.5.0.1:53: i/o timeout",
        hint: "talosctl -n 10.5.0.2 get resolvers; set machine.network.nameservers to servers that answer",
        withheld: { errors: "talos node cp-1 resources: timeout", talos: /resources|logs/, rule: "talos.network" },
    },
    {
        title: "The machine came back with another address: etcd does not start",
        given: (shape) => ({
            at: NOW,
            errors: DEAD_API,
            talos: machine("cp-1", {
                shape,
                address: "10.5.0.77",
                resources: { "EtcdSpecs.etcd.talos.dev/etcd": { name: "cp-1", advertisedAddresses: ["10.5.0.2"] } },
                services: {
                    etcd: {
                        state: "Failed",
                        message: "failed to listen: listen tcp 10.5.0.2:2380: bind: cannot assign requested address",
                    },
                },
                files: {
                    "logs/etcd.log": `${crash} {"level":"fatal","msg":"discovery failed","error":"listen tcp 10.5.0.2:2380: bind: cannot assign requested address"}\n`,
                    "etcd/status.yaml": undefined,
                },
            }),
        }),
        verdict: [
            "broken talos",
            "talos.address-changed Machine cp-1",
            "  talos.etcd-log.address Machine cp-1",
            "  talos.service.failed Machine cp-1",
            "  kubernetes.api-server.down Service default/kubernetes",
        ],
        says: "Machine cp-1 is known to etcd by 10.5.0.2, and has 10.5.0.77",
        hint: "talosctl -n 10.5.0.77 get addresses; give the machine 10.5.0.2 back, as a static address or a reservation of the DHCP server",
        withheld: { errors: "talos node cp-1 resources: timeout", talos: /resources/, rule: "talos.address-changed" },
    },
    {
        title: "The cluster was configured without a CNI and nobody installed one",
        given: (shape) => ({
            at: NOW,
            objects:
                node(
                    "cp-1",
                    "10.5.0.2",
                    notReady(
                        "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized",
                    ),
                ) +
                `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: { name: kube-proxy, namespace: kube-system }\nstatus: { desiredNumberScheduled: 1, numberReady: 1 }\n---\n`,
            talos: machine("cp-1", {
                shape,
                resources: {
                    "BootstrapManifestsConfigs.kubernetes.talos.dev/bootstrap": { cniName: "none" },
                    "MachineStatuses.runtime.talos.dev/machine": unmet("nodeReady", 'node "cp-1" is not ready'),
                },
            }),
        }),
        verdict: [
            "broken kubernetes",
            "talos.cni-missing Machine cp-1",
            "  kubernetes.node-not-ready.network Node cp-1",
            "  talos.unmet.node-ready Machine cp-1",
        ],
        says: "Machine cp-1 is configured with cni none and no CNI plugin is installed, so Node cp-1 has no pod network",
        hint: "install the CNI plugin (Cilium, Calico), or set cluster.network.cni.name back to flannel; kubectl get daemonsets -A",
        withheld: { errors: "talos node cp-1 resources: timeout", talos: /resources/, rule: "talos.cni-missing" },
    },
    {
        title: "etcd was never bootstrapped",
        given: (shape) => ({
            at: NOW,
            errors: DEAD_API,
            talos: machine("cp-1", {
                shape,
                resources: { "MachineStatuses.runtime.talos.dev/machine": unmet("services", "etcd not running") },
                services: { etcd: { state: "Preparing", message: "Running pre state" } },
                files: {
                    "logs/etcd.log": `${crash} etcd is waiting to join the cluster, if this node is the first node of the cluster, please run \`talosctl bootstrap\` against one of the following IPs: 10.5.0.2\n`,
                    "etcd/status.yaml": undefined,
                    "etcd/alarms.yaml": undefined,
                },
            }),
        }),
        verdict: [
            "broken talos",
            "talos.etcd-bootstrap Machine cp-1",
            "  talos.unmet.services Machine cp-1",
            "  kubernetes.api-server.down Service default/kubernetes",
            "  talos.service.waiting Machine cp-1",
        ],
        says: "Machine cp-1: etcd was never bootstrapped (Preparing, it waits to join the cluster), so there is no Kubernetes",
        hint: "talosctl -n 10.5.0.2 bootstrap, on one control plane machine only",
        withheld: { errors: "talos node cp-1: context deadline exceeded", talos: /logs|services/, rule: "talos.etcd-bootstrap" },
    },
];
