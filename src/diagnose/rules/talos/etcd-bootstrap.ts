import type { Facts } from "../../facts/facts.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, quoted } from "../../showing.ts";
import { machinesOf, onEachMachine } from "./on-each-machine.ts";
import { saidLines } from "./said.ts";
import { talosctl } from "./talosctl.ts";

/** etcd that has never been bootstrapped, or a member that does not find the others. */
export const etcdBootstrap: Rule = {
    id: "talos.etcd-bootstrap",
    layer: "talos",
    title: "etcd was not bootstrapped",
    means: "A new Talos cluster has no etcd until one control plane machine is told once to begin. Until then there is no Kubernetes.",
    fix: "`talosctl -n ADDRESS bootstrap` on exactly one control plane machine, exactly once in the life of the cluster.",
    source: "siderolabs/talos internal/app/machined/pkg/system/services/etcd.go",
    variants: {
        joining: {
            title: "etcd member does not join",
            means: "The cluster has been bootstrapped on another machine, and this one's etcd has not become a member.",
            fix: "See whether ports 2379 and 2380 and 50001 between the control plane machines are open, and whether etcd has a leader. Do not bootstrap again.",
        },
    },
    reads: ["machine"],
    check: onEachMachine(waitingToJoin),
};

const WAITS = /etcd is waiting to join the cluster/;

function* waitingToJoin(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const service = machine.service("etcd");
    if (service === undefined || service.running) return;
    const line = saidLines(machine, WAITS, "etcd", "machined", "dmesg", "controller-runtime")[0];
    const message = [service.message, ...service.events.map((event) => event.message)].find((each) => WAITS.test(each));
    if (line === undefined && message === undefined) return;
    const others = machinesOf(facts).filter((other) => other !== machine && other.service("etcd")?.running === true);
    const joining = others.length > 0;
    yield {
        ...(joining ? { variant: "joining" } : {}),
        severity: "critical",
        role: joining ? "failure" : "cause",
        subject: machineRef(facts.cluster, machine.node),
        says: joining
            ? `Machine ${machine.node}: etcd waits to join the cluster that runs on ${others.map((other) => other.node).join(", ")}`
            : `Machine ${machine.node}: etcd was never bootstrapped (${service.state ?? "not running"}, it waits to join the cluster), so there is no Kubernetes`,
        hint: joining
            ? `${talosctl(machine, "logs etcd")}; open ports 2379, 2380 and 50001 between the control plane machines`
            : `${talosctl(machine, "bootstrap")}, on one control plane machine only`,
        evidence: [
            { ref: service.ref, quote: quoted(`etcd: ${service.state ?? "not running"} ${message ?? service.message}`) },
            ...(line ? [line.shows] : []),
        ],
        ...(joining ? {} : { affects: "all" as const }),
        ...(joining
            ? { dueTo: others.map((other) => because("waits-for", machineRef(facts.cluster, other.node), ["talos.etcd"])) }
            : {}),
    };
}
