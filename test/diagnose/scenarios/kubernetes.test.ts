import { expect, test } from "vitest";
import { BROKE, CRASHING, deployment, node, object, pod, SILENT, service, TAKEN, unschedulable, warning } from "../cluster.ts";
import { type Case, diagnosed, sketch } from "../judge.ts";

async function sketched(given: Case): Promise<string[]> {
    return sketch(await diagnosed({ at: TAKEN, ...given }));
}

test("A kubelet that fell silent is the root of what its node ran, and of nothing else", async () => {
    const objects =
        node("n1") +
        node("n2", [SILENT]) +
        deployment("msp/web", 0) +
        pod("msp/web", { node: "n2", ready: false }) +
        service("msp/web") +
        deployment("msp/api") +
        pod("msp/api");
    const { roots } = await diagnosed({ at: TAKEN, objects });
    expect(roots.map((root) => `${root.rule} ${root.subject.name}`)).toEqual(["kubernetes.node-not-ready.silent n2"]);
    expect(new Set(roots[0]?.symptoms.map((symptom) => symptom.subject.name))).toEqual(new Set(["web"]));
});

test("A full disk evicts, taints and keeps away: one root", async () => {
    const pressure = {
        type: "DiskPressure",
        status: "True",
        reason: "KubeletHasDiskPressure",
        message: "kubelet has disk pressure",
        lastTransitionTime: BROKE,
    };
    const evicted = object(
        "v1",
        "Pod",
        "msp/web-7d4b9c-old",
        {
            spec: { nodeName: "n1", containers: [{ name: "main" }] },
            status: { phase: "Failed", reason: "Evicted", message: "The node was low on resource: ephemeral-storage." },
        },
        {
            labels: { app: "web", "pod-template-hash": "7d4b9c" },
            ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "web-7d4b9c", controller: true }],
        },
    );
    const waiting = pod(
        "msp/web",
        unschedulable("0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }."),
    );
    const diagnosis = await diagnosed({
        at: TAKEN,
        objects: node("n1", [pressure]) + deployment("msp/web", 0) + evicted + waiting,
    });
    expect(diagnosis.roots.map((root) => `${root.rule} ${root.subject.name}`)).toEqual(["kubernetes.node-pressure n1"]);
    expect(diagnosis.verdict.layer).toBe("kubernetes");
});

test("The taint of the only node keeps everything waiting", async () => {
    const objects =
        node("cp-1", [], { taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }] }) +
        deployment("msp/web", 0) +
        pod(
            "msp/web",
            unschedulable(
                "0/1 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
            ),
        );
    expect(await sketched({ objects })).toEqual([
        "broken kubernetes",
        "kubernetes.node-taint Node cp-1",
        "  kubernetes.scheduling.taint Deployment msp/web",
        "    application.rollout Deployment msp/web",
    ]);
});

test("A network that is not there keeps the node from being ready and the DNS from being placed", async () => {
    const missing = {
        type: "Ready",
        status: "False",
        reason: "KubeletNotReady",
        message:
            "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized",
        lastTransitionTime: BROKE,
    };
    const objects =
        node("n1", [missing]) +
        deployment("kube-system/coredns", 0) +
        pod(
            "kube-system/coredns",
            unschedulable("0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/not-ready: }."),
        );
    expect(await sketched({ objects })).toEqual([
        "broken kubernetes",
        "kubernetes.node-not-ready.network Node n1",
        "  kubernetes.scheduling.taint Deployment kube-system/coredns",
        "    application.rollout Deployment kube-system/coredns",
    ]);
});

test("A CNI that crashes is the root of the node that is not ready", async () => {
    const missing = {
        type: "Ready",
        status: "False",
        reason: "KubeletNotReady",
        message:
            "NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized",
        lastTransitionTime: BROKE,
    };
    const daemons = object("apps/v1", "DaemonSet", "kube-system/kube-flannel", {
        spec: { template: { metadata: { labels: { app: "kube-flannel" } } } },
        status: { desiredNumberScheduled: 1, currentNumberScheduled: 1, numberReady: 0 },
    });
    const objects =
        node("n1", [missing]) +
        daemons +
        pod("kube-system/kube-flannel", { ...CRASHING, owner: "DaemonSet", name: "kube-flannel-abcde" });
    const logs = {
        "kube-system/kube-flannel-abcde/main.log":
            'E1121 08:58:04.0 1 main.go:359] Error registering network: failed to acquire lease: node "n1" pod cidr not assigned\n',
    };
    const { roots, verdict } = await diagnosed({ at: TAKEN, objects, logs });
    expect(roots.map((root) => `${root.subject.kind} ${root.subject.name}`)).toEqual(["DaemonSet kube-flannel"]);
    expect([verdict.layer, roots[0]?.says]).toEqual(["kubernetes", expect.stringContaining("pod cidr not assigned")]);
});

