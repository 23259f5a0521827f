import type { Facts } from "../../facts/facts.ts";
import { flag, number, text } from "../../facts/fields.ts";
import { conditions, type KubeObject, labels } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import { amount, roomOf, taintsOf } from "../../facts/node-room.ts";
import { bytes, clipped, utc, within } from "../wording.ts";
import { conditionTone } from "./condition-tone.ts";
import { shareTone } from "./share-tone.ts";
import type { Gauge, NodeSummary } from "./summary.ts";

type Ranked = NodeSummary & { readonly trouble: number };

/** The nodes of a cluster, and the machines that are no node of it (or of which the dead API does not tell). */
export function nodesOf(facts: Facts): Ranked[] {
    const nodes = facts.all("Node.");
    const known = new Set(nodes.map((node) => facts.machine(node.ref.name)));
    return [
        ...nodes.map((node) => nodeOf(facts, node)),
        ...facts.machines
            .filter((machine) => machine.node !== "" && !known.has(machine))
            .map((machine) => machineOf(facts, machine)),
    ];
}

function nodeOf(facts: Facts, node: KubeObject): Ranked {
    const ready = conditions(node).find(({ type }) => type === "Ready");
    const remarks = remarksOf(node);
    const gauges = gaugesOf(facts, node);
    const services = servicesOf(facts.machine(node.ref.name));
    const state = ready?.status === "True" ? "ready" : ready?.status === "False" ? "not-ready" : "unknown";
    const trouble = (state === "ready" ? 0 : 100) + remarks.length + services.filter(({ tone }) => tone === "bad").length;
    return { name: `${within(facts.cluster)}${node.ref.name}`, state, about: aboutOf(node), remarks, gauges, services, trouble };
}

function machineOf(facts: Facts, machine: MachineFacts): Ranked {
    const services = servicesOf(machine);
    const trouble = 50 + services.filter(({ tone }) => tone === "bad").length;
    const remarks = facts.all("Node").length === 0 ? [] : ["no Node of this name is in the cluster"];
    const name = `${within(facts.cluster)}${machine.nodeName}`;
    return { name, state: "unknown", about: "Talos machine", remarks, gauges: [], services, trouble };
}

function aboutOf(node: KubeObject): string {
    const roles = Object.keys(labels(node)).flatMap((label) => /^node-role\.kubernetes\.io\/(.+)$/.exec(label)?.[1] ?? []);
    const info = ["kubeletVersion", "osImage"].flatMap((field) => text(node.body, "status", "nodeInfo", field) ?? []);
    return [roles.join(", ") || "worker", ...info].join(" · ");
}

function remarksOf(node: KubeObject): string[] {
    const bad = conditions(node)
        .filter((condition) => conditionTone(node, condition) === "bad")
        .map(({ type, status, since, message }) =>
            clipped(`${type} is ${status}${since === "" ? "" : ` since ${utc(since)}`}: ${message}`, 240),
        );
    const cordoned = flag(node.body, "spec", "unschedulable") === true ? ["cordoned: no new pods are put on it"] : [];
    const taints = taintsOf(node)
        .filter(({ key, effect }) => effect !== "PreferNoSchedule" && !ALWAYS_THERE.test(key))
        .map(({ key, value, effect }) => `taint ${key}${value === "" ? "" : `=${value}`}:${effect}`);
    return [...bad, ...cordoned, ...taints];
}

/** Told in another way already, or of every control-plane node. */
const ALWAYS_THERE = /^node-role\.kubernetes\.io\/|^node\.kubernetes\.io\/(unschedulable|not-ready|unreachable)$/;

function gaugesOf(facts: Facts, node: KubeObject): Gauge[] {
    const stats = facts.api(`nodes/${node.ref.name}/stats-summary.yaml`);
    const cores = number(stats, "node", "cpu", "usageNanoCores");
    return [
        requestGauge(facts, node, "cpu", cores === undefined ? undefined : cores / 1e9),
        requestGauge(facts, node, "memory", number(stats, "node", "memory", "workingSetBytes")),
        requestGauge(facts, node, "pods", undefined),
        diskGauge("disk", stats, "node", "fs"),
        imageGauge(stats),
    ].filter((gauge) => gauge !== undefined);
}

/** How much of a resource the node's pods have asked for, with a mark at what they use. */
function requestGauge(facts: Facts, node: KubeObject, resource: string, used: number | undefined): Gauge | undefined {
    const room = roomOf(facts, node, resource);
    if (room === undefined || room.allocatable === 0) return undefined;
    const asked = room.allocatable - room.free;
    const usage = used === undefined ? "" : `, ${amount(resource, used)} used`;
    const what = resource === "pods" ? "" : " requested";
    const mark = used === undefined ? undefined : used / room.allocatable;
    return {
        name: resource,
        share: asked / room.allocatable,
        ...(mark === undefined ? {} : { mark }),
        says: `${amount(resource, asked)} of ${amount(resource, room.allocatable)}${what}${usage}`,
        tone: shareTone(mark ?? 0),
    };
}

function diskGauge(name: string, stats: unknown, ...path: string[]): Gauge | undefined {
    const capacity = number(stats, ...path, "capacityBytes");
    const available = number(stats, ...path, "availableBytes");
    if (capacity === undefined || available === undefined || capacity === 0) return undefined;
    const share = (capacity - available) / capacity;
    return { name, share, says: `${bytes(available)} of ${bytes(capacity)} free`, tone: shareTone(share) };
}

/** The file system of the images, where it is one of its own. */
function imageGauge(stats: unknown): Gauge | undefined {
    const same = number(stats, "node", "fs", "capacityBytes") === number(stats, "node", "runtime", "imageFs", "capacityBytes");
    return same ? undefined : diskGauge("images", stats, "node", "runtime", "imageFs");
}

function servicesOf(machine: MachineFacts | undefined): NodeSummary["services"] {
    return (machine?.services ?? []).map(({ id, state, running, healthy, message }) => ({
        name: id,
        tone: healthy === false || state === "Failed" ? "bad" : running ? "good" : "plain",
        says: clipped([state ?? (running ? "Running" : "not running"), message].filter((each) => each !== "").join(": "), 160),
    }));
}
