import { setTimeout as delay } from "node:timers/promises";
import { Code, ConnectError, type ConnectRouter, type HandlerContext } from "@connectrpc/connect";
import { dump } from "js-yaml";
import { ContainerDriver } from "../../clients/talos/gen/common_pb.ts";
import { State } from "../../clients/talos/gen/cosi_pb.ts";
import { InspectService } from "../../clients/talos/gen/inspect_pb.ts";
import { MachineService } from "../../clients/talos/gen/machine_pb.ts";
import { StorageService } from "../../clients/talos/gen/storage_pb.ts";
import { TimeService } from "../../clients/talos/gen/time_pb.ts";
import type { FakeAnswers, FakeLog, FakeNode, FakeResource } from "./fake-node.ts";

/** Which machine a call is for, and whose certificate came with it. */
export interface Asked {
    readonly node: FakeNode;
    readonly roles: readonly string[];
}

/** The services of apid, answering for whichever node `asked` finds behind a call. */
export function talosServices(asked: (context: HandlerContext) => Asked): (router: ConnectRouter) => void {
    const answer = <Q extends keyof FakeAnswers>(question: Q, context: HandlerContext): { messages: FakeAnswers[Q][] } => {
        const answers: { readonly [A in keyof FakeAnswers]?: FakeAnswers[A] } = asked(context).node.answers;
        const found = answers[question];
        if (found === undefined) throw unimplemented(context);
        return { messages: [found] };
    };
    return (router) => {
        router.service(MachineService, {
            version: (_, context) => answer("version", context),
            serviceList: (_, context) => answer("services", context),
            logsContainers: (_, context) => ({ messages: [{ ids: serviceLogs(asked(context).node) }] }),
            containers: ({ driver }, context) =>
                answer(driver === ContainerDriver.CRI ? "podContainers" : "systemContainers", context),
            stats: ({ driver }, context) =>
                answer(driver === ContainerDriver.CRI ? "podContainerStats" : "systemContainerStats", context),
            processes: (_, context) => answer("processes", context),
            memory: (_, context) => answer("memory", context),
            systemStat: (_, context) => answer("systemStat", context),
            cPUInfo: (_, context) => answer("cpuInfo", context),
            cPUFreqStats: (_, context) => answer("cpuFrequencies", context),
            loadAvg: (_, context) => answer("loadAverage", context),
            mounts: (_, context) => answer("mounts", context),
            diskStats: (_, context) => answer("diskStats", context),
            networkDeviceStats: (_, context) => answer("networkDeviceStats", context),
            netstat: (_, context) => answer("connections", context),
            etcdStatus: (_, context) => answer("etcdStatus", context),
            etcdMemberList: (_, context) => answer("etcdMembers", context),
            etcdAlarmList: (_, context) => answer("etcdAlarms", context),
            dmesg: (_, context) => logElements(asked(context).node.dmesg, -1, asked(context).node),
            logs({ id, tailLines }, context) {
                const { node } = asked(context);
                const found = node.logs[id];
                if (found === undefined) throw new ConnectError(`container "${id}" not found`, Code.Unknown);
                return logElements(found, tailLines, node);
            },
            async *events(_, context) {
                yield {};
                yield* asked(context).node.events;
                await delay(3_600_000, undefined, { signal: context.signal });
            },
            async *diskUsage(_, context) {
                yield* asked(context).node.diskUsage;
            },
            async *imageList(_, context) {
                yield* asked(context).node.images;
            },
        });
        router.service(StorageService, { disks: (_, context) => answer("disks", context) });
        router.service(TimeService, { time: (_, context) => answer("time", context) });
        router.service(InspectService, {
            controllerRuntimeDependencies: (_, context) => answer("controllerDependencies", context),
        });
        router.service(State, {
            async *list({ namespace, type }, context) {
                for (const resource of readable(namespace, type, asked(context))) yield { resource: wire(resource) };
            },
        });
    };
}

const DEFINITIONS = "ResourceDefinitions.meta.cosi.dev";

/** Talos' refusals in Talos' words: contract of its COSI state server with RBAC in front. */
function readable(namespace: string, type: string, { node, roles }: Asked): readonly FakeResource[] {
    if (type === DEFINITIONS) return definitions(node);
    const ofType = node.resources.filter(({ metadata }) => metadata.type === type);
    const first = ofType[0];
    if (first === undefined) throw new ConnectError(`resource type "${type}" is not supported`, Code.PermissionDenied);
    if (first.sensitive && !roles.includes("os:admin")) throw new ConnectError("not authorized", Code.PermissionDenied);
    return ofType.filter(({ metadata }) => metadata.namespace === namespace && metadata.id !== "");
}

/** A resource with the id "" only says that its type is known and empty. */
function definitions(node: FakeNode): readonly FakeResource[] {
    const types = new Map(node.resources.map((resource) => [resource.metadata.type, resource]));
    return [...types].map(([type, { metadata, sensitive }]) => ({
        metadata: { namespace: "meta", type: DEFINITIONS, id: type.toLowerCase() },
        spec: {
            type,
            displayType: type.split(".")[0],
            defaultNamespace: metadata.namespace,
            ...(sensitive ? { sensitivity: "sensitive" } : {}),
        },
    }));
}

function wire({ metadata, spec }: FakeResource) {
    return {
        metadata: { ...metadata, labels: { ...metadata.labels }, version: "1", phase: "running", owner: "fake.Controller" },
        spec: { yamlSpec: typeof spec === "string" ? `${spec}\n` : dump(spec) },
    };
}

function serviceLogs(node: FakeNode): string[] {
    return Object.keys(node.logs).filter((id) => !id.includes("/"));
}

const CHUNK_BYTES = 32 * 1024;

async function* logElements(log: FakeLog, tailLines: number, { faults }: FakeNode): AsyncGenerator<{ bytes: Uint8Array }> {
    let sent = 0;
    for await (const chunk of typeof log === "string" ? chunked(tail(log, tailLines)) : log()) {
        const left = (faults?.cutAfterBytes ?? Number.POSITIVE_INFINITY) - sent;
        if (left < chunk.byteLength) {
            yield { bytes: chunk.subarray(0, left) };
            throw new ConnectError("error reading from server: EOF", Code.Unavailable);
        }
        sent += chunk.byteLength;
        yield { bytes: chunk };
    }
}

function tail(text: string, lines: number): string {
    return lines < 0
        ? text
        : text
              .split(/(?<=\n)/)
              .slice(-lines || text.length)
              .join("");
}

function* chunked(text: string): Generator<Uint8Array> {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.byteLength; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

function unimplemented({ method }: HandlerContext): ConnectError {
    return new ConnectError(`unknown method ${method.name} for service ${method.parent.typeName}`, Code.Unimplemented);
}
