import { connect } from "../clients/kubernetes/connect.ts";
import type { KubernetesReader } from "../clients/kubernetes/reader.ts";
import type { TalosReader } from "../clients/talos/reader.ts";
import { MANAGEMENT } from "../core/cluster-ref.ts";
import { ok, type Problem, type Result } from "../core/problem.ts";
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
        ? await takeInventory(kubernetes.value, request.narrowing.namespaces, now, signal)
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

function nothing(): Result<never> {
    return { ok: false, problem: { code: "unreachable", message: "there is nothing to collect from" } };
}

async function closed(reader: KubernetesReader | undefined, machines: TalosReader | undefined): Promise<void> {
    machines?.close();
    await reader?.close();
}
