import { type ClusterRef, MANAGEMENT } from "../../core/cluster-ref.ts";
import { deadline } from "../../core/deadline.ts";
import { reviewAccess } from "./access-review.ts";
import { createConnection } from "./connection.ts";
import { openLog } from "./container-log.ts";
import type { Limits } from "./limits.ts";
import { listPages } from "./list-pages.ts";
import { createOutage } from "./outage.ts";
import { asResult, readDocument, type Wire } from "./read-document.ts";
import type { KubernetesReader } from "./reader.ts";
import type { Target } from "./target.ts";

/** All that a reader needs besides its target. */
export interface ReaderSettings {
    readonly clusterRef?: ClusterRef;
    readonly limits: Limits;
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly now: () => number;
    readonly random: () => number;
    readonly userAgent: string;
}

/** A reader of one cluster as one user. Nothing is sent before the first request. */
export function openReader(target: Target, settings: ReaderSettings): KubernetesReader {
    const { limits, now, random } = settings;
    const connection = createConnection(target, settings);
    const probe = async () => {
        using limit = deadline(new AbortController().signal, limits.connectMs, () => new Error("probe deadline"));
        const answer = await connection
            .send({ what: "looking for the API server", path: "/version", headMs: limits.connectMs }, limit.signal)
            .catch(() => undefined);
        if (answer?.ok) await answer.value.body.dump().catch(() => {});
        return answer?.ok === true;
    };
    const outage = createOutage({ probe, patienceMs: limits.outagePatienceMs, probeMs: limits.outageProbeMs, now });
    const wire: Wire = { connection, limits, now, policy: { limits, outage, random } };
    return {
        cluster: settings.clusterRef ?? MANAGEMENT,
        server: target.cluster.server,
        defaultNamespace: target.namespace,
        traffic: connection.traffic,
        async get(path, { accept, maxBytes = limits.maxDocumentBytes, timeoutMs }, signal) {
            const request = {
                what: `GET ${path}`,
                path,
                maxBytes,
                json: accept === undefined || accept.startsWith("application/json"),
            };
            const more = {
                ...(accept === undefined ? {} : { accept }),
                ...(timeoutMs === undefined ? {} : { tryMs: timeoutMs }),
            };
            return asResult(await readDocument(wire, { ...request, ...more }, signal));
        },
        list: (request, signal) => listPages(wire, request, signal),
        log: (request, signal) => openLog(wire, request, signal),
        allowed: (permission, signal) => reviewAccess(wire, permission, signal),
        close: () => connection.close(),
    };
}
