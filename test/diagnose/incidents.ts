import { CRASHING, deployment, node, object, pod, SILENT, TAKEN } from "./cluster.ts";
import type { Case } from "./judge.ts";

/** A well-known incident as an outsider would record it: what a person would name, in words that must be said. */
export interface Incident extends Case {
    readonly title: string;
    readonly layer?: "talos" | "kubernetes" | "gitops" | "application";
    /** `Kind namespace/name` of the only root; absent: nothing is wrong. */
    readonly root?: string;
    /** What the root's sentence must hold. */
    readonly says?: string;
}

const SINCE = "2026-11-21T08:00:00Z";
const NODES = node("n1") + node("n2");
const condition = (type: string, status: string, reason: string, message: string) => ({
    type,
    status,
    reason,
    message,
    lastTransitionTime: SINCE,
});
const service = (place: string, selector: Readonly<Record<string, string>>, targetPort = 8080) =>
    object("v1", "Service", place, { spec: { clusterIP: "10.96.0.77", selector, ports: [{ port: 80, targetPort }] } });
const slice = (place: string, ready: boolean) =>
    object(
        "discovery.k8s.io/v1",
        "EndpointSlice",
        `${place}-x1`,
        { endpoints: ready ? [{ addresses: ["10.244.0.9"], conditions: { ready } }] : [] },
        { labels: { "kubernetes.io/service-name": place.split("/").at(-1) } },
    );
const event = (kind: string, place: string, reason: string, message: string, type = "Warning") => {
    const [name, namespace] = place.split("/").reverse();
    return object("v1", "Event", `${namespace ?? "default"}/${name}.${reason.toLowerCase()}`, {
        involvedObject: { kind, name, ...(namespace === undefined ? {} : { namespace }) },
        type,
        reason,
        message,
        count: 9,
        firstTimestamp: SINCE,
        lastTimestamp: "2026-11-21T08:58:00Z",
    });
};
const replicaSet = (place: string, conditions: readonly object[] = []) =>
    object(
        "apps/v1",
        "ReplicaSet",
        `${place}-7d4b9c`,
        { spec: { replicas: 1 }, status: { replicas: conditions.length > 0 ? 0 : 1, conditions } },
        { ownerReferences: [{ apiVersion: "apps/v1", kind: "Deployment", name: place.split("/").at(-1), controller: true }] },
    );
/** A Deployment none of whose pods is ready, with its pod. */
const broken = (place: string, parts: Parameters<typeof pod>[1]) =>
    deployment(place, 0) + replicaSet(place) + pod(place, { ready: false, ...parts });
const crashing = (place: string) => broken(place, CRASHING);
/** A Deployment whose pods the API server refuses. */
const refused = (place: string, message: string) =>
    deployment(place, 0) + replicaSet(place, [condition("ReplicaFailure", "True", "FailedCreate", message)]);
const pending = (place: string, message: string, claim = "data") =>
    broken(place, {
        node: null,
        phase: "Pending",
        conditions: [condition("PodScheduled", "False", "Unschedulable", message)],
        spec: { volumes: [{ name: "data", persistentVolumeClaim: { claimName: claim } }] },
    });
const creating = (place: string, claim: string) =>
    broken(place, {
        phase: "Pending",
        status: { state: { waiting: { reason: "ContainerCreating" } } },
        spec: { volumes: [{ name: "data", persistentVolumeClaim: { claimName: claim } }] },
    });
const claim = (place: string, storageClassName: string, phase: string, volumeName?: string) =>
    object("v1", "PersistentVolumeClaim", place, {
        spec: { storageClassName, ...(volumeName === undefined ? {} : { volumeName }) },
        status: { phase },
    });
const volume = (name: string, spec: object, phase = "Bound") =>
    object("v1", "PersistentVolume", name, { spec, status: { phase } });
