import { connect } from "../clients/kubernetes/connect.ts";
import type { KubernetesReader } from "../clients/kubernetes/reader.ts";
import type { Problem, Result } from "../core/problem.ts";
import { ok } from "../core/problem.ts";
import type { Clients } from "../sources/source.ts";
import type { CollectRequest } from "./collect-request.ts";

/** What could be opened; `kubernetesProblem` says why there is no Kubernetes API, when a Talos one makes the run worthwhile all the same. */
export interface Opened extends Clients {
    readonly kubernetes?: KubernetesReader;
    readonly kubernetesProblem?: Problem;
    close(): Promise<void>;
}

/** Connects to everything the request names. Fails when nothing is left to collect from, or a flag is wrong. */
export async function openClients(request: CollectRequest, signal: AbortSignal): Promise<Result<Opened>> {
    const kubernetes = await connect(request.connection, signal);
    if (!kubernetes.ok) return kubernetes;
    const reader = kubernetes.value;
    return ok({ now: request.now, kubernetes: reader, close: () => reader.close() });
}