test("A DNS that sees its own queries is the root of whoever finds no name", async () => {
    const objects =
        node("n1") +
        deployment("kube-system/coredns", 0) +
        pod("kube-system/coredns", CRASHING) +
        service("kube-system/kube-dns", "10.96.0.10", 53, { app: "coredns" }) +
        deployment("msp/web", 0) +
        pod("msp/web", CRASHING);
    const logs = {
        "kube-system/coredns-7d4b9c-x/main.previous.log":
            '[FATAL] plugin/loop: Loop (127.0.0.1:55953 -> :1053) detected for zone "."\n',
        "msp/web-7d4b9c-x/main.previous.log": "Error: getaddrinfo EAI_AGAIN db.msp.svc.cluster.local\n",
    };
    const { roots, verdict } = await diagnosed({ at: TAKEN, objects, logs });
    expect(roots.map((root) => `${root.rule} ${root.subject.name}`)).toEqual(["kubernetes.dns.loop coredns"]);
    expect(verdict.layer).toBe("kubernetes");
});

test("A webhook that guards its own pods locks itself out", async () => {
    const refused = {
        replicas: 0,
        conditions: [
            {
                type: "ReplicaFailure",
                status: "True",
                reason: "FailedCreate",
                lastTransitionTime: BROKE,
                message:
                    'Internal error occurred: failed calling webhook "v.example.com": failed to call webhook: Post "https://hook.guard.svc:443/v": no endpoints available for service "hook"',
            },
        ],
    };
    const replicaSet = (place: string, owner: string) =>
        object(
            "apps/v1",
            "ReplicaSet",
            place,
            { spec: { replicas: 1 }, status: refused },
            { ownerReferences: [{ apiVersion: "apps/v1", kind: "Deployment", name: owner, controller: true }] },
        );
    const configuration = object("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "guard", {
        webhooks: [
            { name: "v.example.com", failurePolicy: "Fail", clientConfig: { service: { name: "hook", namespace: "guard" } } },
        ],
    });
    const objects =
        node("n1") +
        deployment("guard/hook", 0) +
        service("guard/hook") +
        configuration +
        replicaSet("guard/hook-7d4b9c", "hook") +
        replicaSet("msp/web-7d4b9c", "web") +
        deployment("msp/web", 0) +
        deployment("other/x") +
        pod("other/x");
    const { roots } = await diagnosed({ at: TAKEN, objects });
    expect(roots.map((root) => `${root.rule} ${root.subject.name}`)).toEqual(["kubernetes.webhook.no-endpoints guard"]);
});

test("A metrics server that crashes takes the API, the autoscaler and a namespace with it", async () => {
    const api = object("apiregistration.k8s.io/v1", "APIService", "v1beta1.metrics.k8s.io", {
        spec: { service: { name: "metrics-server", namespace: "kube-system" } },
        status: {
            conditions: [
                {
                    type: "Available",
                    status: "False",
                    reason: "MissingEndpoints",
                    message: "endpoints for service/metrics-server in kube-system have no addresses",
                    lastTransitionTime: BROKE,
                },
            ],
        },
    });
    const namespace = object(
        "v1",
        "Namespace",
        "old",
        {
            status: {
                phase: "Terminating",
                conditions: [
                    {
                        type: "NamespaceDeletionDiscoveryFailure",
                        status: "True",
                        message:
                            "Discovery failed for some groups, 1 failing: metrics.k8s.io/v1beta1: stale GroupVersion discovery",
                    },
                ],
            },
        },
        { deletionTimestamp: BROKE },
    );
    const autoscaler = object("autoscaling/v2", "HorizontalPodAutoscaler", "msp/web", {
        spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" } },
        status: {
            conditions: [
                {
                    type: "ScalingActive",
                    status: "False",
                    reason: "FailedGetResourceMetric",
                    message:
                        "unable to fetch metrics from resource metrics API: the server is currently unable to handle the request",
                },
            ],
        },
    });
    const objects =
        node("n1") +
        deployment("kube-system/metrics-server", 0) +
        pod("kube-system/metrics-server", CRASHING) +
        service("kube-system/metrics-server") +
        api +
        namespace +
        autoscaler +
        deployment("msp/web") +
        pod("msp/web");
    const logs = {
        "kube-system/metrics-server-7d4b9c-x/main.log": "panic: open /etc/certs/tls.crt: no such file or directory\n",
    };
    expect(await sketched({ objects, logs })).toEqual([
        "broken kubernetes",
        "application.crash-loop.missing-file Deployment kube-system/metrics-server",
        "  kubernetes.service Service kube-system/metrics-server",
        "    kubernetes.api-service APIService v1beta1.metrics.k8s.io",
        "      kubernetes.namespace-terminating.api Namespace old",
        "      kubernetes.autoscaler HorizontalPodAutoscaler msp/web",
        "  application.rollout Deployment kube-system/metrics-server",
    ]);
});

