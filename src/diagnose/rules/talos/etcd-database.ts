import type { Facts } from "../../facts/facts.ts";
import { fields, number, text } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { machineDocument, showsDocument } from "./machine-document.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { bytes, percent } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

const DEFAULT_QUOTA = 2 * 2 ** 30;
const NEARLY_FULL = 0.8;
const WORTH_DEFRAGMENTING = 256 * 2 ** 20;

/** The size of etcd's database against its quota, and how much of it is holes. */
export const etcdDatabase: Rule = {
    id: "talos.etcd-database",
    layer: "talos",
    title: "etcd's database is large",
    means: "At its quota (2 GiB unless `quota-backend-bytes` says otherwise) etcd stops to take writes.",
    fix: "`talosctl -n ADDRESS etcd defrag`, one member after the other; look for what writes so much (`kubectl get events -A`, leftover objects).",
    source: "https://www.talos.dev/latest/advanced/etcd-maintenance/",
    variants: {
        size: {
            title: "etcd's database is nearly full",
            means: "Little is missing to its quota.",
            fix: "Defragment, or raise quota-backend-bytes.",
        },
        fragmented: {
            title: "etcd's database is mostly holes",
            means: "Less than half of the file is in use.",
            fix: "`talosctl -n ADDRESS etcd defrag`.",
        },
    },
    reads: ["machine"],
    check: onEachMachine(databaseOf),
};

function* databaseOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const document = machineDocument(facts.cluster, machine, "etcd/status");
    const size = number(document?.value, "memberStatus", "dbSize");
    const used = number(document?.value, "memberStatus", "dbSizeInUse") ?? size;
    if (document === undefined || size === undefined || used === undefined || size === 0) return;
    const quota = quotaOf(machine);
    const common = {
        role: "cause",
        subject: machineRef(facts.cluster, machine.node),
        hint: `${talosctl(machine, "etcd status")}; ${talosctl(machine, "etcd defrag")}`,
        evidence: [showsDocument(document, "/memberStatus/dbSize", `dbSize: ${size}, dbSizeInUse: ${used}`)],
    } as const;
    if (size > quota * NEARLY_FULL)
        yield {
            ...common,
            variant: "size",
            severity: "warning",
            role: "failure",
            says: `Machine ${machine.node}: etcd's database has ${bytes(size)}, ${percent(size / quota)} of its quota of ${bytes(quota)}`,
        };
    if (size > WORTH_DEFRAGMENTING && used / size < 0.5)
        yield {
            ...common,
            variant: "fragmented",
            severity: "info",
            says: `Machine ${machine.node}: only ${percent(used / size)} of etcd's database of ${bytes(size)} is in use`,
        };
}

function quotaOf(machine: MachineFacts): number {
    const argument = fields(machine.resource("EtcdSpecs", "etcd")?.spec, "extraArgs")["quota-backend-bytes"];
    return number({ argument }, "argument") ?? number(argument, 0) ?? (Number(text({ argument }, "argument")) || DEFAULT_QUOTA);
}
