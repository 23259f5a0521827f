import type { Facts } from "../../facts/facts.ts";
import { text } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { EvidencePointer, Finding, Rule } from "../../rule.ts";
import { showsResource } from "../../showing.ts";
import { machineDocument, showsDocument } from "./machine-document.ts";
import { machinesOf } from "./on-each-machine.ts";

/** Machines of one cluster with different versions of Talos. */
export const versionSkew: Rule = {
    id: "talos.version-skew",
    layer: "talos",
    title: "Machines run different versions of Talos",
    means: "An upgrade has not come to its end, or one machine was left out. It works, and is meant for the time of an upgrade only.",
    fix: "`talosctl -n ADDRESS upgrade --image ghcr.io/siderolabs/installer:VERSION` on the machines left behind.",
    source: "https://www.talos.dev/latest/talos-guides/upgrading-talos/",
    reads: ["machine"],
    check: versionsDiffer,
};

interface Version {
    readonly tag: string;
    readonly shows: EvidencePointer;
}

function* versionsDiffer(facts: Facts): Iterable<Finding> {
    const known = machinesOf(facts).flatMap((machine) => {
        const version = versionOf(facts, machine);
        return version === undefined ? [] : [{ node: machine.node, ...version }];
    });
    const byTag = Map.groupBy(known, ({ tag }) => tag);
    const common = [...byTag].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? 1 : -1))[0];
    if (common === undefined || byTag.size < 2) return;
    for (const { node, tag, shows } of known.filter((each) => each.tag !== common[0]))
        yield {
            severity: "info",
            role: "cause",
            explains: [],
            subject: machineRef(facts.cluster, node),
            says: `Machine ${node} runs Talos ${tag}, and ${common[1].map((each) => each.node).join(", ")} ${common[0]}`,
            hint: `talosctl -n ${node} upgrade --image ghcr.io/siderolabs/installer:${common[0]}`,
            evidence: [shows],
        };
}

function versionOf(facts: Facts, machine: MachineFacts): Version | undefined {
    const document = machineDocument(facts.cluster, machine, "version");
    const answered = text(document?.value, "version", "tag");
    if (document !== undefined && answered !== undefined)
        return { tag: answered, shows: showsDocument(document, "/version/tag", `tag: ${answered}`) };
    const resource = machine.resource("Versions", "version");
    const told = text(resource?.spec, "version");
    return resource === undefined || told === undefined
        ? undefined
        : { tag: told, shows: showsResource(resource, "/version", `version: ${told}`) };
}
