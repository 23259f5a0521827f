import type { EtcdMember } from "../../clients/talos/gen/machine_pb.ts";
import { type Plain, plain } from "../../clients/talos/plain.ts";
import type { Question } from "../../clients/talos/reader.ts";
import type { Problem } from "../../core/problem.ts";
import { machineDocument, machineRef } from "./machine-document.ts";
import { hidden, isPlainObject, type PlainObject, scrubArguments, withField } from "./scrub.ts";
import { type Machine, sectionAbsent, sectionGap, type Yielded } from "./task.ts";

interface Fact {
    readonly question: Question;
    readonly section: string;
    /** Talos answers it on control plane nodes only. */
    readonly controlPlane?: boolean;
    readonly refine?: (answer: PlainObject) => Plain;
}

/** One document each, in the order a supporter asks. */
const FACTS: readonly Fact[] = [
    { question: "version", section: "version.yaml" },
    { question: "services", section: "services.yaml" },
    { question: "etcdStatus", section: "etcd/status.yaml", controlPlane: true, refine: hexIds },
    { question: "etcdMembers", section: "etcd/members.yaml", controlPlane: true, refine: hexIds },
    { question: "etcdAlarms", section: "etcd/alarms.yaml", controlPlane: true, refine: hexIds },
    { question: "memory", section: "memory.yaml" },
    { question: "mounts", section: "mounts.yaml" },
    { question: "loadAverage", section: "load-average.yaml" },
    { question: "systemStat", section: "system-stat.yaml" },
    { question: "diskStats", section: "disk-stats.yaml" },
    { question: "networkDeviceStats", section: "network-device-stats.yaml" },
    { question: "disks", section: "disks.yaml" },
    { question: "cpuInfo", section: "cpu-info.yaml" },
    { question: "cpuFrequencies", section: "cpu-frequencies.yaml" },
    { question: "systemContainers", section: "containers/system.yaml" },
    { question: "systemContainerStats", section: "containers/system-stats.yaml" },
    { question: "podContainers", section: "containers/pods.yaml" },
    { question: "podContainerStats", section: "containers/pods-stats.yaml" },
    { question: "processes", section: "processes.yaml", refine: withoutSecretArguments },
    { question: "connections", section: "connections.yaml" },
    { question: "controllerDependencies", section: "controller-dependencies.yaml" },
];

/** The node did not answer at all: whatever would be asked next would not be answered either. */
const LOST: ReadonlySet<Problem["code"]> = new Set(["unreachable", "tls", "credentials"]);

/** Everything that one question answers, a document each. Once the node is out of reach the rest becomes gaps unasked. */
export async function* facts(machine: Machine, signal: AbortSignal): Yielded {
    let lost: Problem | undefined;
    for (const fact of FACTS) {
        if (fact.controlPlane && machine.node.type === "worker") continue;
        const problem = lost ?? (yield* document(machine, fact, signal));
        if (problem === undefined) continue;
        if (problem.code === "unsupported") yield sectionAbsent(machine, fact.section, problem.message);
        else yield sectionGap(machine, fact.section, problem);
        if (LOST.has(problem.code)) lost = problem;
    }
    if (lost === undefined) yield* time(machine, signal);
    else yield sectionGap(machine, "time.yaml", lost);
}

async function* document(
    machine: Machine,
    { question, section, refine }: Fact,
    signal: AbortSignal,
): AsyncGenerator<ReturnType<typeof machineDocument>, Problem | undefined> {
    const answer = await machine.reader.ask(question, machine.node.address, signal);
    if (!answer.ok) return answer.problem;
    const value = plain(answer.value);
    yield machineDocument(
        machineRef(machine.cluster, machine.node.name, section),
        isPlainObject(value) && refine ? refine(value) : value,
    );
    return undefined;
}

/** With our own time beside the node's and its time server's: how far the clocks are apart is the point. */
async function* time(machine: Machine, signal: AbortSignal): Yielded {
    const askedAt = machine.now();
    const answer = await machine.reader.ask("time", machine.node.address, signal);
    if (!answer.ok) {
        yield sectionGap(machine, "time.yaml", answer.problem);
        return;
    }
    const value = plain(answer.value);
    const collector = { askedAt: askedAt.toISOString(), answeredAt: machine.now().toISOString() };
    yield machineDocument(
        machineRef(machine.cluster, machine.node.name, "time.yaml"),
        isPlainObject(value) ? { ...value, collector } : value,
    );
}

const ID_FIELDS = new Set(["id", "memberId", "leader"]);

/** Members as etcdctl and etcd's own log name them. */
function hexIds(value: Plain): Plain {
    if (Array.isArray(value)) return value.map(hexIds);
    if (!isPlainObject(value)) return value;
    return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [name, ID_FIELDS.has(name) ? hexId(item) : hexIds(item)]),
    );
}

function hexId(value: Plain): Plain {
    return typeof value === "number" || typeof value === "string" ? memberId(BigInt(value)) : value;
}

/** `8e9e05c52164694d`, without leading zeros as etcd prints it; "0" is nobody. */
export function memberId(id: EtcdMember["id"]): string {
    return id.toString(16);
}

function withoutSecretArguments(answer: PlainObject): Plain {
    const one = (process: Plain): Plain =>
        isPlainObject(process)
            ? withField(process, "args", (args) => (typeof args === "string" ? scrubArguments(args) : hidden("argument")))
            : process;
    return withField(answer, "processes", (processes) => (Array.isArray(processes) ? processes.map(one) : processes));
}
