import type { Facts } from "../../facts/facts.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Role, Rule } from "../../rule.ts";
import { because } from "../../showing.ts";
import { isControlPlane } from "./machine-type.ts";
import { machinesOf, onEachMachine } from "./on-each-machine.ts";
import { isRecent, type Said, saidLines } from "./said.ts";
import { words } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

const SLOW =
    /apply request took too long|slow fdatasync|failed to send out heartbeat on time|leader is overloaded likely from slow disk/;

/** Slow now and then is ordinary; so often within an hour is not. */
const OFTEN = 20;

/** Why etcd of a machine does not work, in the words of its log. */
export const etcdLog: Rule = {
    id: "talos.etcd-log",
    layer: "talos",
    title: "etcd does not work",
    means: "The service etcd is not well, and its log says why.",
    fix: "`talosctl -n ADDRESS logs etcd`; mend what it names.",
    source: "https://etcd.io/docs/latest/op-guide/, https://www.talos.dev/latest/advanced/etcd-maintenance/",
    variants: {
        certificate: {
            title: "etcd refuses a certificate",
            means: "It expired, is not valid yet or is of another CA; mostly the clock is wrong.",
            fix: "Set the clocks of all control plane machines right.",
        },
        corrupt: {
            title: "etcd cannot read its data",
            means: "Its files are damaged, mostly after a power cut or a faulty disk.",
            fix: "Remove the member and let it join empty; with one member recover from a snapshot.",
        },
        removed: {
            title: "etcd's member was removed",
            means: "The other members have put this one out.",
            fix: "Reset the machine's EPHEMERAL so that it joins as a new member.",
        },
        address: {
            title: "etcd's address is not on the machine",
            means: "It is told to listen on an address the machine does not have.",
            fix: "Give the machine its address back.",
        },
        "no-space": { title: "etcd cannot write", means: "The disk is full.", fix: "Free space on EPHEMERAL." },
        mismatch: {
            title: "etcd meets members of another cluster",
            means: "Cluster ids differ: the machine was bootstrapped a second time, or has old data.",
            fix: "Reset the machine that does not belong, and let it join.",
        },
        slow: {
            title: "etcd's disk is too slow",
            means: "Writing takes so long that leaders are lost.",
            fix: "Give etcd's machine a faster disk (an SSD), or take load off it.",
        },
    },
    reads: ["machine"],
    check: onEachMachine(etcdOf),
};

const SAYINGS: readonly { readonly variant: string; readonly role: Role; readonly pattern: RegExp }[] = [
    { variant: "no-space", role: "failure", pattern: /no space left on device/ },
    {
        variant: "corrupt",
        role: "cause",
        pattern:
            /crc mismatch|file is truncated|panic: .*(?:freepages|invalid page|assertion failed)|failed to (?:open|recover|read) .*(?:wal|snapshot)|unexpected EOF/i,
    },
    { variant: "removed", role: "cause", pattern: /permanently removed from the cluster|member has been removed/ },
    { variant: "mismatch", role: "cause", pattern: /cluster ID mismatch|request cluster ID mismatch/i },
    { variant: "address", role: "failure", pattern: /cannot assign requested address/ },
    {
        variant: "certificate",
        role: "failure",
        pattern: /x509: [^"]*(?:expired|not yet valid|unknown authority)|remote error: tls: bad certificate/,
    },
    { variant: "slow", role: "failure", pattern: SLOW },
];

function* etcdOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const etcd = machine.service("etcd");
    if (etcd === undefined && isControlPlane(machine) !== true) return;
    const unwell = etcd !== undefined && (!etcd.running || etcd.healthy === false);
    for (const { variant, role, pattern } of SAYINGS) {
        const lines = saidLines(machine, pattern, "etcd").filter((line) => isRecent(facts, line));
        const [line] = lines;
        if (line === undefined || (!unwell && !(variant === "slow" && lines.length >= OFTEN))) continue;
        yield findingOf({ machine, facts, variant, role, line, unwell, count: lines.length });
        return;
    }
}

function findingOf({
    machine,
    facts,
    variant,
    role,
    line,
    unwell,
    count,
}: {
    machine: MachineFacts;
    facts: Facts;
    variant: string;
    role: Role;
    line: Said;
    unwell: boolean;
    count: number;
}): Finding {
    const others = machinesOf(facts).filter((other) => other !== machine);
    return {
        variant,
        severity: unwell ? "critical" : "warning",
        role,
        confidence: 0.88,
        subject: machineRef(facts.cluster, machine.node),
        says: unwell
            ? `Machine ${machine.node}: etcd does not work: ${words(line.words)}`
            : `Machine ${machine.node}: etcd's disk is too slow: ${count} times within the hour, last "${words(line.words, 90)}"`,
        hint: `${talosctl(machine, "logs etcd")}; ${talosctl(machine, "service etcd")}`,
        evidence: [line.shows],
        ...(variant === "certificate"
            ? { dueTo: others.map((other) => because("depends-on", machineRef(facts.cluster, other.node), ["talos.time"])) }
            : {}),
    };
}
