import { type ClusterRef, MANAGEMENT } from "../../core/cluster-ref.ts";
import { deadline } from "../../core/deadline.ts";
import { ok } from "../../core/problem.ts";
import { reviewAccess } from "./access-review.ts";
import type { Connection } from "./connection.ts";
import { openLog } from "./container-log.ts";
import type { Limits } from "./limits.ts";
import { listPages } from "./list-pages.ts";
import { createOutage } from "./outage.ts";
import { asResult, type PatientWire, readDocument } from "./read-document.ts";
import type { KubernetesReader } from "./reader.ts";

/** All that a reader needs besides its connection. */
export interface ReaderSettings {
    readonly clusterRef?: ClusterRef;
    readonly limits: Limits;
    readonly now: () => number;
    /** From 0 to 1. */
    readonly random: () => number;
}

/** A reader over a connection, which it closes with itself. Nothing is sent before the first request. */
export function openReader(connection: Connection, settings: ReaderSettings): KubernetesReader {
    const { limits, now, random } = settings;
    const probe = () => isThere(connection, limits);
    const outage = createOutage({ probe, patienceMs: limits.outagePatienceMs, probeMs: limits.outageProbeMs, now });
    const wire: PatientWire = { connection, limits, now, policy: { limits, outage, random } };
    const { target } = connection;
    return {
        cluster: settings.clusterRef ?? MANAGEMENT,
        server: target.cluster.server,
        defaultNamespace: target.namespace,
        traffic: connection.traffic,
        async get(path, { accept, maxBytes = limits.maxDocumentBytes, timeoutMs, failureIsAnswer }, signal) {
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
            const attempt = await readDocument(wire, { ...request, ...more }, signal);
            const failing = !attempt.ok && failureIsAnswer && attempt.problem.code === "server-error" ? attempt.body : undefined;
            return failing === undefined || failing.length === 0 ? asResult(attempt) : ok(failing);
        },
        list: (request, signal) => listPages(wire, request, signal),
        log: (request, signal) => openLog(wire, request, signal),
        allowed: (permission, signal) => reviewAccess(wire, permission, signal),
        close: () => connection.close(),
    };
}

/** Whether anything answers in the time of a handshake, whatever it says. */
async function isThere(connection: Connection, { connectMs }: Limits): Promise<boolean> {
    using limit = deadline(new AbortController().signal, connectMs, () => new Error("probe deadline"));
    try {
        const answer = await connection.send(
            { what: "looking for the API server", path: "/version", headMs: connectMs },
            limit.signal,
        );
        if (answer.ok) await answer.value.body.dump();
        return answer.ok;
    } catch {
        return false;
    }
}
