import type { Facts } from "../../facts/facts.ts";
import { conditions, machineRef, named } from "../../facts/kube-object.ts";
import { brief, latestEvent } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsCondition, showsEvent } from "../../showing.ts";

const LACK: Readonly<Record<string, string>> = {
    DiskPressure: "has no disk space left for pods and images",
    MemoryPressure: "has hardly any memory left",
    PIDPressure: "has hardly any process ids left",
    NetworkUnavailable: "has no network set up",
};

/** Nodes that say they run out of something: they evict pods and take no new ones. */
export const nodePressure: Rule = {
    id: "kubernetes.node-pressure",
    layer: "kubernetes",
    title: "Node is under pressure",
    means: "The kubelet measured less free disk, memory or process ids than its eviction threshold. It evicts pods and the node gets a taint.",
    fix: "Free space on the node (old images, logs, emptyDir volumes) or take load off it; the condition goes away by itself after some minutes.",
    source: "https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#node-conditions",
    reads: ["Node"],
    mayRead: ["events", "machine"],
    check: pressedNodes,
};

function* pressedNodes(facts: Facts): Iterable<Finding> {
    for (const node of facts.all("Node")) {
        for (const condition of conditions(node)) {
            const lack = LACK[condition.type];
            if (lack === undefined || condition.status !== "True") continue;
            const event = latestEvent(
                facts,
                node.ref,
                /EvictionThresholdMet|FreeDiskSpaceFailed|ImageGCFailed|SystemOOM|NodeHasDiskPressure/,
            );
            const machine = facts.machine(node.ref.name);
            yield {
                severity: "critical",
                role: "cause",
                subject: node.ref,
                says: `${named(node.ref)} ${lack} (${condition.type}${condition.reason ? `: ${condition.reason}` : ""}${event === undefined ? "" : `; ${brief(event.message)}`})`,
                hint: `kubectl describe node ${node.ref.name}; free ${condition.type === "DiskPressure" ? "disk space (images, logs, volumes) on" : "resources of"} ${node.ref.name}`,
                evidence: [showsCondition(node, condition), ...(event === undefined ? [] : [showsEvent(event)])],
                dueTo:
                    machine === undefined
                        ? []
                        : [
                              because("runs-on", machineRef(facts.cluster, machine.node), [
                                  "talos.disk",
                                  "talos.mem",
                                  "talos.volume",
                              ]),
                          ],
                since: condition.since,
            };
        }
    }
}
