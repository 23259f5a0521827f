import type { Answers, Question, TalosReader } from "../../../clients/talos/reader.ts";
import { ok, type Result } from "../../../core/problem.ts";
import type { TalosNode } from "../../source.ts";
import { memberId } from "../facts.ts";
import { membersOf } from "../members.ts";
import { objectsOf, resourceSpecs, text } from "../resource-specs.ts";
import { isPlainObject } from "../scrub.ts";
import type { EtcdMemberFact, MachineFacts, ServiceFact } from "./facts.ts";

const RUNTIME = "runtime";

/** Asks one machine for what the checks need. A machine that did not answer the probe is not asked again. */
export async function gatherMachine(reader: TalosReader, node: TalosNode, signal: AbortSignal): Promise<MachineFacts> {
    const { name, addresses, type, problem } = node;
    const lost: Result<never> | undefined = problem === undefined ? undefined : { ok: false, problem };
    const ask = async <Q extends Question, T>(question: Q, read: (answer: Answers[Q]) => T): Promise<Result<T>> => {
        if (lost !== undefined) return lost;
        const answer = await reader.ask(question, node.address, signal);
        return answer.ok ? ok(read(answer.value)) : answer;
    };
    const list = async <T>(type: string, namespace: string, read: (found: Listed) => T): Promise<Result<T>> => {
        if (lost !== undefined) return lost;
        const found = await resourceSpecs(reader, { namespace, type }, node.address, signal);
        return found.ok ? ok(read(found.value)) : found;
    };
    const [version, services, memoryBytes, volumes, diagnostics, stage, members, etcdMembers, staticPods, cniName] =
        await Promise.all([
            ask("version", ({ version, platform }) => ({ tag: version?.tag ?? "", mode: platform?.mode ?? "" })),
            ask("services", (answer) => answer.services.map(serviceFact)),
            ask("memory", ({ meminfo }) => Number(meminfo?.memtotal ?? 0n) * 1024),
            list("VolumeStatuses.block.talos.dev", RUNTIME, (found) =>
                objectsOf(found).map(({ id, size }) => ({ id: text(id), sizeBytes: Number(size ?? 0) })),
            ),
            list("Diagnostics.runtime.talos.dev", RUNTIME, (found) =>
                objectsOf(found).map(({ id, message }) => ({ id: text(id), message: text(message) })),
            ),
            list("MachineStatuses.runtime.talos.dev", RUNTIME, (found) => stageOf(found)),
            lost ?? membersOf(reader, node.address, signal),
            ask("etcdMembers", (answer) => answer.members.map(etcdMemberFact)),
            list("StaticPodStatuses.kubernetes.talos.dev", "k8s", (found) => found.map(({ id }) => id)),
            list(
                "BootstrapManifestsConfigs.kubernetes.talos.dev",
                "controlplane",
                (found) => objectsOf(found).map(({ cniName }) => text(cniName))[0],
            ),
        ]);
    return {
        name,
        addresses,
        ...(type === undefined ? {} : { type }),
        version,
        services,
        memoryBytes,
        volumes,
        diagnostics,
        stage,
        members,
        etcdMembers,
        staticPods,
        cniName,
    };
}

type Listed = Parameters<typeof objectsOf>[0];

function serviceFact({ id, events, health }: Answers["services"]["services"][number]): ServiceFact {
    const state = events?.events.at(-1)?.state;
    return {
        id,
        ...(state === undefined ? {} : { state }),
        healthy: health?.healthy ?? false,
        lastMessage: health?.lastMessage ?? "",
    };
}

function etcdMemberFact({ id, hostname, isLearner, peerUrls }: Answers["etcdMembers"]["members"][number]): EtcdMemberFact {
    return { id: memberId(id), hostname, isLearner, peerUrls };
}

function stageOf(found: Listed): string | undefined {
    const machine = found.find(({ id }) => id === "machine");
    return machine !== undefined && isPlainObject(machine.spec) && typeof machine.spec.stage === "string"
        ? machine.spec.stage
        : undefined;
}
