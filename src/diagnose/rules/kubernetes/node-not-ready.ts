import type { Facts } from "../../facts/facts.ts";
import { text, time } from "../../facts/fields.ts";
import { type Condition, condition, type KubeObject, labels, machineRef, named } from "../../facts/kube-object.ts";
import { brief } from "../../latest-event.ts";
import type { Cause, Finding, Rule } from "../../rule.ts";
import { because, showsCondition } from "../../showing.ts";
import { waitingRequests } from "./signing-request.ts";

/** Nodes whose condition Ready is not True, by what the condition says. */
export const nodeNotReady: Rule = {
    id: "kubernetes.node-not-ready",
    layer: "kubernetes",
    title: "Node is not ready",
    means: "The control plane does not trust the node with pods: its kubelet is silent, or says that it cannot run them.",
    fix: "Look at the machine: is it up, does its kubelet run, what does its log say?",
    source: "https://kubernetes.io/docs/reference/node/node-status/#condition",
    variants: {
        silent: {
            title: "Kubelet stopped posting the node's status",
            means: "Nobody has heard of the node since then: the machine is off, cut from the network, or its kubelet does not run.",
            fix: "Start the machine or its kubelet; on Talos `talosctl -n NODE service kubelet`.",
        },
        network: {
            title: "The node has no pod network",
            means: "The container runtime found no working CNI configuration, so no pod can start on the node.",
            fix: "Install or mend the CNI plugin: its DaemonSet and the files in /etc/cni/net.d.",
        },
        runtime: {
            title: "The container runtime does not work",
            means: "The kubelet cannot talk to the container runtime, or it hangs (PLEG).",
            fix: "Restart containerd on the node and look at its log.",
        },
    },
    reads: ["Node"],
    mayRead: ["Pod", "DaemonSet.apps", "CertificateSigningRequest.certificates.k8s.io", "machine", "events"],
    check: unreadyNodes,
};

function* unreadyNodes(facts: Facts): Iterable<Finding> {
    for (const node of facts.all("Node")) {
        const ready = condition(node, "Ready");
        if (ready === undefined || ready.status === "True" || isJoining(facts, node)) continue;
        yield {
            severity: "critical",
            subject: node.ref,
            evidence: [showsCondition(node, ready)],
            since: ready.since,
            ...why(facts, node, ready),
        };
    }
}

const JOINING_MS = 180_000;

/** A node that was made a moment ago is not ready before its network plugin is. */
function isJoining(facts: Facts, node: KubeObject): boolean {
    const made = time(node.body, "metadata", "creationTimestamp");
    return made !== undefined && facts.now - made < JOINING_MS && facts.all("Node").length > 1;
}

function why(
    facts: Facts,
    node: KubeObject,
    ready: Condition,
): Pick<Finding, "variant" | "role" | "confidence" | "says" | "hint" | "dueTo" | "affects" | "causeIn"> {
    const machine = facts.machine(node.ref.name);
    const below: readonly Cause[] = machine === undefined ? [] : [because("runs-on", machineRef(facts.cluster, machine.node))];
    const name = node.ref.name;
    if (ready.status === "Unknown" || /stopped posting/i.test(ready.message)) {
        const request = waitingRequests(facts).find((each) => text(each.body, "spec", "username") === `system:node:${name}`);
        const asks =
            request === undefined ? "" : `; its request for a client certificate, ${named(request.ref)}, was not approved`;
        return {
            variant: "silent",
            role: "cause",
            says: `${named(node.ref)} is not ready: its kubelet stopped posting status${ready.since ? ` at ${ready.since}` : ""}${asks}`,
            hint:
                request === undefined
                    ? `look at machine ${name}: is it up and reachable, does its kubelet run?`
                    : `kubectl certificate approve ${request.ref.name}; then look whether the kubelet of ${name} comes back`,
            dueTo: below,
            ...(request === undefined ? {} : { affects: [because("depends-on", request.ref, ["kubernetes.signing-request"])] }),
        };
    }
    if (/network ?plugin|cni|NetworkReady=false|NetworkPluginNotReady/i.test(ready.message))
        return {
            variant: "network",
            role: "failure",
            // What the network runs on is not explained by the network: a failing plugin must come out on top.
            confidence: 0.6,
            says: `${named(node.ref)} is not ready: ${brief(ready.message)}`,
            hint: `kubectl get daemonsets -A; kubectl get pods -A -o wide --field-selector spec.nodeName=${name}; install or mend the CNI plugin`,
            dueTo: [...networkOf(facts), ...below],
            causeIn: [facts.scope("DaemonSet"), facts.scope("Pod")],
        };
    if (/PLEG|runtime/i.test(ready.message))
        return {
            variant: "runtime",
            role: "cause",
            says: `${named(node.ref)} is not ready: ${brief(ready.message)}`,
            hint: `look at the container runtime of ${name} and restart it`,
            dueTo: below,
        };
    return {
        role: "failure",
        says: `${named(node.ref)} is not ready: ${brief(ready.message || ready.reason)}`,
        hint: `kubectl describe node ${name}`,
        dueTo: below,
    };
}

const NETWORK = /calico|cilium|flannel|weave|canal|antrea|kube-router|multus|aws-node|azure-cni|ovn|kindnet|tigera/;

/** The DaemonSets and Deployments of the pod network. */
export function networkOf(facts: Facts): readonly Cause[] {
    const workloads = ["DaemonSet.apps", "Deployment.apps"].flatMap((kind) => facts.all(kind));
    return workloads
        .filter((each) => NETWORK.test(each.ref.name) || NETWORK.test(labels(each)["k8s-app"] ?? ""))
        .map((each) => because("served-by", each.ref));
}
