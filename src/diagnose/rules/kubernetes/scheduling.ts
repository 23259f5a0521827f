import { namesOf, perWorkload } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { number, strings } from "../../facts/fields.ts";
import { condition, named, refOf } from "../../facts/kube-object.ts";
import { amount, requestOf, roomOf, taintsOf } from "../../facts/node-room.ts";
import type { PodFact } from "../../facts/pod-fact.ts";
import type { Cause, Finding, Rule } from "../../rule.ts";
import { because, showsCondition } from "../../showing.ts";
import { reasonsOf, type SchedulerReason } from "./scheduler-message.ts";

/** Pods that the scheduler finds no node for, by what it says is in the way. */
export const scheduling: Rule = {
    id: "kubernetes.scheduling",
    layer: "kubernetes",
    title: "Pod cannot be scheduled",
    means: "The scheduler looked at every node and none can take the pod.",
    fix: "Read what each node lacks in the condition PodScheduled of the pod, and change the pod's requests and constraints or the nodes.",
    source: "https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/",
    variants: {
        resources: {
            title: "No node has enough left",
            means: "The pod asks for more CPU, memory, storage or pod slots than any node has free.",
            fix: "Lower the requests, free a node, or add one.",
        },
        taint: {
            title: "A taint keeps the pod away",
            means: "Every node that could take the pod has a taint the pod does not tolerate.",
            fix: "Remove the taint (`kubectl taint node NODE KEY-`) or add a toleration to the workload.",
        },
        affinity: {
            title: "No node matches the selector or affinity",
            means: "The pod's nodeSelector or node affinity asks for labels that no node has.",
            fix: "Label a node or correct the selector.",
        },
        volume: {
            title: "A volume keeps the pod away",
            means: "A claim of the pod is not bound, does not exist, or its volume lives on another node.",
            fix: "Mend the claim or the volume; the pod follows by itself.",
        },
        spread: {
            title: "Spreading or anti-affinity keeps the pod away",
            means: "Pod anti-affinity or topology spread constraints leave no node over.",
            fix: "Add nodes or loosen the constraint.",
        },
        ports: {
            title: "The host port is taken",
            means: "Another pod already has the host port on every node that would fit.",
            fix: "Change the hostPort, or the number of replicas to at most one a node.",
        },
        cordoned: {
            title: "The nodes are cordoned",
            means: "The nodes that could take the pod are marked unschedulable.",
            fix: "`kubectl uncordon NODE` when the maintenance is over.",
        },
    },
    reads: ["Pod", "Node"],
    mayRead: ["events", "PersistentVolumeClaim"],
    check: unscheduled,
};

function* unscheduled(facts: Facts): Iterable<Finding> {
    const waiting = facts.pods
        .filter(isWanted)
        .filter(
            (pod) =>
                pod.phase === "Pending" &&
                pod.node === "" &&
                /^(Unschedulable|SchedulerError)$/.test(condition(pod, "PodScheduled")?.reason ?? ""),
        );
    for (const { subject, pods } of perWorkload(waiting)) {
        const [pod] = pods;
        const scheduled = condition(pod, "PodScheduled");
        if (scheduled === undefined) continue;
        const blocked = blockOf(facts, pod, scheduled.message);
        yield {
            ...blocked,
            severity: "critical",
            subject,
            says: `${named(subject)}: ${namesOf(pods)} cannot be scheduled: ${blocked.says}`,
            evidence: [showsCondition(pod, scheduled)],
            since: scheduled.since,
            layer: "kubernetes",
        };
    }
}

/** Pods of a negative priority hold room for others and are meant to wait (cluster-autoscaler's overprovisioning). */
function isWanted(pod: PodFact): boolean {
    return (number(pod.body, "spec", "priority") ?? 0) >= 0;
}

type Block = Pick<Finding, "variant" | "role" | "says" | "hint" | "dueTo" | "causeIn">;

/** What is in the way, the reason that one can change first: volumes, then what the nodes are marked with, then what they lack. */
function blockOf(facts: Facts, pod: PodFact, message: string): Block {
    const { total, reasons } = reasonsOf(message);
    const having = (pattern: RegExp) => reasons.filter((reason) => pattern.test(reason.words));
    if (
        /persistentvolumeclaim|unbound immediate|volume node affinity|PersistentVolume's node affinity|VolumeBinding|binding volumes|bound to non-existent|storage class|max volume count/i.test(
            message,
        ) &&
        having(/Insufficient/).length === 0
    )
        return volumeBlock(facts, pod, message);
    const lacking = having(/^Insufficient |Too many pods/);
    if (lacking.length > 0) return resourceBlock(facts, pod, lacking, total);
    const tainted = having(/taint/);
    if (tainted.length > 0) return taintBlock(facts, tainted, total);
    if (having(/unschedulable/).length > 0) return cordonBlock(facts);
    if (having(/node affinity|node selector|nodeSelector/).length > 0) return affinityBlock(facts, pod);
    if (having(/free ports/).length > 0)
        return {
            variant: "ports",
            role: "cause",
            says: brief(message),
            hint: `kubectl -n ${pod.namespace} get pod ${pod.name} -o yaml | grep -n hostPort`,
        };
    const spread = having(/anti-affinity|topology spread|pod affinity/).length > 0;
    return {
        ...(spread ? { variant: "spread" } : {}),
        role: spread ? "cause" : "failure",
        says: brief(message),
        hint: `kubectl -n ${pod.namespace} describe pod ${pod.name}`,
        dueTo: spread ? [] : facts.needs(pod.ref),
    };
}

