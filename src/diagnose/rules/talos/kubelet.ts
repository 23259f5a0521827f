import type { Facts } from "../../facts/facts.ts";
import { condition, machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Role, Rule } from "../../rule.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { saidLines } from "./said.ts";
import { words } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

/** Why the kubelet of a machine does not do its work, in the words of its log. */
export const kubelet: Rule = {
    id: "talos.kubelet",
    layer: "talos",
    title: "Kubelet does not work",
    means: "The kubelet is not healthy, or its Node is not ready, and its log says why.",
    fix: "`talosctl -n ADDRESS logs kubelet`; mend what it names, then `talosctl -n ADDRESS service kubelet restart`.",
    source: "kubernetes/kubernetes pkg/kubelet; siderolabs/talos internal/app/machined/pkg/system/services/kubelet.go",
    variants: {
        certificate: {
            title: "A certificate of the kubelet is not valid",
            means: "It has expired, is not valid yet (look at the clock) or was made by another CA.",
            fix: "Set the clock right; else remove /var/lib/kubelet/pki by resetting EPHEMERAL, or restart the machine so that it asks for a new one.",
        },
        unauthorized: {
            title: "The API server refuses the kubelet",
            means: "The machine's bootstrap token or client certificate is not one of this cluster.",
            fix: "Compare the cluster's secrets in the machine configuration with those of the control plane.",
        },
        start: {
            title: "The kubelet ends at its start",
            means: "A setting of the kubelet does not fit: an unknown flag or feature gate, swap, cgroups.",
            fix: "Correct `machine.kubelet` in the machine configuration.",
        },
        runtime: {
            title: "The container runtime hangs",
            means: "The kubelet does not get the pods' states from the runtime in time.",
            fix: "Look at disk and load of the machine; `talosctl -n ADDRESS service cri restart`.",
        },
        address: {
            title: "The kubelet's address is not on the machine",
            means: "The machine got another address than the one its Node was registered with.",
            fix: "Give the machine its old address, or set `machine.kubelet.nodeIP.validSubnets`.",
        },
        "not-found": {
            title: "The machine's Node is gone",
            means: "Somebody deleted the Node, or the host name changed.",
            fix: "Restart the kubelet; it registers again, by the name the machine now has.",
        },
    },
    reads: ["machine"],
    mayRead: ["Node"],
    check: onEachMachine(kubeletOf),
};

interface Saying {
    readonly variant: string;
    readonly role: Role;
    readonly pattern: RegExp;
}

const SAYINGS: readonly Saying[] = [
    { variant: "address", role: "cause", pattern: /node IP:? \S+ not found in the host's network interfaces/ },
    {
        variant: "start",
        role: "cause",
        pattern: /failed to run Kubelet: |"command failed"|unknown flag: |unrecognized feature gate/i,
    },
    { variant: "certificate", role: "failure", pattern: /x509: certificate (?:has expired|is not|signed by|is valid)/ },
    { variant: "unauthorized", role: "failure", pattern: /Unauthorized|cannot create resource "certificatesigningrequests"/ },
    {
        variant: "runtime",
        role: "failure",
        pattern: /PLEG is not healthy|container runtime is down|rpc error: code = DeadlineExceeded/,
    },
    { variant: "not-found", role: "failure", pattern: /node "[^"]+" not found/ },
];

function* kubeletOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    if (!isUnwell(machine, facts)) return;
    for (const { variant, role, pattern } of SAYINGS) {
        const line = saidLines(machine, pattern, "kubelet")[0];
        if (line === undefined) continue;
        yield {
            variant,
            severity: "critical",
            role,
            confidence: 0.9,
            subject: machineRef(facts.cluster, machine.node),
            says: `Machine ${machine.node}: its kubelet does not work: ${words(reasonOf(line.words), 200)}`,
            hint: `${talosctl(machine, "logs kubelet")}; ${talosctl(machine, "service kubelet restart")}`,
            evidence: [line.shows],
        };
        return;
    }
}

function isUnwell(machine: MachineFacts, facts: Facts): boolean {
    const service = machine.service("kubelet");
    const node = facts.get("Node", machine.nodeName);
    const ready = node === undefined ? undefined : condition(node, "Ready");
    return (
        (service !== undefined && (!service.running || service.healthy === false)) ||
        (ready !== undefined && ready.status !== "True")
    );
}

/** klog's `E1121 08:00:00.1 1 server.go:1] "Title" err="why"` as `Title: why`. */
function reasonOf(line: string): string {
    const plain = line.replace(/^[IWEF]\d{4} [\d:.]+\s+\d+ \S+\] /, "");
    const [, title, error] = /^"([^"]+)".*?\berr(?:or)?="((?:[^"\\]|\\.)*)"/.exec(plain) ?? [];
    return title === undefined ? plain : `${title}: ${(error ?? "").replaceAll('\\"', '"')}`;
}