test("A scheduler that does not start leaves pods without a word", async () => {
    const lease = (name: string, renewTime: string) =>
        object("coordination.k8s.io/v1", "Lease", `kube-system/${name}`, { spec: { holderIdentity: "cp-1", renewTime } });
    const objects =
        node("cp-1") +
        deployment("msp/web", 0) +
        pod("msp/web", { node: null, phase: "Pending", ready: false }) +
        pod("kube-system/kube-scheduler", { ...CRASHING, owner: "static", name: "kube-scheduler-cp-1", node: "cp-1" }) +
        lease("kube-scheduler", BROKE) +
        lease("kube-controller-manager", TAKEN);
    const logs = {
        "kube-system/kube-scheduler-cp-1/main.log":
            'E1121 08:58:05.0 1 run.go:72] "command failed" err="unknown flag: --algorithm-provder"\n',
    };
    const { roots } = await diagnosed({ at: TAKEN, objects, logs });
    expect(roots.map((root) => `${root.subject.kind} ${root.subject.name}`)).toEqual(["Pod kube-scheduler-cp-1"]);
    expect(roots[0]?.says).toContain("unknown flag: --algorithm-provder");
});

test("A full etcd explains what nothing else does", async () => {
    const objects =
        node("cp-1") + pod("kube-system/etcd", { owner: "static", name: "etcd-cp-1", node: "cp-1" }) + deployment("msp/web", 0);
    const logs = {
        "kube-system/etcd-cp-1/main.log":
            '{"level":"warn","msg":"failed to apply request","error":"etcdserver: mvcc: database space exceeded"}\n',
    };
    expect(await sketched({ objects, logs })).toEqual([
        "broken kubernetes",
        "kubernetes.etcd.space Pod kube-system/etcd-cp-1",
        "  application.rollout Deployment msp/web",
    ]);
});

test("A policy that denies everything is the root of who cannot connect", async () => {
    const policy = object("networking.k8s.io/v1", "NetworkPolicy", "msp/deny-all", {
        spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    });
    const objects =
        node("n1") +
        deployment("msp/web", 0) +
        pod("msp/web", CRASHING) +
        deployment("msp/db") +
        pod("msp/db", { ip: "10.244.0.7" }) +
        service("msp/db", "10.96.0.60", 5432) +
        policy;
    expect(
        await sketched({
            objects,
            logs: { "msp/web-7d4b9c-x/main.log": "could not connect to db: dial tcp 10.96.0.60:5432: i/o timeout\n" },
        }),
    ).toEqual([
        "broken kubernetes",
        "kubernetes.network-policy NetworkPolicy msp/deny-all",
        "  application.crash-loop.timeout Deployment msp/web",
        "    application.rollout Deployment msp/web",
    ]);
});

test("A Service with the wrong selector is the root of who is refused", async () => {
    const objects =
        node("n1") +
        deployment("msp/api") +
        pod("msp/api") +
        service("msp/api", "10.96.0.70", 80, { app: "apii" }) +
        deployment("msp/web", 0) +
        pod("msp/web", CRASHING);
    const { roots } = await diagnosed({
        at: TAKEN,
        objects,
        logs: { "msp/web-7d4b9c-x/main.log": "Error: connect ECONNREFUSED 10.96.0.70:80\n" },
    });
    expect(roots.map((root) => root.says)).toEqual([
        "Service msp/api selects app=apii and no pod has these labels: Deployment msp/api has app=api",
    ]);
});

test("An issuer that cannot register is the root of the certificate and of the Ingress without it", async () => {
    const ready = (reason: string, message: string) => ({
        status: { conditions: [{ type: "Ready", status: "False", reason, message, lastTransitionTime: BROKE }] },
    });
    const issuer = object(
        "cert-manager.io/v1",
        "ClusterIssuer",
        "letsencrypt",
        ready("ErrRegisterACMEAccount", "Failed to register ACME account: 403 urn:ietf:params:acme:error:unauthorized"),
    );
    const certificate = object("cert-manager.io/v1", "Certificate", "msp/web", {
        spec: { secretName: "web-tls", issuerRef: { name: "letsencrypt", kind: "ClusterIssuer" } },
        ...ready("DoesNotExist", "Issuing certificate as Secret does not exist"),
    });
    const ingress = object("networking.k8s.io/v1", "Ingress", "msp/web", {
        spec: { tls: [{ secretName: "web-tls" }], rules: [] },
    });
    const objects = node("n1") + issuer + certificate + ingress + object("v1", "Secret", "msp/other");
    expect(await sketched({ objects })).toEqual([
        "broken kubernetes",
        "kubernetes.certificate.issuer ClusterIssuer letsencrypt",
        "  kubernetes.certificate Certificate msp/web",
        "    kubernetes.ingress.certificate Ingress msp/web",
    ]);
});

test("An event of a node that is well again is history", async () => {
    const objects =
        node("n1") +
        warning("Node n1", "NodeNotReady", "Node n1 status is now: NodeNotReady") +
        deployment("msp/web") +
        pod("msp/web");
    expect(await sketched({ objects })).toEqual(["healthy"]);
});
