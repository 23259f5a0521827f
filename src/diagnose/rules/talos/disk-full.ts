import type { Facts } from "../../facts/facts.ts";
import { list, number, text } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { EvidencePointer, Finding, Rule } from "../../rule.ts";
import { machineDocument, showsDocument } from "./machine-document.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { isRecent, saidLines } from "./said.ts";
import { bytes, percent, words } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

/** The kubelet's own thresholds: it evicts at nodefs 10 % and stops pulling at imagefs 15 %. */
const LITTLE = 0.1;
const NEARLY_NONE = 0.05;
/** Where pods, images, etcd and logs live. */
const WATCHED = /^\/var($|\/mnt\/|\/lib\/)|^\/system\/state$/;

/** Disks of a machine without room. */
export const diskFull: Rule = {
    id: "talos.disk-full",
    layer: "talos",
    title: "Machine's disk is full",
    means: "Below 10 % the kubelet evicts pods; with none left etcd, containerd and every database on the machine fail.",
    fix: "`talosctl -n ADDRESS usage /var --depth 3` shows what fills it; remove volumes and images that nobody needs, or make the disk larger.",
    source: "https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#hard-eviction-thresholds",
    reads: ["machine"],
    check: onEachMachine(disksOf),
};

interface Filled {
    readonly mountedOn: string;
    /** 0 to 1. */
    readonly free: number;
    readonly says: string;
    readonly shows: EvidencePointer;
}

function* disksOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const subject = machineRef(facts.cluster, machine.node);
    const line = saidLines(machine, /no space left on device|disk quota exceeded/i).find((each) => isRecent(facts, each));
    const filled = [...mountsOf(machine, facts)].filter(({ free }) => free < LITTLE).sort((a, b) => a.free - b.free);
    const hint = `${talosctl(machine, "usage /var --depth 3")}; remove what is not needed or enlarge the disk`;
    for (const { free, says, shows } of filled)
        yield {
            severity: free < NEARLY_NONE ? "critical" : "warning",
            role: "cause",
            subject,
            says: `Machine ${machine.node}: ${says}`,
            hint,
            evidence: [shows, ...(line ? [line.shows] : [])],
        };
    if (filled.length === 0 && line !== undefined)
        yield {
            severity: "critical",
            role: "cause",
            confidence: 0.85,
            subject,
            says: `Machine ${machine.node} has no disk space left: ${words(line.words)}`,
            hint,
            evidence: [line.shows],
        };
}

function* mountsOf(machine: MachineFacts, facts: Facts): Iterable<Filled> {
    const document = machineDocument(facts.cluster, machine, "mounts");
    if (document === undefined) yield* mountsInTable(machine);
    for (const [index, mount] of list(document?.value, "stats").entries()) {
        const [size, available] = [number(mount, "size") ?? 0, number(mount, "available") ?? 0];
        const mountedOn = text(mount, "mountedOn") ?? text(mount, "mounted_on") ?? "";
        if (document === undefined || size === 0 || !WATCHED.test(mountedOn)) continue;
        const says = `only ${bytes(available)} of ${bytes(size)} (${percent(available / size)}) are free on ${mountedOn}`;
        yield {
            mountedOn,
            free: available / size,
            says,
            shows: showsDocument(document, `/stats/${index}`, `${mountedOn}: available ${available} of ${size}`),
        };
    }
}

/** The rows of what `talosctl mounts` prints: … PERCENT USED MOUNTED ON. */
function* mountsInTable(machine: MachineFacts): Iterable<Filled> {
    for (const { match, shows } of saidLines(machine, /(\d+(?:\.\d+)?)%\s+(\/\S*)\s*$/, "mounts")) {
        const [used, mountedOn] = [Number(match[1]) / 100, match[2] ?? ""];
        if (WATCHED.test(mountedOn)) yield { mountedOn, free: 1 - used, says: `${mountedOn} is ${percent(used)} full`, shows };
    }
}
