import { fail, ok, type Result } from "../../core/problem.ts";
import { parseDurationMs } from "../../core/quantity.ts";
import type { ConnectOptions } from "./connect-options.ts";
import { createConnection } from "./connection.ts";
import { findKubeconfig } from "./find-kubeconfig.ts";
import { isEmptyKubeconfig, parseKubeconfig } from "./kubeconfig-file.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { openReader } from "./open-reader.ts";
import { readDocumentOnce, type Wire } from "./read-document.ts";
import type { KubernetesReader } from "./reader.ts";
import { chooseTarget, type Target } from "./target.ts";

/**
 * Connects the way kubectl would with these flags, and looks once whether a Kubernetes API answers, in seconds. Trouble says which: a
 * wrong flag, file or context (`configuration`), a credential (`credentials`, `unauthorized`), certificates (`tls`), the way there
 * (`unreachable`, `timeout`), or something else at that address (`invalid`). Whoever gets the reader closes it.
 */
export async function connect(options: ConnectOptions, signal: AbortSignal): Promise<Result<KubernetesReader>> {
    const config = await findKubeconfig(options);
    if (!config.ok) return config;
    const target = chooseTarget(config.value, options);
    return target.ok ? connectTo(target.value, options, signal) : target;
}

/**
 * Connects with a kubeconfig that is given as text, such as a Secret of a managed cluster holds; `origin` names it in errors. Only
 * what stands in it counts: an empty one is a `configuration` problem, and neither files, environment nor a pod's account stand in.
 */
export async function connectWithText(
    text: string,
    origin: string,
    options: ConnectOptions,
    signal: AbortSignal,
): Promise<Result<KubernetesReader>> {
    const config = parseKubeconfig(text, origin, ".");
    if (!config.ok) return config;
    if (isEmptyKubeconfig(config.value)) return fail("configuration", `${origin} is empty: there is no kubeconfig in it`);
    const target = chooseTarget(config.value, options);
    return target.ok ? connectTo(target.value, options, signal) : target;
}

async function connectTo(target: Target, options: ConnectOptions, signal: AbortSignal): Promise<Result<KubernetesReader>> {
    const limits = limitsOf(options);
    if (!limits.ok) return limits;
    const now = options.now ?? Date.now;
    const random = options.random ?? Math.random;
    const connection = createConnection(target, {
        environment: options.environment,
        limits: limits.value,
        now,
        userAgent: "casefile",
    });
    try {
        const probed = await probe({ connection, limits: limits.value, now }, signal);
        if (probed.ok)
            return ok(
                openReader(connection, {
                    limits: limits.value,
                    now,
                    random,
                    ...(options.clusterRef && { clusterRef: options.clusterRef }),
                }),
            );
        await connection.close();
        return probed;
    } catch (error) {
        await connection.close();
        throw error;
    }
}

/** One request without retries: nobody waits half a minute to hear of a wrong port. */
async function probe(wire: Wire, signal: AbortSignal): Promise<Result<void>> {
    const { connectMs, headMs } = wire.limits;
    const limits = { ...wire.limits, headMs: Math.min(headMs, 2 * connectMs) };
    const request = { what: "GET /version", path: "/version", maxBytes: 2 ** 20, json: false };
    const answer = await readDocumentOnce({ ...wire, limits }, request, signal);
    if (answer.ok) return isVersion(answer.value) ? ok(undefined) : notKubernetes(wire.connection.target);
    if (answer.problem.code === "forbidden") return ok(undefined);
    return answer.problem.code === "not-found" ? notKubernetes(wire.connection.target) : { ok: false, problem: answer.problem };
}

function isVersion(body: Uint8Array): boolean {
    try {
        const { gitVersion } = JSON.parse(Buffer.from(body).toString("utf8")) as { gitVersion?: unknown };
        return typeof gitVersion === "string";
    } catch {
        return false;
    }
}

function notKubernetes(target: Target): Result<never> {
    const hint = "check the address in the kubeconfig: https://HOST:6443, or the path of the proxy in front of it";
    return fail("invalid", `${target.cluster.server} answers, but not as a Kubernetes API`, { hint });
}

function limitsOf({ requestTimeout, limits }: ConnectOptions): Result<Limits> {
    const all = { ...DEFAULT_LIMITS, ...limits };
    if (requestTimeout === undefined || requestTimeout === "0") return ok(all);
    const ms = /^\d+$/.test(requestTimeout) ? ok(Number(requestTimeout) * 1000) : parseDurationMs(requestTimeout);
    if (!ms.ok) return fail("configuration", `--request-timeout: ${ms.problem.message}`);
    if (ms.value === 0) return ok(all);
    return ok({ ...all, tryMs: ms.value, headMs: ms.value, logHeadMs: ms.value });
}