const webhooks = (name: string, webhook: string, place: string) => {
    const [namespace, serviceName] = place.split("/");
    return object("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", name, {
        webhooks: [{ name: webhook, failurePolicy: "Fail", clientConfig: { service: { name: serviceName, namespace } } }],
    });
};
const calling = (webhook: string, place: string, answer: string) => {
    const [namespace, name] = place.split("/");
    return `Internal error occurred: failed calling webhook "${webhook}": failed to call webhook: Post "https://${name}.${namespace}.svc:443/v?timeout=10s": ${answer}`;
};
const helmRelease = (place: string, message: string) =>
    object(
        "helm.toolkit.fluxcd.io/v2",
        "HelmRelease",
        place,
        {
            spec: { chart: { spec: { chart: "api" } } },
            status: { observedGeneration: 1, conditions: [condition("Ready", "False", "UpgradeFailed", message)] },
        },
        { generation: 1 },
    );
const systemPod = (name: string, parts: Parameters<typeof pod>[1] = {}) =>
    pod("kube-system/control", { name, owner: "static", ...parts });

const CERTIFICATE =
    "tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-21T09:00:00Z is after 2026-11-11T00:00:00Z";
const CHART = "Helm upgrade failed for release shop/api with chart api@1.2.3: failed to create resource: ";