function volumeBlock(facts: Facts, pod: PodFact, message: string): Block {
    const claims = pod.references.filter((reference) => reference.kind === "PersistentVolumeClaim");
    const said = /persistentvolumeclaim "([^"]+)" not found/.exec(message)?.[1];
    const blamed = said === undefined ? claims : claims.filter((claim) => claim.name === said);
    return {
        variant: "volume",
        role: "symptom",
        says: brief(message),
        hint: `kubectl -n ${pod.namespace} describe pvc ${blamed.map((claim) => claim.name).join(" ")}`,
        dueTo: blamed.map((claim) =>
            because("mounts", refOf(facts.cluster, "v1", "PersistentVolumeClaim", claim.name, pod.namespace)),
        ),
        causeIn: [
            facts.scope("PersistentVolumeClaim", pod.namespace),
            facts.scope("PersistentVolume"),
            facts.scope("StorageClass"),
        ],
    };
}

function resourceBlock(facts: Facts, pod: PodFact, lacking: readonly SchedulerReason[], total: number): Block {
    const words = lacking
        .map((each) => `${each.words} on ${each.nodes} of ${total} ${total === 1 ? "node" : "nodes"}`)
        .join(", ");
    const resource = /Insufficient (\S+)/.exec(lacking[0]?.words ?? "")?.[1] ?? "pods";
    const rooms = facts.all("Node").flatMap((node) => {
        const room = roomOf(facts, node, resource);
        return room === undefined ? [] : [{ node, ...room }];
    });
    const freest = rooms.sort((a, b) => b.free - a.free)[0];
    const miss =
        freest === undefined
            ? ""
            : `; the freest node ${freest.node.ref.name} has ${amount(resource, freest.free)} of ${amount(resource, freest.allocatable)} left`;
    const asks =
        resource === "pods" || requestOf(pod, resource) === 0
            ? ""
            : `asks for ${amount(resource, requestOf(pod, resource))}${resource === "cpu" ? "" : ` ${resource}`}: `;
    return {
        variant: "resources",
        role: "cause",
        says: `${asks}${words}${miss}`,
        hint: `kubectl describe nodes | grep -A8 'Allocated resources'; lower resources.requests.${resource} of ${named(pod.blamed)}, or add a node`,
        dueTo: facts.all("Node").map((node) => ({
            ...because("scheduled-by", node.ref, ["kubernetes.node-not-ready", "kubernetes.node-cordoned"]),
            direct: true,
        })),
    };
}

/** Taints that the cluster sets by itself when a node is not well: the node's own finding says why. */
const BY_STATE = /node\.kubernetes\.io\/|node\.cloudprovider\.kubernetes\.io\/|node\.cilium\.io/;

function taintBlock(facts: Facts, tainted: readonly SchedulerReason[], total: number): Block {
    const taints = tainted.map((each) => /\{([^}]*)\}/.exec(each.words)?.[1]?.replace(/: ?$/, "") ?? each.words);
    const ofState = tainted.some((each) => BY_STATE.test(each.words));
    const nodes = facts
        .all("Node")
        .filter((node) => ofState || taintsOf(node).some((taint) => taints.some((words) => words.startsWith(taint.key))));
    const dueTo: readonly Cause[] = nodes.map((node) => ({ ...because("scheduled-by", node.ref, ["kubernetes.node", "talos"]) }));
    const count = tainted.reduce((sum, each) => sum + each.nodes, 0);
    return {
        variant: "taint",
        role: ofState ? "symptom" : "failure",
        says: `it does not tolerate the taint ${taints.join(", ")} of ${count} of ${total} ${total === 1 ? "node" : "nodes"}`,
        hint: ofState
            ? "kubectl get nodes; mend the node"
            : `kubectl taint node ${nodes[0]?.ref.name ?? "NODE"} ${taints[0]?.split(/[:=]/)[0] ?? "KEY"}- ; or add a toleration to the workload`,
        dueTo,
        causeIn: [facts.scope("Node")],
    };
}

function cordonBlock(facts: Facts): Block {
    const nodes = facts.all("Node").filter((node) => node.body.spec !== undefined);
    return {
        variant: "cordoned",
        role: "symptom",
        says: "the nodes that could take it are cordoned (unschedulable)",
        hint: "kubectl get nodes; kubectl uncordon NODE",
        dueTo: nodes.map((node) => ({ ...because("scheduled-by", node.ref, ["kubernetes.node"]), direct: true })),
        causeIn: [facts.scope("Node")],
    };
}

function affinityBlock(facts: Facts, pod: PodFact): Block {
    const wanted = Object.entries(strings(pod.body, "spec", "nodeSelector")).map(([key, value]) => `${key}=${value}`);
    const missing = wanted.filter(
        (pair) =>
            !facts
                .all("Node")
                .some(
                    (node) =>
                        strings(node.body, "metadata", "labels")[pair.slice(0, pair.indexOf("="))] ===
                        pair.slice(pair.indexOf("=") + 1),
                ),
    );
    const shown = missing.length > 0 ? missing : wanted;
    const what =
        shown.length > 0
            ? `no node has the label ${shown.join(", ")} that its nodeSelector asks for`
            : "no node matches its node affinity";
    return {
        variant: "affinity",
        role: "cause",
        says: what,
        hint: `kubectl get nodes --show-labels; label a node or correct the selector of ${named(pod.blamed)}`,
    };
}

function brief(message: string): string {
    const { reasons } = reasonsOf(message);
    return reasons.length === 0 ? message.slice(0, 240) : reasons.map((reason) => `${reason.nodes} ${reason.words}`).join(", ");
}
