import type { Facts } from "../../facts/facts.ts";
import { list, number, text } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { EvidencePointer, Finding, Rule } from "../../rule.ts";
import { machineDocument, showsDocument } from "./machine-document.ts";
import { machinesOf } from "./on-each-machine.ts";
import { isRecent, saidLines } from "./said.ts";
import { bytes } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

/** Alarms of etcd: it refuses writes until somebody disarms them. */
export const etcdAlarm: Rule = {
    id: "talos.etcd-alarm",
    layer: "talos",
    title: "etcd raised an alarm",
    means: "etcd found its database full or damaged and refuses every write: nothing in the cluster can be changed any more.",
    fix: "NOSPACE: `talosctl etcd defrag` on each member, then `talosctl etcd alarm disarm`. CORRUPT: take the member out and let it join again empty.",
    source: "https://www.talos.dev/latest/advanced/etcd-maintenance/#space-quota, https://github.com/siderolabs/talos/issues/4888",
    variants: {
        nospace: {
            title: "etcd's database is full",
            means: "The database reached its quota (2 GiB unless set otherwise). Reading works, writing is refused.",
            fix: "`talosctl -n ADDRESS etcd defrag` on one member after the other, then `talosctl -n ADDRESS etcd alarm disarm`; raise quota-backend-bytes if it fills again.",
        },
        corrupt: {
            title: "etcd's database is damaged",
            means: "A member's data differs from the others'.",
            fix: "`talosctl etcd remove-member`, then reset that machine's EPHEMERAL so that it joins empty.",
        },
    },
    reads: ["machine"],
    check: alarms,
};

function* alarms(facts: Facts): Iterable<Finding> {
    const seen = new Set<string>();
    for (const machine of machinesOf(facts))
        for (const { member, alarm, shows } of alarmsOf(facts, machine)) {
            const owner = ownerOf(facts, machine, member);
            const key = `${owner.node} ${alarm}`;
            if (seen.has(key)) continue;
            seen.add(key);
            const size = number(machineDocument(facts.cluster, owner, "etcd/status")?.value, "memberStatus", "dbSize");
            const full = alarm === "NOSPACE";
            yield {
                variant: full ? "nospace" : "corrupt",
                severity: "critical",
                role: "cause",
                subject: machineRef(facts.cluster, owner.node),
                says: `Machine ${owner.node}: etcd raised the alarm ${alarm}: its database ${full ? `is full${size === undefined ? "" : ` (${bytes(size)})`} and every write is refused` : "is damaged"}`,
                hint: full
                    ? `${talosctl(owner, "etcd defrag")}; ${talosctl(owner, "etcd alarm disarm")}`
                    : `${talosctl(owner, "etcd members")}; remove this member and let it join again empty`,
                evidence: [shows],
                affects: "all",
            };
        }
}

interface Alarm {
    readonly member: string | undefined;
    readonly alarm: string;
    readonly shows: EvidencePointer;
}

function* alarmsOf(facts: Facts, machine: MachineFacts): Iterable<Alarm> {
    const document = machineDocument(facts.cluster, machine, "etcd/alarms");
    for (const [index, each] of list(document?.value, "memberAlarms").entries()) {
        const alarm = text(each, "alarm") ?? "";
        const member = text(each, "memberId");
        if (document !== undefined && /NOSPACE|CORRUPT/.test(alarm))
            yield { member, alarm, shows: showsDocument(document, `/memberAlarms/${index}`, `member ${member}: ${alarm}`) };
    }
    if (document !== undefined) return;
    const line = saidLines(machine, /mvcc: database space exceeded|alarm:(NOSPACE|CORRUPT)|data is corrupt/, "etcd").find(
        (each) => isRecent(facts, each),
    );
    if (line !== undefined)
        yield { member: undefined, alarm: /CORRUPT|corrupt/.test(line.match[0]) ? "CORRUPT" : "NOSPACE", shows: line.shows };
}

function ownerOf(facts: Facts, asked: MachineFacts, member: string | undefined): MachineFacts {
    return (
        machinesOf(facts).find(
            (each) => text(each.resource("EtcdMembers", "local")?.spec, "memberID") === member && member !== undefined,
        ) ?? asked
    );
}
