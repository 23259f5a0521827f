import type { Facts } from "../../facts/facts.ts";
import { at, list, number, text } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { WhyLine } from "../../facts/log-fact.ts";
import type { MachineFacts, TalosResource } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsLine, showsResource } from "../../showing.ts";
import { isControlPlane } from "./machine-type.ts";
import { machinesOf, onEachMachine } from "./on-each-machine.ts";
import { words } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";
import { told } from "./told.ts";

const COMPONENTS = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"];

/** The control plane's static pods as the machine sees them, which it does also when no API server answers. */
export const staticPod: Rule = {
    id: "talos.static-pod",
    layer: "kubernetes",
    title: "Static pod of the control plane does not run",
    means: "kube-apiserver, kube-controller-manager and kube-scheduler are static pods of each control plane machine. The machine works, the pod does not.",
    fix: "`talosctl -n ADDRESS logs -k kube-system/POD:CONTAINER` says why; mostly a wrong extra argument, etcd, or a certificate.",
    source: "siderolabs/talos pkg/machinery/resources/k8s/static_pod_status.go",
    variants: {
        failing: {
            title: "Static pod fails",
            means: "It is there and not ready.",
            fix: "Read its log; correct `cluster.apiServer` and the like in the machine configuration.",
        },
        missing: {
            title: "Static pod is missing",
            means: "The kubelet runs no such pod.",
            fix: "Look whether the kubelet runs and whether the machine rendered the pod's files.",
        },
    },
    reads: ["machine"],
    check: onEachMachine(podsOf),
};

function* podsOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const pods = machine.resources("StaticPodStatuses");
    for (const pod of pods) {
        const finding = failing(machine, facts, pod);
        if (finding !== undefined) yield finding;
    }
    const missing = COMPONENTS.filter((component) => !pods.some((pod) => pod.id.startsWith(`kube-system/${component}-`)));
    if (isControlPlane(machine) !== true || !told(machine, "StaticPodStatuses") || missing.length === 0) return;
    yield {
        variant: "missing",
        severity: "critical",
        role: "symptom",
        confidence: 0.6,
        subject: machineRef(facts.cluster, machine.node),
        says: `Machine ${machine.node} runs no static pod ${missing.join(", ")}`,
        hint: `${talosctl(machine, "get staticpods")}; ${talosctl(machine, "logs kubelet")}`,
        evidence: [],
        dueTo: etcdMachines(facts),
    };
}

function failing(machine: MachineFacts, facts: Facts, pod: TalosResource): Finding | undefined {
    const status = at(pod.spec, "podStatus") ?? pod.spec;
    const phase = text(status, "phase") ?? "";
    const index = list(status, "conditions").findIndex((condition) => text(condition, "type") === "Ready");
    const ready = text(status, "conditions", index, "status");
    if (phase === "Running" && (index < 0 || ready === "True")) return undefined;
    const name = pod.id.split("/").at(-1) ?? pod.id;
    const why = whyOf(machine, name);
    const ended = endOf(status);
    const pointer = at(pod.spec, "podStatus") === undefined ? "" : "/podStatus";
    return {
        variant: "failing",
        severity: "critical",
        role: "failure",
        confidence: why === undefined ? 0.7 : 0.85,
        subject: machineRef(facts.cluster, machine.node),
        says: `Machine ${machine.node}: static pod ${name} is ${phase === "Running" ? "not ready" : phase || "not running"}${ended}${why === undefined ? "" : `: ${words(why.text)}`}`,
        hint: `${talosctl(machine, "containers -k")}; ${talosctl(machine, `logs -k ${pod.id}:${name.replace(`-${machine.nodeName}`, "")}`)}`,
        evidence: [
            showsResource(
                pod,
                index < 0 ? `${pointer}/phase` : `${pointer}/conditions/${index}`,
                `${name}: ${phase}, Ready=${ready ?? "?"}`,
            ),
            ...(why === undefined ? [] : [showsLine(why)]),
        ],
        dueTo: etcdMachines(facts),
    };
}

/** ` (exit 1, 12 restarts)` of the first container that ended or waits. */
function endOf(status: unknown): string {
    for (const container of list(status, "containerStatuses")) {
        const exit =
            number(container, "lastState", "terminated", "exitCode") ?? number(container, "state", "terminated", "exitCode");
        const reason = text(container, "state", "waiting", "reason");
        const restarts = number(container, "restartCount") ?? 0;
        const parts = [
            reason,
            exit === undefined ? undefined : `exit ${exit}`,
            restarts > 0 ? `${restarts} restarts` : undefined,
        ].filter((part) => part !== undefined);
        if (parts.length > 0) return ` (${parts.join(", ")})`;
    }
    return "";
}

/** The line that says why, of the pod's logs as the machine keeps them. */
function whyOf(machine: MachineFacts, pod: string): WhyLine | undefined {
    return machine.logs
        .filter(({ ref }) => ref.type === "machine" && ref.section.includes(`/${pod}/`))
        .flatMap((log) => log.why.slice(0, 1))
        .sort((a, b) => b.weight - a.weight)[0];
}

function etcdMachines(facts: Facts) {
    return machinesOf(facts).map((each) => because("depends-on", machineRef(facts.cluster, each.node), ["talos.etcd"]));
}
