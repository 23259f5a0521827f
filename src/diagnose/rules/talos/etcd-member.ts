import type { Facts } from "../../facts/facts.ts";
import { flag, list, number, text, texts } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because } from "../../showing.ts";
import { type MachineDocument, machineDocument, showsDocument } from "./machine-document.ts";
import { machinesOf } from "./on-each-machine.ts";
import { talosctl } from "./talosctl.ts";

/** So many entries behind is more than a busy moment. */
const LAG = 5000;

/** Members of etcd that lag, that are not of the cluster any more, or of which the machines do not agree. */
export const etcdMember: Rule = {
    id: "talos.etcd-member",
    layer: "talos",
    title: "Member of etcd is not right",
    means: "etcd works, with less safety than it seems to have.",
    fix: "`talosctl -n ADDRESS etcd members`; remove what is no machine of the cluster any more with `talosctl etcd remove-member`.",
    source: "siderolabs/talos pkg/cluster/check/etcd.go",
    variants: {
        orphan: {
            title: "etcd counts a member that no longer exists",
            means: "The member counts for the quorum and never answers: one more loss and etcd stands still.",
            fix: "`talosctl -n ADDRESS etcd remove-member ID`.",
        },
        learner: {
            title: "etcd member is still a learner",
            means: "It copies the data and has no vote yet.",
            fix: "Wait; if it stays, look at its log and its disk.",
        },
        lag: {
            title: "etcd member lags",
            means: "It applies changes later than it gets them.",
            fix: "Look at its disk and load.",
        },
        differ: {
            title: "Machines know different members",
            means: "The members have not agreed on who they are.",
            fix: "Look at the network between the machines.",
        },
        even: {
            title: "etcd has an even number of members",
            means: "Two members are no safer than one: the loss of either stops the cluster.",
            fix: "Have one, three or five control plane machines.",
        },
    },
    reads: ["machine"],
    check: membersOf,
};

function* membersOf(facts: Facts): Iterable<Finding> {
    const machines = machinesOf(facts);
    for (const machine of machines) yield* stateOf(machine, facts);
    const lists = machines.flatMap((machine) => {
        const document = machineDocument(facts.cluster, machine, "etcd/members");
        return document === undefined ? [] : [{ machine, document, members: list(document.value, "members") }];
    });
    const first = lists[0];
    if (first === undefined) return;
    yield* orphans(facts, first);
    const names = (members: readonly unknown[]) =>
        members
            .map((member) => text(member, "hostname") ?? text(member, "id") ?? "?")
            .sort()
            .join(", ");
    const other = lists.find(({ members }) => names(members) !== names(first.members));
    const subject = machineRef(facts.cluster, first.machine.node);
    if (other !== undefined)
        yield {
            variant: "differ",
            severity: "warning",
            role: "failure",
            subject: machineRef(facts.cluster, other.machine.node),
            says: `etcd's members are ${names(other.members)} on ${other.machine.node}, and ${names(first.members)} on ${first.machine.node}`,
            hint: `${talosctl(other.machine, "etcd members")}; ${talosctl(first.machine, "etcd members")}`,
            evidence: [
                showsDocument(other.document, "/members", names(other.members)),
                showsDocument(first.document, "/members", names(first.members)),
            ],
            dueTo: [because("depends-on", subject)],
        };
    if (first.members.length > 0 && first.members.length % 2 === 0)
        yield {
            variant: "even",
            severity: "info",
            role: "cause",
            explains: [],
            subject,
            says: `etcd has ${first.members.length} members (${names(first.members)}): the loss of ${first.members.length / 2} stops the cluster`,
            hint: "have one, three or five control plane machines",
            evidence: [showsDocument(first.document, "/members", names(first.members))],
        };
}

function* stateOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const document = machineDocument(facts.cluster, machine, "etcd/status");
    if (document === undefined) return;
    const status = (name: string) => number(document.value, "memberStatus", name) ?? 0;
    const behind = status("raftIndex") - status("raftAppliedIndex");
    const common = {
        severity: "warning",
        role: "failure",
        subject: machineRef(facts.cluster, machine.node),
        hint: `${talosctl(machine, "etcd status")}; ${talosctl(machine, "logs etcd")}`,
    } as const;
    if (flag(document.value, "memberStatus", "isLearner") === true)
        yield {
            ...common,
            variant: "learner",
            says: `Machine ${machine.node}: its etcd member is a learner and has no vote`,
            evidence: [showsDocument(document, "/memberStatus/isLearner", "isLearner: true")],
        };
    if (behind > LAG)
        yield {
            ...common,
            variant: "lag",
            says: `Machine ${machine.node}: its etcd member is ${behind} entries behind what it received`,
            evidence: [
                showsDocument(
                    document,
                    "/memberStatus",
                    `raftIndex: ${status("raftIndex")}, raftAppliedIndex: ${status("raftAppliedIndex")}`,
                ),
            ],
        };
}

function* orphans(
    facts: Facts,
    { machine, document, members }: { machine: MachineFacts; document: MachineDocument; members: readonly unknown[] },
): Iterable<Finding> {
    const known = machine
        .resources("Members")
        .flatMap((each) => [each.id, text(each.spec, "hostname") ?? "", ...texts(each.spec, "addresses")]);
    if (known.length === 0) return;
    const own = new Set([...known, ...machinesOf(facts).flatMap((each) => [each.node, each.nodeName, ...each.addresses])]);
    for (const [index, member] of members.entries()) {
        const hosts = texts(member, "peerUrls").flatMap((url) =>
            URL.canParse(url) ? [new URL(url).hostname.replace(/^\[|\]$/g, "")] : [],
        );
        const name = text(member, "hostname") ?? text(member, "id") ?? "?";
        if (hosts.length === 0 || hosts.some((host) => own.has(host)) || own.has(name)) continue;
        yield {
            variant: "orphan",
            severity: "warning",
            role: "cause",
            subject: machineRef(facts.cluster, name),
            says: `etcd counts ${name} at ${hosts.join(", ")} as a member, and no such machine is in the cluster`,
            hint: talosctl(machine, `etcd remove-member ${text(member, "id") ?? name}`),
            evidence: [showsDocument(document, `/members/${index}`, `${name} ${hosts.join(", ")}`)],
        };
    }
}
