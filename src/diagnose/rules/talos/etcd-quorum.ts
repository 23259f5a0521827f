import type { ObjectRef } from "../../../core/evidence-ref.ts";
import type { Facts } from "../../facts/facts.ts";
import { at, list, text, texts } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { EvidencePointer, Finding, Rule } from "../../rule.ts";
import { because } from "../../showing.ts";
import { machineDocument, showsDocument } from "./machine-document.ts";
import { isControlPlane } from "./machine-type.ts";
import { machinesOf } from "./on-each-machine.ts";
import { isRecent, saidLines } from "./said.ts";
import { talosctl } from "./talosctl.ts";

/** etcd without a leader: fewer than half of its members work together, so nothing of the cluster can be read or written. */
export const etcdQuorum: Rule = {
    id: "talos.etcd-quorum",
    layer: "talos",
    title: "etcd has no quorum",
    means: "More than half of etcd's members have to agree. Without a leader the API server answers nothing, whatever else is well.",
    fix: "Bring the missing control plane machines back. If their disks are lost, recover from a snapshot: `talosctl bootstrap --recover-from`.",
    source: "https://www.talos.dev/latest/advanced/disaster-recovery/",
    reads: ["machine"],
    check: leaderless,
};

/**
 * One finding for the cluster: the quorum is of no one machine. It is about the first whose member sees no leader. That members without
 * which there is no quorum do not answer us either is the same fault told twice.
 */
function* leaderless(facts: Facts): Iterable<Finding> {
    const machines = machinesOf(facts).filter((machine) => isControlPlane(machine) !== false);
    for (const machine of machines) {
        const shows = noLeader(facts, machine);
        if (shows === undefined) continue;
        const others = membersBut(facts, machine);
        const lost = others.filter(({ ref }) => !answers(facts, ref));
        yield {
            severity: "critical",
            role: "failure",
            confidence: 0.93,
            subject: machineRef(facts.cluster, machine.node),
            says: `etcd has no leader, says the member on ${machine.node}${lost.length === 0 ? "" : `: ${lost.length} of ${others.length + 1} members (${lost.map(({ name }) => name).join(", ")}) ${lost.length === 1 ? "does" : "do"} not take part`}`,
            hint: `${talosctl(machine, "etcd status")}; ${talosctl(machine, "etcd members")}; bring back ${lost.length === 0 ? "the other members" : lost.map(({ name }) => name).join(" and ")}`,
            evidence: [shows],
            affects: lost.map(({ ref }) => because("depends-on", ref, ["talos.unreachable"])),
            dueTo: others
                .filter(({ ref }) => facts.machines.some((each) => each.node === ref.name))
                .map(({ ref }) => because("depends-on", ref)),
        };
        return;
    }
}

function noLeader(facts: Facts, machine: MachineFacts): EvidencePointer | undefined {
    const document = machineDocument(facts.cluster, machine, "etcd/status");
    const leader = at(document?.value, "memberStatus", "leader");
    const errors = texts(document?.value, "memberStatus", "errors");
    if (document !== undefined && (leader === 0 || leader === "0" || errors.some((error) => /no leader/.test(error))))
        return showsDocument(
            document,
            "/memberStatus",
            `leader: ${leader}${errors.length === 0 ? "" : `, errors: ${errors.join("; ")}`}`,
        );
    if (document !== undefined) return undefined;
    const line = saidLines(machine, /etcdserver: no leader|lost leader|is starting a new election at term/, "etcd").find((each) =>
        isRecent(facts, each, 10 * 60_000),
    );
    const service = machine.service("etcd");
    return service?.running === true && service.healthy !== true ? line?.shows : undefined;
}

interface Member {
    readonly name: string;
    readonly ref: ObjectRef;
}

/** The other members, as the machine knows them (etcd's own list, else the cluster's control plane), by the machine each is. */
function membersBut(facts: Facts, machine: MachineFacts): readonly Member[] {
    const ofEtcd = list(machineDocument(facts.cluster, machine, "etcd/members")?.value, "members").flatMap(
        (member) => text(member, "hostname") ?? [],
    );
    const ofCluster = machine
        .resources("Members")
        .flatMap(({ spec, id }) => (text(spec, "machineType") === "worker" ? [] : [text(spec, "hostname") ?? id]));
    const gone = facts
        .missing({ cluster: facts.cluster, type: "machine" })
        .flatMap(({ about }) => (about.type === "machine" && about.section === undefined && about.node ? [about.node] : []));
    const told = [ofEtcd, ofCluster].find((names) => names.length > 0) ?? [
        ...machinesOf(facts)
            .filter((each) => isControlPlane(each) === true)
            .map((each) => each.node),
        ...gone,
    ];
    return [...new Set(told)]
        .filter((name) => name !== machine.node && name !== machine.nodeName)
        .map((name) => ({ name, ref: machineRef(facts.cluster, nodeFor(facts, machine, name, gone)) }));
}

/** How the archive names the machine of a host name: perhaps by one of its addresses. */
function nodeFor(facts: Facts, machine: MachineFacts, name: string, gone: readonly string[]): string {
    const known = facts.machine(name)?.node;
    if (known !== undefined) return known;
    const addresses = machine.resources("Members").find((each) => text(each.spec, "hostname") === name || each.id === name);
    return texts(addresses?.spec, "addresses").find((address) => gone.includes(address)) ?? name;
}

function answers(facts: Facts, ref: ObjectRef): boolean {
    const machine = facts.machines.find((each) => each.node === ref.name);
    const etcd = machine?.service("etcd");
    return machine !== undefined && (etcd === undefined || (etcd.running && etcd.healthy !== false));
}
