import type { ObjectRef } from "../../../core/evidence-ref.ts";
import type { Gap } from "../../../core/gap.ts";
import type { Facts } from "../../facts/facts.ts";
import { list, text } from "../../facts/fields.ts";
import { type Condition, condition, type KubeObject, machineRef, named, refOf } from "../../facts/kube-object.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsCondition } from "../../showing.ts";
import { machinesOf } from "./on-each-machine.ts";
import { words } from "./sentence.ts";

/** Machines that did not answer at all: told apart from machines that answer and are not well. */
export const unreachable: Rule = {
    id: "talos.unreachable",
    layer: "talos",
    title: "Machine does not answer",
    means: "No connection to the Talos API (port 50000) of the machine could be made, neither through the endpoints nor directly.",
    fix: "Look at the machine's console, its power and its network; then at firewalls between it and the endpoints.",
    source: "https://www.talos.dev/latest/learn-more/talos-network-connectivity/",
    variants: {
        down: {
            title: "Machine is off or cut from the network",
            means: "Neither its Talos API nor its kubelet is heard of.",
            fix: "Switch it on, or mend its network; look at the console for what it says.",
        },
        "api-only": {
            title: "Only the Talos API of the machine is out of reach",
            means: "Its kubelet reports ready, so the machine runs; port 50000 is closed on the way from where the archive was collected.",
            fix: "Open port 50000, or collect from a place that reaches it. Nothing of the cluster is broken by it.",
        },
        refused: {
            title: "Machine refuses the client",
            means: "The machine answers, and refuses the certificate of the talosconfig (or its own is not trusted): nothing is known of its state.",
            fix: "Use a talosconfig of this cluster that has not expired: `talosctl config new --roles os:reader` with an admin's.",
        },
    },
    reads: ["machine"],
    mayRead: ["Node"],
    check: silentMachines,
};

const SILENT: ReadonlySet<string> = new Set(["unreachable", "timeout", "unavailable"]);
const REFUSED: ReadonlySet<string> = new Set(["tls", "credentials", "unauthorized"]);

function* silentMachines(facts: Facts): Iterable<Finding> {
    const seen = new Set<string>();
    for (const gap of facts.missing({ cluster: facts.cluster, type: "machine" })) {
        const node = gap.about.type === "machine" && gap.about.section === undefined ? gap.about.node : undefined;
        if (!node || seen.has(node) || facts.machines.some((machine) => machine.node === node)) continue;
        seen.add(node);
        const finding = findingOf(facts, node, gap);
        if (finding !== undefined) yield finding;
    }
}

function findingOf(facts: Facts, node: string, { problem }: Gap): Finding | undefined {
    const subject = machineRef(facts.cluster, node);
    const error = words(problem.message.replace(/^talos node \S+:\s*/i, ""));
    if (REFUSED.has(problem.code))
        return {
            variant: "refused",
            severity: "info",
            role: "symptom",
            subject,
            says: `${named(subject)} refuses the Talos client: ${error}`,
            hint: `talosctl -n ${node} version; use a talosconfig of this cluster that has not expired`,
            evidence: [],
        };
    if (!SILENT.has(problem.code)) return undefined;
    const found = nodeOf(facts, node);
    const ready = found === undefined ? undefined : condition(found, "Ready");
    if (found === undefined || ready === undefined) return alone(facts, node, error);
    return ready.status === "True" ? apiOnly(facts, node, error, found, ready) : down(facts, node, error, found, ready);
}

/** Nobody else tells of it: it may be off, or only far away. */
function alone(facts: Facts, node: string, error: string): Finding {
    const subject = machineRef(facts.cluster, node);
    return {
        severity: "critical",
        role: "failure",
        confidence: 0.6,
        subject,
        says: `${named(subject)} does not answer the Talos API: ${error}`,
        hint: `talosctl -n ${node} -e ${node} version; look at its console, power and network`,
        evidence: [],
        causeIn: [{ cluster: facts.cluster, type: "machine", node }],
        ...(facts.all("Node").length > 0 || machinesOf(facts).length > 0
            ? {}
            : { affects: [because("served-by", apiOf(facts), ["kubernetes.api-server"])] }),
    };
}

function down(facts: Facts, node: string, error: string, found: KubeObject, ready: Condition): Finding {
    const subject = machineRef(facts.cluster, node);
    return {
        variant: "down",
        severity: "critical",
        role: "cause",
        subject,
        says: `${named(subject)} is off or cut from the network: its Talos API gives ${error}, and ${named(found.ref)} is not ready${ready.since === "" ? "" : ` since ${ready.since}`}`,
        hint: `talosctl -n ${node} -e ${node} version; look at its console, power and network`,
        evidence: [showsCondition(found, ready)],
        ...(ready.since === "" ? {} : { since: ready.since }),
        affects: [because("runs-on", found.ref, ["kubernetes.node-not-ready"])],
    };
}

function apiOnly(facts: Facts, node: string, error: string, found: KubeObject, ready: Condition): Finding {
    const subject = machineRef(facts.cluster, node);
    return {
        variant: "api-only",
        severity: "info",
        role: "symptom",
        subject,
        says: `${named(subject)} does not answer the Talos API (${error}), yet ${named(found.ref)} is ready`,
        hint: `talosctl -n ${node} -e ${node} version; open port 50000 on the way to it`,
        evidence: [showsCondition(found, ready)],
    };
}

function nodeOf(facts: Facts, machine: string): KubeObject | undefined {
    return facts
        .all("Node")
        .find(
            (node) =>
                node.ref.name === machine ||
                list(node.body, "status", "addresses").some((address) => text(address, "address") === machine),
        );
}

/** The API server as findings about it name it. */
function apiOf(facts: Facts): ObjectRef {
    return refOf(facts.cluster, "v1", "Service", "kubernetes", "default");
}
