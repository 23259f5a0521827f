import type { Facts } from "../../facts/facts.ts";
import { flag, number, text } from "../../facts/fields.ts";
import { named } from "../../facts/kube-object.ts";
import { latestEvent } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsField } from "../../showing.ts";

/** Budgets that keep a drain from ending. */
export const disruptionBudget: Rule = {
    id: "kubernetes.disruption-budget",
    layer: "kubernetes",
    title: "PodDisruptionBudget blocks a drain",
    means: "A node is being drained and the budget allows no disruption, so its last pods are never evicted and the drain (or the upgrade) waits.",
    fix: "Raise the replicas, or loosen minAvailable/maxUnavailable so that one pod may go.",
    source: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
    variants: {
        never: {
            title: "PodDisruptionBudget can never allow a disruption",
            means: "minAvailable is as large as the number of pods, or maxUnavailable is 0: every drain will wait.",
            fix: "Raise the replicas or loosen the budget before the next drain.",
        },
    },
    reads: ["PodDisruptionBudget.policy", "Pod", "Node"],
    mayRead: ["events"],
    check: blockingBudgets,
};

function* blockingBudgets(facts: Facts): Iterable<Finding> {
    for (const budget of facts.all("PodDisruptionBudget.policy")) {
        const [allowed, healthy, desired, expected] = [
            "disruptionsAllowed",
            "currentHealthy",
            "desiredHealthy",
            "expectedPods",
        ].map((field) => number(budget.body, "status", field));
        if (allowed !== 0 || (expected ?? 0) === 0) continue;
        const held = facts.podsOf(budget.ref).filter((pod) => isDraining(facts, pod.node));
        const node = held[0]?.node;
        const never = desired !== undefined && expected !== undefined && desired >= expected;
        const rule =
            text(budget.body, "spec", "minAvailable") ??
            number(budget.body, "spec", "minAvailable") ??
            `maxUnavailable ${number(budget.body, "spec", "maxUnavailable") ?? 0}`;
        const counts = `${healthy ?? "?"} of ${expected} pods healthy, ${desired ?? "?"} needed (${rule})`;
        const common = {
            subject: budget.ref,
            role: "cause" as const,
            evidence: [showsField(budget, "/status/disruptionsAllowed", `disruptionsAllowed: 0, ${counts}`)],
            hint: `kubectl -n ${budget.ref.namespace} get pdb ${budget.ref.name}; raise the replicas or loosen the budget`,
        };
        if (node !== undefined && (healthy ?? 0) >= (expected ?? 0))
            yield {
                ...common,
                severity: "critical",
                says: `${named(budget.ref)} keeps node ${node} from being drained: no disruption is allowed, ${counts}`,
            };
        else if (node === undefined && never)
            yield {
                ...common,
                variant: "never",
                severity: "info",
                says: `${named(budget.ref)} will block every drain: no disruption is allowed, ${counts}`,
            };
    }
}

/** Cordoned, and all that could go has gone: only DaemonSet pods, static pods and pods of budgets are left; or an eviction was refused. */
function isDraining(facts: Facts, name: string): boolean {
    const node = facts.get("Node", name);
    if (node === undefined || flag(node.body, "spec", "unschedulable") !== true) return false;
    const pods = facts
        .podsOf(node.ref)
        .filter((pod) => !pod.done && pod.blamed.kind !== "DaemonSet" && pod.blamed.kind !== "Pod");
    const budgets = facts
        .all("PodDisruptionBudget.policy")
        .filter((budget) => number(budget.body, "status", "disruptionsAllowed") === 0);
    const covered = (pod: (typeof pods)[number]) =>
        budgets.some((budget) => budget.ref.namespace === pod.namespace && facts.podsOf(budget.ref).includes(pod));
    const refused =
        latestEvent(facts, node.ref, /violate the pod's disruption budget|FailedDrain|DrainFailed|Draining/) !== undefined ||
        facts.events(3600_000).some((event) => /disruption budget/.test(event.message));
    return refused || (pods.length > 0 && pods.every(covered));
}