/** Incidents that are asked about again and again. Sources: k8s.af, the issue trackers of Kubernetes, ingress-nginx, cert-manager and Flux. */
export const INCIDENTS: readonly Incident[] = [
    {
        title: "A directive of the Corefile is misspelt",
        objects:
            NODES +
            crashing("kube-system/coredns") +
            crashing("shop/checkout") +
            object("v1", "ConfigMap", "kube-system/coredns", { data: { Corefile: ".:53 { forwad . /etc/resolv.conf }" } }),
        logs: {
            "kube-system/coredns-7d4b9c-x/main.previous.log":
                "/etc/coredns/Corefile:3 - Error during parsing: Unknown directive 'forwad'\n",
            "shop/checkout-7d4b9c-x/main.previous.log": "Error: getaddrinfo EAI_AGAIN redis.shop.svc.cluster.local\n",
        },
        layer: "kubernetes",
        root: "ConfigMap kube-system/coredns",
        says: "Unknown directive 'forwad'",
    },
    {
        title: "Nobody runs CoreDNS any more",
        objects:
            NODES +
            deployment("kube-system/coredns", 0, 0) +
            service("kube-system/kube-dns", { app: "coredns" }) +
            systemPod("kube-proxy-a") +
            crashing("shop/checkout"),
        logs: {
            "shop/checkout-7d4b9c-x/main.previous.log":
                "panic: dial tcp: lookup redis.shop on 10.96.0.10:53: read udp 10.244.1.3:4->10.96.0.10:53: i/o timeout\n",
        },
        layer: "kubernetes",
        root: "Deployment kube-system/coredns",
        says: "is scaled to 0 replicas, so nobody answers for the cluster's DNS",
    },
    {
        title: "A webhook's certificate has expired, and only a ReplicaSet tells",
        objects:
            NODES +
            webhooks("policy", "pods.policy.io", "policy/policy") +
            service("policy/policy", { app: "policy" }) +
            slice("policy/policy", true) +
            refused("shop/api", calling("pods.policy.io", "policy/policy", CERTIFICATE)),
        layer: "kubernetes",
        root: "ValidatingWebhookConfiguration policy",
        says: "certificate has expired",
    },
    {
        title: "A webhook does not answer, and only a HelmRelease tells",
        objects:
            NODES +
            webhooks("ingress-nginx-admission", "validate.nginx.ingress.kubernetes.io", "ingress/admission") +
            service("ingress/admission", { app: "ingress" }) +
            slice("ingress/admission", true) +
            helmRelease(
                "shop/api",
                CHART + calling("validate.nginx.ingress.kubernetes.io", "ingress/admission", "context deadline exceeded"),
            ),
        layer: "kubernetes",
        root: "ValidatingWebhookConfiguration ingress-nginx-admission",
        says: "context deadline exceeded",
    },
    {
        title: "A webhook whose configuration was not collected leads to its Service",
        objects:
            NODES +
            refused(
                "shop/api",
                calling("inject.istio.io", "istio-system/istiod", "dial tcp 10.96.1.1:443: connect: connection refused"),
            ),
        layer: "kubernetes",
        root: "Service istio-system/istiod",
        says: "connection refused",
    },
    {
        title: "A policy denies, and says why in its third line",
        objects:
            NODES +
            refused(
                "shop/api",
                'admission webhook "validate.kyverno.svc-fail" denied the request: \n\nresource Pod/shop/api was blocked due to the following policies \n\ndisallow-latest-tag:\n  require-image-tag: An image tag is required.',
            ),
        layer: "kubernetes",
        root: "Deployment shop/api",
        says: "disallow-latest-tag",
    },
    {
        title: "etcd is full",
        objects: NODES + systemPod("etcd-cp1") + refused("shop/api", "etcdserver: mvcc: database space exceeded"),
        logs: { "kube-system/etcd-cp1/main.log": '{"level":"warn","msg":"alarm raised","alarm":"NOSPACE"}\n' },
        layer: "kubernetes",
        root: "Pod kube-system/etcd-cp1",
        says: "NOSPACE",
    },
    {
        title: "A slow disk under etcd costs the controller manager its lease",
        objects: NODES + systemPod("etcd-cp1") + systemPod("kube-controller-manager-cp1", CRASHING),
        logs: {
            "kube-system/etcd-cp1/main.log": '{"level":"warn","msg":"slow fdatasync","took":"3.9s","expected-duration":"1s"}\n',
            "kube-system/kube-controller-manager-cp1/main.previous.log":
                "F1121 08:58:05.2 1 controllermanager.go:294] leaderelection lost\n",
        },
        layer: "kubernetes",
        root: "Pod kube-system/etcd-cp1",
        says: "slow fdatasync: 3.9s",
    },
    {
        title: "A kubelet's certificate ran out and its request waits for approval",
        objects:
            NODES +
            node("n3", [SILENT]) +
            object(
                "certificates.k8s.io/v1",
                "CertificateSigningRequest",
                "csr-8xk2q",
                { spec: { signerName: "kubernetes.io/kube-apiserver-client-kubelet", username: "system:node:n3" }, status: {} },
                { creationTimestamp: SINCE },
            ),
        layer: "kubernetes",
        root: "Node n3",
        says: "CertificateSigningRequest csr-8xk2q, was not approved",
    },
    {
        title: "A node's clock is behind",
        objects: NODES + node("n3", [SILENT]) + broken("kube-system/proxy", { ...CRASHING, node: "n3" }),
        logs: {
            "kube-system/proxy-7d4b9c-x/main.previous.log": `E1119 01:00:00.1 1 reflector.go:147] x509: certificate has expired or is not yet valid: current time 2026-11-19T01:00:00Z is before 2026-11-20T00:00:00Z\n`,
        },
        layer: "kubernetes",
        root: "Node n3",
        says: "has a wrong clock",
    },
    {
        title: "An image does not fit on the node's disk",
        objects:
            NODES +
            broken("shop/api", {
                phase: "Pending",
                status: {
                    state: {
                        waiting: {
                            reason: "ErrImagePull",
                            message:
                                "failed to extract layer sha256:1: write /var/lib/containerd/1/fs/a: no space left on device: unknown",
                        },
                    },
                },
            }),
        layer: "kubernetes",
        root: "Node n1",
        says: "no space left on device",
    },
    {
        title: "A volume hangs on a node that is dead",
        objects:
            NODES +
            node("n3", [SILENT]) +
            creating("shop/db", "data") +
            claim("shop/data", "fast", "Bound", "pv-1") +
            object("storage.k8s.io/v1", "VolumeAttachment", "csi-1", {
                spec: { nodeName: "n3", source: { persistentVolumeName: "pv-1" } },
                status: { attached: true },
            }) +
            event(
                "Pod",
                "shop/db-7d4b9c-x",
                "FailedAttachVolume",
                'Multi-Attach error for volume "pv-1" Volume is already exclusively attached to one node and can\'t be attached to another',
            ),
        layer: "kubernetes",
        root: "Node n3",
        says: "stopped posting status",
    },
    {
        title: "A CSI driver is not on the node",
        objects:
            NODES +
            creating("shop/db", "data") +
            claim("shop/data", "nfs", "Bound", "pv-1") +
            volume("pv-1", { csi: { driver: "nfs.csi.k8s.io" }, storageClassName: "nfs" }) +
            event(
                "Pod",
                "shop/db-7d4b9c-x",
                "FailedMount",
                'MountVolume.MountDevice failed for volume "pv-1" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name nfs.csi.k8s.io not found in the list of registered CSI drivers',
            ),
        layer: "kubernetes",
        root: "CSIDriver nfs.csi.k8s.io",
        says: "is not registered on node n1",
    },
    {
        title: "An NFS server denies the export that a PersistentVolume names",
        objects:
            NODES +
            creating("shop/media", "media") +
            claim("shop/media", "", "Bound", "pv-nfs") +
            volume("pv-nfs", { nfs: { server: "10.1.1.9", path: "/export/media" } }) +
            event(
                "Pod",
                "shop/media-7d4b9c-x",
                "FailedMount",
                'MountVolume.SetUp failed for volume "pv-nfs" : mount failed: exit status 32\nOutput: mount.nfs: access denied by server while mounting 10.1.1.9:/export/media',
            ),
        layer: "kubernetes",
        root: "PersistentVolume pv-nfs",
        says: "access denied by server while mounting 10.1.1.9:/export/media",
    },
    {
        title: "A volume made by hand still belongs to the claim before",
        objects:
            NODES +
            pending("shop/db", "0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.") +
            claim("shop/data", "manual", "Pending") +
            object("storage.k8s.io/v1", "StorageClass", "fast", { provisioner: "ebs.csi.aws.com" }) +
            volume(
                "pv-old",
                { storageClassName: "manual", hostPath: { path: "/d" }, claimRef: { namespace: "shop", name: "data" } },
                "Released",
            ),
        layer: "kubernetes",
        root: "PersistentVolume pv-old",
        says: "still belongs to a deleted claim",
    },
    {
        title: "A command that is not in the image is one fault",
        objects:
            NODES +
            broken("shop/api", {
                status: {
                    restartCount: 6,
                    state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 5m0s restarting failed container" } },
                    lastState: {
                        terminated: {
                            exitCode: 128,
                            reason: "StartError",
                            finishedAt: "2026-11-21T08:58:05Z",
                            message:
                                'unable to start container process: exec: "agentd": executable file not found in $PATH: unknown',
                        },
                    },
                },
            }),
        layer: "application",
        root: "Deployment shop/api",
        says: 'exec: "agentd": executable file not found in $PATH',
    },
    {
        title: "A readiness command answers in a table",
        objects:
            NODES +
            broken("vault/vault", {}) +
            event(
                "Pod",
                "vault/vault-7d4b9c-x",
                "Unhealthy",
                "Readiness probe failed: Key             Value\nSeal Type       shamir\nSealed          true\n",
            ),
        layer: "application",
        root: "Deployment vault/vault",
        says: "Sealed true",
    },
    {
        title: "A kernel setting is too low for Elasticsearch",
        objects: NODES + crashing("shop/es"),
        logs: {
            "shop/es-7d4b9c-x/main.previous.log":
                "ERROR: [1] bootstrap checks failed. You must address the points described in the following [1] lines before starting Elasticsearch.\nbootstrap check failure [1] of [1]: max virtual memory areas vm.max_map_count [65530] is too low, increase to at least [262144]\n",
        },
        layer: "application",
        root: "Deployment shop/es",
        says: "vm.max_map_count [65530] is too low",
    },
    {
        title: "A panic says why in the line after",
        objects: NODES + crashing("shop/api"),
        logs: {
            "shop/api-7d4b9c-x/main.previous.log": "thread 'main' panicked at src/main.rs:14:37:\nlicence of tenant 7 is gone\n",
        },
        layer: "application",
        root: "Deployment shop/api",
        says: "licence of tenant 7 is gone",
    },
    {
        title: "A variable that is not set is named though no word of its line is loud",
        objects: NODES + crashing("shop/api"),
        logs: {
            "shop/api-7d4b9c-x/main.previous.log":
                "thread 'main' panicked at src/main.rs:14:37:\nREDIS_URL must be set: NotPresent\n",
        },
        layer: "application",
        root: "Deployment shop/api",
        says: "REDIS_URL must be set",
    },
    {
        title: "A Java program says why at the end of its stack",
        objects: NODES + crashing("shop/zk"),
        logs: {
            "shop/zk-7d4b9c-x/main.previous.log":
                "ERROR [main] - Invalid config, exiting abnormally\nQuorumPeerConfig$ConfigException: Error processing /conf/zoo.cfg\n\tat zk.Main.run(Main.java:12)\nCaused by: java.lang.IllegalArgumentException: /data/myid file is missing\n",
        },
        layer: "application",
        root: "Deployment shop/zk",
        says: "/data/myid file is missing",
    },
    {
        title: "nginx names an upstream that is no Service",
        objects: NODES + service("shop/api", { app: "web" }) + crashing("shop/web"),
        logs: {
            "shop/web-7d4b9c-x/main.previous.log":
                'nginx: [emerg] host not found in upstream "api-gateway" in /etc/nginx/conf.d/default.conf:12\n',
        },
        layer: "application",
        root: "Deployment shop/web",
        says: "there is no Service shop/api-gateway",
    },
    {
        title: "A Kustomization's path is not in the repository",
        objects:
            NODES +
            object(
                "kustomize.toolkit.fluxcd.io/v1",
                "Kustomization",
                "flux-system/apps",
                {
                    spec: { path: "./prod/apps", sourceRef: { kind: "GitRepository", name: "fleet" } },
                    status: {
                        observedGeneration: 1,
                        conditions: [
                            condition(
                                "Ready",
                                "False",
                                "ArtifactFailed",
                                "kustomization path not found: stat /tmp/k/prod/apps: no such file or directory",
                            ),
                        ],
                    },
                },
                { generation: 1 },
            ),
        layer: "gitops",
        root: "Kustomization flux-system/apps",
        says: "kustomization path not found",
    },
    {
        title: "A Job takes longer than it may",
        objects:
            NODES +
            object("batch/v1", "Job", "shop/import", {
                spec: { activeDeadlineSeconds: 600 },
                status: {
                    failed: 1,
                    conditions: [
                        condition("Failed", "True", "DeadlineExceeded", "Job was active longer than specified deadline"),
                    ],
                },
            }),
        layer: "application",
        root: "Job shop/import",
        says: "DeadlineExceeded after 600s",
    },
    {
        title: "Talos resources in one file, its name like that of a Kubernetes kind",
        files: {
            "talos/services.yaml":
                "node: 10.0.0.2\nmetadata: { namespace: runtime, type: MachineStatuses.runtime.talos.dev, id: machine, updated: 2026-11-21T08:50:00Z }\nspec: { stage: booting, status: { ready: false, unmetConditions: [{ name: services, reason: etcd not running }] } }\n",
        },
        errors: "The connection to the server 10.0.0.2:6443 was refused - did you specify the right host or port?",
        layer: "talos",
        root: "Machine 10.0.0.2",
        says: "etcd not running",
    },
    {
        title: "Whoever collected could not reach the API, and that is all that is known",
        errors: "Unable to connect to the server: dial tcp 10.0.0.10:6443: i/o timeout",
    },
    {
        title: "A container was killed for its memory this morning and has run since",
        objects:
            NODES +
            deployment("shop/api") +
            replicaSet("shop/api") +
            pod("shop/api", {
                status: {
                    restartCount: 5,
                    state: { running: { startedAt: "2026-11-21T07:00:00Z" } },
                    lastState: { terminated: { exitCode: 137, reason: "OOMKilled", finishedAt: "2026-11-21T08:50:00Z" } },
                },
            }),
    },
    {
        title: "A node that joins is not ready for a moment",
        objects: NODES.concat(
            object(
                "v1",
                "Node",
                "n3",
                { status: { conditions: [condition("Ready", "False", "KubeletNotReady", "cni plugin not initialized")] } },
                { creationTimestamp: "2026-11-21T08:59:10Z" },
            ),
        ),
    },
].map((incident) => ({ at: TAKEN, ...incident }) as Incident);
