import type { Streamed } from "../../clients/kubernetes/reader.ts";
import type { MachineLogRequest } from "../../clients/talos/reader.ts";
import type { Result } from "../../core/problem.ts";
import type { CollectSpec } from "../../spec/collect-spec.ts";
import type { RawLog } from "../source.ts";
import { machineRef } from "./machine-document.ts";
import { scrubbedLines } from "./scrubbed-lines.ts";
import { type Machine, sectionGap, type Yielded } from "./task.ts";

/** Talos tails by lines; so many of this length are asked for and the newest bytes of them kept. */
const ASSUMED_LINE_BYTES = 80;

/** A kernel ring buffer is at most some MiB; this is far above. */
const DMESG_MAX_BYTES = 64 * 1024 * 1024;

/** The whole kernel ring buffer; the kernel's command line in it is looked through. */
export async function* dmesg(machine: Machine, signal: AbortSignal): Yielded {
    const opened = await machine.reader.dmesg(machine.node.address, signal);
    yield* logOf(machine, "dmesg.log", opened, DMESG_MAX_BYTES);
}

/** The logs of Talos' own services and of its controllers: every buffer that the node has. */
export function serviceLogs({ budget }: CollectSpec) {
    return async function* run(machine: Machine, signal: AbortSignal): Yielded {
        const known = await machine.reader.ask("logIds", machine.node.address, signal);
        const ids = known.ok ? known.value.ids : USUAL_LOGS;
        if (!known.ok && known.problem.code !== "unsupported") {
            yield sectionGap(machine, "logs", known.problem);
            return;
        }
        for (const id of ids.toSorted())
            yield* tail(
                machine,
                { of: "service", id, tailLines: 0 },
                { section: `logs/${id}.log`, maxBytes: budget.maxLogBytes },
                signal,
            );
    };
}

/** Of a Talos that cannot list its log buffers. */
const USUAL_LOGS = ["apid", "containerd", "controller-runtime", "cri", "etcd", "kubelet", "machined", "trustd", "udevd"];

/**
 * Logs of pods' containers as the machine has them, dead ones too. With a Kubernetes API that answers only those of kube-system: there the
 * control plane's own logs may be missing just when they matter; without, those of all pods, for nobody else can give them.
 */
export function containerLogs({ budget }: CollectSpec, kubernetesAnswers: boolean) {
    return async function* run(machine: Machine, signal: AbortSignal): Yielded {
        const listed = await machine.reader.ask("podContainers", machine.node.address, signal);
        if (!listed.ok) {
            yield sectionGap(machine, "logs/pods", listed.problem);
            return;
        }
        const ids = listed.value.containers.filter(({ status }) => !status.startsWith("SANDBOX_")).map(({ id }) => id);
        for (const id of ids.toSorted()) {
            const container = containerOf(id);
            if (container === undefined || (kubernetesAnswers && container.namespace !== "kube-system")) continue;
            const section = `logs/pods/${container.namespace}/${container.pod}/${container.name}.log`;
            yield* tail(machine, { of: "container", id, tailLines: 0 }, { section, maxBytes: budget.maxLogBytes }, signal);
        }
    };
}

/**
 * `kube-system/coredns-x:coredns:0a1b2c3d4e5f` in its parts. The short id stays in the name: without it, two runs of one container would
 * be one file, as they are in talosctl's own support archive.
 */
function containerOf(id: string): { readonly namespace: string; readonly pod: string; readonly name: string } | undefined {
    const match = /^([^/:]+)\/([^/:]+):([^/:]+)(?::([^/:]+))?$/.exec(id);
    if (match === null) return undefined;
    const [, namespace = "", pod = "", name = "", short] = match;
    return { namespace, pod, name: short === undefined ? name : `${name}-${short}` };
}

async function* tail(
    machine: Machine,
    request: MachineLogRequest,
    { section, maxBytes }: { section: string; maxBytes: number },
    signal: AbortSignal,
): Yielded {
    const tailLines = Math.ceil(maxBytes / ASSUMED_LINE_BYTES);
    const opened = await machine.reader.log({ ...request, tailLines }, machine.node.address, signal);
    yield* logOf(machine, section, opened, maxBytes);
}

async function* logOf(machine: Machine, section: string, opened: Result<Streamed>, maxBytes: number): Yielded {
    if (!opened.ok) {
        yield sectionGap(machine, section, opened.problem);
        return;
    }
    const log: RawLog = {
        type: "log",
        ref: machineRef(machine.cluster, machine.node.name, section),
        chunks: scrubbedLines(opened.value.chunks),
        maxBytes,
    };
    yield log;
}
