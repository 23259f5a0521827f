import { type Check, controlPlanes, type Finding, fail, judged, pass, unknown } from "./check.ts";
import { membersTold } from "./etcd-checks.ts";
import type { HealthFacts, KubernetesFacts, PodFact } from "./facts.ts";

const STATIC_PODS = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"];

/** Checks 10 to 16 of talosctl. Source: siderolabs/talos pkg/cluster/check/kubernetes.go. All but the static pods need Kubernetes' own answers. */
export const KUBERNETES_CHECKS: readonly Check[] = [
    {
        id: "nodes-reported",
        title: "all k8s nodes to report",
        evaluate: (facts) => judged(facts.kubernetes, undefined, (kubernetes) => reported(facts, kubernetes)),
    },
    { id: "static-pods-running", title: "all control plane static pods to be running", evaluate: staticPods },
    {
        id: "control-plane-ready",
        title: "all control plane components to be ready",
        evaluate: (facts) => judged(facts.kubernetes, undefined, controlPlaneReady),
    },
    {
        id: "nodes-ready",
        title: "all k8s nodes to report ready",
        evaluate: (facts) =>
            withCni(facts, ({ nodes }) =>
                nodes.map(({ name, ready }) => (ready ? pass(name) : fail("its Node is not Ready", name))),
            ),
    },
    {
        id: "kube-proxy-ready",
        title: "kube-proxy to report ready",
        evaluate: (facts) =>
            judged(facts.kubernetes, undefined, ({ pods, kubeProxyDesired }) =>
                enough(pods, { app: "kube-proxy", wanted: kubeProxyDesired }),
            ),
    },
    {
        id: "coredns-ready",
        title: "coredns to report ready",
        evaluate: (facts) =>
            withCni(facts, ({ pods, corednsReplicas }) => enough(pods, { app: "kube-dns", wanted: corednsReplicas })),
    },
    {
        id: "nodes-schedulable",
        title: "all k8s nodes to report schedulable",
        evaluate: (facts) =>
            judged(facts.kubernetes, undefined, ({ nodes }) =>
                nodes.map(({ name, unschedulable }) => (unschedulable ? fail("its Node is cordoned", name) : pass(name))),
            ),
    },
];

/** Both ways: a machine that Kubernetes does not know, and a Node that is no machine of this cluster. */
function reported(facts: HealthFacts, { nodes }: KubernetesFacts): readonly Finding[] {
    const members = membersTold(facts);
    if (members.length === 0) return [unknown("no machine told the members of the cluster")];
    const addresses = new Set(nodes.flatMap(({ internalIps }) => internalIps));
    const known = new Set(members.flatMap((member) => member.addresses));
    return [
        ...members.map(({ hostname, addresses: own }) =>
            own.some((address) => addresses.has(address)) ? pass(hostname) : fail("no Kubernetes Node has its address", hostname),
        ),
        ...nodes
            .filter(({ internalIps }) => !internalIps.some((address) => known.has(address)))
            .map(({ name }) => fail("it is a Kubernetes Node and no member of the Talos cluster", name)),
    ];
}

function staticPods(facts: HealthFacts): readonly Finding[] {
    return controlPlanes(facts).flatMap(({ name, staticPods: told }) =>
        judged(told, name, (ids) => {
            const missing = STATIC_PODS.filter((pod) => !ids.some((id) => id.startsWith(`kube-system/${pod}-`)));
            return missing.length === 0 ? pass(name) : missing.map((pod) => fail(`the static pod ${pod} is missing`, name));
        }),
    );
}

function controlPlaneReady({ nodes, pods }: KubernetesFacts): readonly Finding[] {
    const wanted = nodes.filter(({ controlPlane }) => controlPlane).map(({ name }) => name);
    if (wanted.length === 0) return [fail("no Kubernetes Node is labelled as control plane")];
    return wanted.flatMap((node) =>
        STATIC_PODS.flatMap((component) => {
            const own = pods.filter((pod) => pod.labels["k8s-app"] === component && pod.node === node);
            if (own.length === 0) return [fail(`it has no pod of ${component}`, node)];
            return own.some(({ ready }) => ready)
                ? [pass(node)]
                : own.map(({ name }) => fail(`the pod ${name} is not ready`, node));
        }),
    );
}

/** Without a CNI of Talos' own nothing can be said of readiness; talosctl leaves these checks out. */
function withCni(facts: HealthFacts, judge: (kubernetes: KubernetesFacts) => Finding | readonly Finding[]): readonly Finding[] {
    const none = facts.machines.some(({ cniName }) => cniName.ok && cniName.value === "none");
    return none
        ? [pass(undefined, "not judged: the cluster is configured without a CNI")]
        : judged(facts.kubernetes, undefined, judge);
}

function enough(
    pods: readonly PodFact[],
    { app, wanted }: { readonly app: string; readonly wanted: number | undefined },
): Finding | readonly Finding[] {
    if (wanted === undefined || wanted === 0) return pass(undefined, "not judged: it is not installed");
    const own = pods.filter((pod) => pod.labels["k8s-app"] === app && !pod.deleting && pod.phase !== "Failed" && !pod.ended);
    const ready = own.filter((pod) => pod.ready).length;
    return ready >= wanted
        ? pass()
        : [
              fail(`${ready} of ${wanted} pods are ready`),
              ...own.filter((pod) => !pod.ready).map((pod) => fail(`the pod ${pod.name} is not ready`, pod.node)),
          ];
}
