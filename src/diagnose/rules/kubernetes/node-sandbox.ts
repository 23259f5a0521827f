import { namesOf, unwell } from "../../among-pods.ts";
import type { EventFact } from "../../facts/event-fact.ts";
import type { Facts } from "../../facts/facts.ts";
import { refOf } from "../../facts/kube-object.ts";
import type { PodFact } from "../../facts/pod-fact.ts";
import { brief, latestEvent, sinceEvent } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsEvent } from "../../showing.ts";
import { networkOf } from "./node-not-ready.ts";

/** Nodes on which pods get no network or no sandbox. */
export const nodeSandbox: Rule = {
    id: "kubernetes.node-sandbox",
    layer: "kubernetes",
    title: "Pod sandbox cannot be created",
    means: "The container runtime cannot set up the pod's network namespace, mostly because the CNI plugin fails.",
    fix: "Read the plugin's words in the event; look at the CNI DaemonSet's pod on that node.",
    source: "https://kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/network-plugins/",
    variants: {
        addresses: {
            title: "The node has no pod address left",
            means: "The address range of the node (or subnet) is used up.",
            fix: "Free addresses (leaked ones in /var/lib/cni), enlarge the range or the number of nodes.",
        },
        plugin: {
            title: "The CNI plugin fails",
            means: "The plugin's binary is missing, its daemon does not answer, or it refuses.",
            fix: "Mend the CNI DaemonSet.",
        },
    },
    reads: ["Pod", "events"],
    mayRead: ["DaemonSet.apps", "Deployment.apps", "Node"],
    check: sandboxless,
};

/** The first attempts of a young pod often fail and are repeated. */
const STARTING_MS = 120_000;

function* sandboxless(facts: Facts): Iterable<Finding> {
    const stuck = unwell(facts).flatMap((pod) => {
        const event = pod.containers.some((each) => each.state === "running")
            ? undefined
            : latestEvent(facts, pod.ref, /^FailedCreatePodSandBox|^NetworkNotReady/);
        return event === undefined || pod.node === "" ? [] : [{ pod, event }];
    });
    for (const [node, group] of Map.groupBy(stuck, (each) => each.pod.node)) {
        const [first] = group;
        if (first !== undefined)
            yield findingOf(
                facts,
                node,
                first.event,
                group.map((each) => each.pod),
            );
    }
}

function findingOf(facts: Facts, node: string, event: EventFact, pods: readonly PodFact[]): Finding {
    const { message } = event;
    const addresses =
        /no (?:IP )?addresses available|failed to allocate for range|no more IPs|out of IPs|failed to assign an IP/i.test(
            message,
        );
    const said =
        /plugin type="[\s\S]*/.exec(message)?.[0] ?? /failed to (?:setup|set up) network[\s\S]*/.exec(message)?.[0] ?? message;
    const subject = refOf(facts.cluster, "v1", "Node", node);
    return {
        variant: addresses ? "addresses" : "plugin",
        severity: "critical",
        role: addresses ? "cause" : "failure",
        subject,
        says: `Node ${node} gives ${namesOf(pods)} no network: ${brief(said)}`,
        hint: `kubectl get pods -A -o wide --field-selector spec.nodeName=${node}; look at the CNI plugin's pod and /etc/cni/net.d on ${node}`,
        evidence: [showsEvent(event)],
        dueTo: [...networkOf(facts)],
        causeIn: [facts.scope("DaemonSet")],
        ...sinceEvent(event),
        ...(pods.every((pod) => pod.ageMs < STARTING_MS) ? { transient: true } : {}),
    };
}
