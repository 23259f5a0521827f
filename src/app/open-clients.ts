import { connect } from "../clients/kubernetes/connect.ts";
import type { KubernetesReader } from "../clients/kubernetes/reader.ts";
import { readerUntil } from "../clients/kubernetes/reader-until.ts";
import type { TalosReader } from "../clients/talos/reader.ts";
import { MANAGEMENT } from "../core/cluster-ref.ts";
import { deadline } from "../core/deadline.ts";
import { ok, type Problem, ProblemError, type Result } from "../core/problem.ts";
import { deadInventory, takeInventory } from "../plan/inventory.ts";
import type { Clients, Inventory } from "../sources/source.ts";
import { type ChosenSpec, chooseSpec } from "./choose-spec.ts";
import type { CollectRequest } from "./collect-request.ts";
import { openTalos } from "./open-talos.ts";

/** Everything a run stands on: connections, what the cluster has, and what shall be collected. */
export interface Opened extends AsyncDisposable {
    readonly clients: Clients;
    readonly inventory: Inventory;
    readonly chosen: ChosenSpec;
    /** `https://host:port`, or what is asked instead; for people. */
    readonly server: string;
}

/** Codes that speak of the way there: another layer may still answer. A wrong flag or file ends the run at once. */
const DEAD: ReadonlySet<Problem["code"]> = new Set([
    "unreachable",
    "timeout",
    "tls",
    "unauthorized",
    "invalid",
    "unavailable",
    "server-error",
    "cut",
    "stalled",
]);

/**
 * Connects to all that the request names and looks at it. Fails when a flag or file is wrong, or nothing answers: with a Talos context a
 * dead Kubernetes API is a gap, since the machines below it can tell why.
 */
export async function openClients(request: CollectRequest, signal: AbortSignal): Promise<Result<Opened>> {
    const { now } = request;
    const kubernetes = await connect(request.connection, signal);
    if (!kubernetes.ok && !DEAD.has(kubernetes.problem.code)) return kubernetes;
    const reader = kubernetes.ok ? kubernetes.value : undefined;
    const inventory = kubernetes.ok
        ? await inventoryInTime(kubernetes.value, request, signal)
        : deadInventory(MANAGEMENT, kubernetes.problem, now());
    const chosen = await chooseSpec(request, reader, inventory, signal);
    const talos = chosen.ok
        ? await openTalos(
              {
                  spec: chosen.value.spec.talos,
                  environment: request.connection.environment,
                  now,
                  ...(reader === undefined ? {} : { kubernetes: reader }),
              },
              signal,
          )
        : chosen;
    if (!talos.ok || !chosen.ok || (!kubernetes.ok && talos.value.reader === undefined)) {
        await reader?.close();
        return [talos, chosen, kubernetes].find((tried): tried is { ok: false; problem: Problem } => !tried.ok) ?? nothing();
    }
    const { gaps, nodes, reader: machines } = talos.value;
    return ok({
        clients: {
            now,
            ...(reader === undefined ? {} : { kubernetes: reader }),
            ...(machines === undefined ? {} : { talos: machines }),
        },
        inventory: { ...inventory, gaps: [...inventory.gaps, ...gaps], ...(nodes === undefined ? {} : { talos: { nodes } }) },
        chosen: chosen.value,
        server: reader?.server ?? "Talos",
        [Symbol.asyncDispose]: () => closed(reader, machines),
    });
}

/** So much of a run may go into looking, and no more than this: what does not answer by then is not waited for. */
const SHARE_OF_RUN = 1 / 5;
const LOOKING_MS = 60_000;

async function inventoryInTime(reader: KubernetesReader, request: CollectRequest, signal: AbortSignal): Promise<Inventory> {
    const { timeoutMs = Number.POSITIVE_INFINITY } = request.overrides;
    const answerMs = Math.min(LOOKING_MS, timeoutMs * SHARE_OF_RUN);
    const late = () => new ProblemError({ code: "timeout", message: `no answer in the first ${answerMs / 1000} s of the run` });
    using looking = deadline(signal, answerMs, late);
    const patient = readerUntil(reader, { end: looking.signal, answerMs });
    return takeInventory(patient, request.narrowing.namespaces, request.now, signal);
}

function nothing(): Result<never> {
    return { ok: false, problem: { code: "unreachable", message: "there is nothing to collect from" } };
}

async function closed(reader: KubernetesReader | undefined, machines: TalosReader | undefined): Promise<void> {
    machines?.close();
    await reader?.close();
}
