import type { Facts } from "../../facts/facts.ts";
import { list, text } from "../../facts/fields.ts";
import { machineRef, named, refOf } from "../../facts/kube-object.ts";
import type { MachineFacts, TalosResource } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsResource } from "../../showing.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { words } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

/** What the machine itself lists as missing before it is ready: `MachineStatus.status.unmetConditions`. */
export const unmet: Rule = {
    id: "talos.unmet",
    layer: "talos",
    title: "Machine is not ready",
    means: "The machine names the conditions it has not met, with the reason of each.",
    fix: "Follow the reason: the service, the static pod or the network part it names.",
    source: "siderolabs/talos internal/app/machined/pkg/controllers/runtime/machine_status.go",
    variants: {
        time: {
            title: "Machine waits for the time",
            means: "The clock is not synchronized.",
            fix: "Make a time server reachable.",
        },
        network: {
            title: "Machine waits for the network",
            means: "An address, a route, the host name or /etc is not there yet.",
            fix: "Look at links, addresses and routes of the machine.",
        },
        services: {
            title: "Machine waits for its services",
            means: "A service does not run or is not healthy.",
            fix: "`talosctl -n ADDRESS service NAME` tells what it waits for, `talosctl -n ADDRESS logs NAME` why it fails.",
        },
        "static-pods": {
            title: "Machine waits for its static pods",
            means: "A part of the control plane does not run on this machine.",
            fix: "Look at the pod's log with `talosctl -n ADDRESS logs -k kube-system/POD:CONTAINER`.",
        },
        "node-ready": {
            title: "Machine's Node is not ready",
            means: "The machine is up; Kubernetes says that its Node is not ready.",
            fix: "`kubectl describe node NAME` tells why.",
        },
    },
    reads: ["machine"],
    mayRead: ["Node", "Pod"],
    check: onEachMachine(unmetConditions),
};

const VARIANTS: Readonly<Record<string, string>> = {
    time: "time",
    network: "network",
    services: "services",
    staticPods: "static-pods",
    nodeReady: "node-ready",
};

function* unmetConditions(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const status = machine.resource("MachineStatuses", "machine");
    if (status === undefined) return;
    const conditions = list(status.spec, "status", "unmetConditions");
    for (const [index, condition] of conditions.entries()) {
        const [name, reason] = [text(condition, "name") ?? "", text(condition, "reason") ?? ""];
        yield findingOf({ machine, facts, status, index, name, reason });
    }
}

interface Unmet {
    readonly machine: MachineFacts;
    readonly facts: Facts;
    readonly status: TalosResource;
    readonly index: number;
    readonly name: string;
    readonly reason: string;
}

function findingOf({ machine, facts, status, index, name, reason }: Unmet): Finding {
    const subject = machineRef(facts.cluster, machine.node);
    const variant = VARIANTS[name];
    const ofKubernetes = name === "nodeReady";
    return {
        ...(variant === undefined ? {} : { variant }),
        severity: "critical",
        role: name === "services" || name === "network" ? "failure" : "symptom",
        confidence: name === "services" || name === "network" ? 0.6 : 0.4,
        subject,
        says: `${named(subject)} is not ready (${name}): ${words(reason || "it gives no reason")}`,
        hint: HINTS[name]?.(machine, reason) ?? talosctl(machine, "get machinestatus -o yaml"),
        evidence: [showsResource(status, `/status/unmetConditions/${index}`, `${name}: ${reason}`)],
        ...(ofKubernetes
            ? { explains: [], dueTo: [because("depends-on", refOf(facts.cluster, "v1", "Node", machine.nodeName))] }
            : {}),
        ...(name === "staticPods" ? { dueTo: podsIn(facts, reason) } : {}),
    };
}

const HINTS: Readonly<Record<string, (machine: MachineFacts, reason: string) => string>> = {
    time: (machine) => talosctl(machine, "get timestatus"),
    network: (machine) => `${talosctl(machine, "get addresses")}; ${talosctl(machine, "get routes")}`,
    services: (machine, reason) => {
        const service = /^([\w-]+) not /.exec(reason)?.[1] ?? "kubelet";
        return `${talosctl(machine, `service ${service}`)}; ${talosctl(machine, `logs ${service}`)}`;
    },
    staticPods: (machine) => talosctl(machine, "containers -k"),
    nodeReady: (machine) => `kubectl describe node ${machine.nodeName}`,
};

/** `kube-system/kube-apiserver-cp-1 not ready`: the pods that the reason names. */
function podsIn(facts: Facts, reason: string) {
    return [...reason.matchAll(/([a-z0-9-]+)\/([a-z0-9.-]+)/g)].map(([, namespace = "", name = ""]) =>
        because("waits-for", refOf(facts.cluster, "v1", "Pod", name, namespace)),
    );
}
