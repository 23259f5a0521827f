import { type Check, controlPlanes, type Finding, fail, judged, pass, unknown } from "./check.ts";
import type { EtcdMemberFact, HealthFacts } from "./facts.ts";
import { service } from "./machine-checks.ts";

/** Checks 1 to 3 of talosctl. Source: siderolabs/talos pkg/cluster/check/etcd.go. */
export const ETCD_CHECKS: readonly Check[] = [
    {
        id: "etcd-healthy",
        title: "etcd to be healthy",
        evaluate: (facts) => controlPlanes(facts).flatMap((machine) => service(machine, "etcd")),
    },
    { id: "etcd-members-consistent", title: "etcd members to be consistent across nodes", evaluate: consistent },
    { id: "etcd-members-control-plane", title: "etcd members to be control plane nodes", evaluate: onControlPlanes },
];

/** Every control plane machine names the same members by host name, id and role. */
function consistent(facts: HealthFacts): readonly Finding[] {
    const told = controlPlanes(facts).map(({ name, etcdMembers }) => ({ name, etcdMembers }));
    const first = told.find(({ etcdMembers }) => etcdMembers.ok);
    if (first === undefined || !first.etcdMembers.ok)
        return told.flatMap(({ name, etcdMembers }) => judged(etcdMembers, name, () => pass(name)));
    const expected = listed(first.etcdMembers.value);
    return told.flatMap(({ name, etcdMembers }) =>
        judged(etcdMembers, name, (members) =>
            listed(members) === expected
                ? pass(name)
                : fail(`etcd's members are ${listed(members)} here and ${expected} on ${first.name}`, name),
        ),
    );
}

function listed(members: readonly EtcdMemberFact[]): string {
    if (members.length === 0) return "nobody";
    return members
        .map(({ hostname, id, isLearner }) => `${hostname} (${id}${isLearner ? ", learner" : ""})`)
        .toSorted()
        .join(", ");
}

function onControlPlanes(facts: HealthFacts): readonly Finding[] {
    const known = new Set(controlPlanes(facts).flatMap(({ addresses, name }) => [...addresses, name]));
    for (const member of membersTold(facts))
        if (member.type === "controlplane") for (const address of member.addresses) known.add(address);
    const answers = controlPlanes(facts).flatMap(({ name, etcdMembers }) =>
        etcdMembers.ok ? [{ name, members: etcdMembers.value }] : [],
    );
    if (answers.length === 0) return [unknown("no control plane machine told etcd's members")];
    return answers.flatMap(({ name, members }) => {
        const strangers = members.filter(({ peerUrls }) => !peerUrls.some((url) => known.has(hostOf(url))));
        if (strangers.length === 0) return [pass(name)];
        return strangers.map(({ hostname, peerUrls }) =>
            fail(`etcd's member ${hostname} at ${peerUrls.join(", ") || "no address"} is no control plane machine`, name),
        );
    });
}

/** The longest list of members that a machine told: they should all be the same. */
export function membersTold({ machines }: HealthFacts) {
    const lists = machines.flatMap(({ members }) => (members.ok ? [members.value] : []));
    return lists.reduce((longest, list) => (list.length > longest.length ? list : longest), lists[0] ?? []);
}

function hostOf(url: string): string {
    return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, "") : url;
}
