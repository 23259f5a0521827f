import { create } from "@bufbuild/protobuf";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import type { CallOptions } from "@connectrpc/connect";
import { ok, type Result } from "../../core/problem.ts";
import { certificateProblem } from "./certificate.ts";
import { ContainerDriver, ContainerdNamespace } from "./gen/common_pb.ts";
import type { Resource } from "./gen/cosi_pb.ts";
import { DiskUsageRequestSchema, type Event } from "./gen/machine_pb.ts";
import type { Way } from "./lines.ts";
import { onlyMessage, QUESTIONS } from "./questions.ts";
import type { CosiResource, TalosReader } from "./reader.ts";
import { openRoutes, ROUTE_DEFAULTS, type RouteOptions } from "./routes.ts";
import { slots } from "./slots.ts";
import { gather, gatherUntilQuiet, streamBytes } from "./streams.ts";
import type { TalosContext } from "./talosconfig.ts";

export interface TalosOptions extends Partial<RouteOptions> {
    /** Instead of the context's nodes. */
    readonly nodes?: readonly string[];
    /** Of one question, in ms: 20 s when absent. apid itself gives a node 20 s to be dialled. */
    readonly callTimeoutMs?: number;
    /** Silence in the middle of a stream, in ms: 30 s when absent. */
    readonly stallTimeoutMs?: number;
    /** Events stop coming when the past is told, and there is no sign for that but silence, in ms: 1 s when absent. */
    readonly eventsQuietMs?: number;
    /** Questions under way at once, over all nodes: 24 when absent. */
    readonly concurrency?: number;
}

const EVENTS_MAX = 5000;
const RESOURCES_MAX = 20_000;
const DISK_USAGE_THRESHOLD_BYTES = 16n * 1024n * 1024n;

/**
 * A reader of the context's cluster. Connects when first asked. An expired certificate fails here, with a sentence that TLS could not say.
 */
export function connectTalos(context: TalosContext, options: TalosOptions = {}): Result<TalosReader> {
    const {
        callTimeoutMs = 20_000,
        stallTimeoutMs = 30_000,
        eventsQuietMs = 1000,
        concurrency = 24,
        nodes = context.nodes,
        ...given
    } = options;
    const routes = openRoutes(context, { ...ROUTE_DEFAULTS, ...given });
    const now = given.now ?? ROUTE_DEFAULTS.now;
    const expired = certificateProblem(context.certificate, now());
    if (expired !== undefined)
        return {
            ok: false,
            problem: { ...expired, message: `context ${JSON.stringify(context.name)} of ${context.file}: ${expired.message}` },
        };
    const limit = slots(concurrency);
    let bytes = 0;

    const addressed = (node: string, signal: AbortSignal, timeoutMs?: number): CallOptions => ({
        headers: node === "" ? {} : { node },
        signal,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
    const over = async <T>(
        node: string,
        method: string,
        attempt: (way: Way) => Promise<T>,
        signal: AbortSignal,
    ): Promise<Result<T>> => {
        using _slot = await limit.take(signal);
        return await routes.over(node, method, attempt, signal);
    };
    const counted = (chunk: Uint8Array) => {
        bytes += chunk.byteLength;
        return chunk;
    };
    const streaming = { stallTimeoutMs, counted };

    return ok({
        context: context.name,
        endpoints: context.endpoints.map((endpoint) => endpoint.title),
        nodes,
        certificate: context.certificate,
        ask(question, node, signal) {
            const { method, ask } = QUESTIONS[question];
            const attempt = async ({ services }: Way) =>
                onlyMessage((await ask(services, addressed(node, signal, callTimeoutMs))).messages, method);
            return over(node, method, attempt, signal);
        },
        resources(kind, node, signal) {
            const attempt = async ({ services, call }: Way) => {
                const answers = services.state.list(kind, addressed(node, signal, callTimeoutMs));
                const found = await gather(answers, { max: RESOURCES_MAX, what: `${kind.type} of node ${node}`, call }, signal);
                return found.flatMap(({ resource }) => (resource === undefined ? [] : [cosiResource(resource)]));
            };
            return over(node, `State/List ${kind.type}`, attempt, signal);
        },
        dmesg: (node, signal) =>
            over(
                node,
                "MachineService/Dmesg",
                ({ services, call }) =>
                    streamBytes((inner) => services.machine.dmesg({}, addressed(node, inner)), { ...streaming, call }, signal),
                signal,
            ),
        log({ of, id, tailLines }, node, signal) {
            const where =
                of === "service"
                    ? { namespace: "system", driver: ContainerDriver.CONTAINERD }
                    : { namespace: "k8s.io", driver: ContainerDriver.CRI };
            const attempt = ({ services, call }: Way) =>
                streamBytes(
                    (inner) => services.machine.logs({ ...where, id, tailLines }, addressed(node, inner)),
                    { ...streaming, call },
                    signal,
                );
            return over(node, `MachineService/Logs ${id}`, attempt, signal);
        },
        events(node, signal) {
            const attempt = ({ services, call }: Way) =>
                gatherUntilQuiet<Event>(
                    (inner) => services.machine.events({ tailEvents: -1 }, addressed(node, inner)),
                    { firstMs: callTimeoutMs, quietMs: eventsQuietMs, max: EVENTS_MAX, call },
                    signal,
                );
            return over(node, "MachineService/Events", attempt, signal);
        },
        diskUsage(path, node, signal) {
            const request = create(DiskUsageRequestSchema, {
                paths: [path],
                recursionDepth: 2,
                threshold: DISK_USAGE_THRESHOLD_BYTES,
            });
            const attempt = ({ services, call }: Way) =>
                gather(
                    services.machine.diskUsage(request, addressed(node, signal, 2 * callTimeoutMs)),
                    { max: RESOURCES_MAX, what: `disk usage of ${path}`, call },
                    signal,
                );
            return over(node, "MachineService/DiskUsage", attempt, signal);
        },
        images(of, node, signal) {
            const namespace = of === "pods" ? ContainerdNamespace.NS_CRI : ContainerdNamespace.NS_SYSTEM;
            const attempt = ({ services, call }: Way) =>
                gather(
                    services.machine.imageList({ namespace }, addressed(node, signal, callTimeoutMs)),
                    { max: RESOURCES_MAX, what: "images", call },
                    signal,
                );
            return over(node, "MachineService/ImageList", attempt, signal);
        },
        get traffic() {
            return { calls: routes.calls, bytes };
        },
        close: () => routes.close(),
    });
}

function cosiResource({ metadata, spec }: Resource): CosiResource {
    return {
        namespace: metadata?.namespace ?? "",
        type: metadata?.type ?? "",
        id: metadata?.id ?? "",
        version: metadata?.version ?? "",
        owner: metadata?.owner ?? "",
        phase: metadata?.phase ?? "",
        ...(metadata?.created === undefined ? {} : { created: timestampDate(metadata.created) }),
        ...(metadata?.updated === undefined ? {} : { updated: timestampDate(metadata.updated) }),
        labels: metadata?.labels ?? {},
        yaml: spec?.yamlSpec ?? "",
    };
}
