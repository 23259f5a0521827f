import type { Facts } from "../../facts/facts.ts";
import { text, texts } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsResource } from "../../showing.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { words } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

/** Talos' own diagnostics: an entry is there only while it is true. */
export const diagnostic: Rule = {
    id: "talos.diagnostic",
    layer: "talos",
    title: "Talos warns of its configuration",
    means: "Talos itself found something in the machine's configuration that will make trouble.",
    fix: "https://talos.dev/diagnostic/ explains each by its name.",
    source: "siderolabs/talos internal/app/machined/pkg/controllers/runtime/internal/diagnostics",
    variants: {
        "address-overlap": {
            title: "Host addresses lie within the pod or service network",
            means: "Packets for some hosts go to pods and the other way round: connections fail for no reason one can see.",
            fix: "Choose pod and service subnets that no host network overlaps. It needs a new cluster.",
        },
        "kubelet-csr": {
            title: "Nobody approves the kubelet's certificates",
            means: "rotate-server-certificates is on and no approver runs: logs, exec and metrics of this node do not work.",
            fix: "Install a CSR approver, or approve: `kubectl get csr`, `kubectl certificate approve NAME`.",
        },
    },
    reads: ["machine"],
    check: onEachMachine(diagnosticsOf),
};

function* diagnosticsOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    for (const each of machine.resources("Diagnostics")) {
        const message = text(each.spec, "message");
        if (message === undefined) continue;
        const details = texts(each.spec, "details");
        const known = each.id === "address-overlap" || each.id === "kubelet-csr";
        yield {
            ...(known ? { variant: each.id } : {}),
            severity: "warning",
            role: "cause",
            subject: machineRef(facts.cluster, machine.node),
            says: `Machine ${machine.node}: Talos warns (${each.id}): ${words(message)}${details.length === 0 ? "" : ` (${words(details.slice(0, 3).join(", "), 80)})`}`,
            hint:
                each.id === "kubelet-csr"
                    ? "kubectl get csr; kubectl certificate approve NAME, or install a CSR approver"
                    : talosctl(machine, "get diagnostics"),
            evidence: [showsResource(each, "/message", [message, ...details].join("\n"))],
        };
    }
}
