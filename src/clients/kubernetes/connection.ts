import type { Dispatcher } from "undici";
import { fail, ok, type Problem, type Result } from "../../core/problem.ts";
import { certificateTrouble, connectionProblem } from "./connection-problem.ts";
import { type Credential, type Credentials, createCredentials } from "./credentials.ts";
import { createDispatcher } from "./dispatcher.ts";
import type { Limits } from "./limits.ts";
import type { Target } from "./target.ts";
import type { TlsMaterial } from "./tls-material.ts";

/** One request. `what` names it for people: `listing pods in msp`. */
export interface WireRequest {
    readonly what: string;
    readonly path: string;
    readonly accept?: string;
    /** JSON to POST; a GET when absent. */
    readonly body?: string;
    readonly headMs: number;
    /** The body may come gzip'd where that pays. */
    readonly compressible?: boolean;
}

/** An answer's head, whatever its status; who has it reads or destroys the body. */
export interface Answer {
    readonly status: number;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly body: Dispatcher.ResponseData["body"];
}

/** The wire to one API server as one user. */
export interface Connection {
    readonly target: Target;
    readonly traffic: { requests: number; bytes: number };
    /** One try: no retries but one with a new credential after a 401. Aborting throws. */
    send(request: WireRequest, signal: AbortSignal): Promise<Result<Answer>>;
    /** A body's break-off in words. */
    interrupted(what: string, error: unknown): Problem;
    close(): Promise<void>;
}

interface Asked {
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly limits: Limits;
    readonly now: () => number;
    readonly userAgent: string;
}

export function createConnection(target: Target, asked: Asked): Connection {
    const credentials = createCredentials(target, asked);
    const pools = createPools(target, asked);
    const traffic = { requests: 0, bytes: 0 };
    const { origin, pathname } = new URL(target.cluster.server);
    const prefix = pathname === "/" ? "" : pathname;
    const compresses = paysToCompress(target);

    const once = async (request: WireRequest, credential: Credential, signal: AbortSignal): Promise<Result<Answer>> => {
        const pool = pools.with(credential.tls);
        if (!pool.ok) return pool;
        traffic.requests++;
        try {
            const answer = await pool.value.request({
                origin,
                path: prefix + request.path,
                method: request.body === undefined ? "GET" : "POST",
                headers: headersOf(
                    { ...request, compressible: compresses && request.compressible === true },
                    credential,
                    asked.userAgent,
                ),
                ...(request.body === undefined ? {} : { body: request.body }),
                headersTimeout: request.headMs,
                bodyTimeout: asked.limits.stallMs,
                signal,
            });
            return ok({ status: answer.statusCode, headers: answer.headers, body: answer.body });
        } catch (error) {
            signal.throwIfAborted();
            return { ok: false, problem: connectionProblem({ what: request.what, error, target, inBody: false }) };
        }
    };

    return {
        target,
        traffic,
        async send(request, signal) {
            const credential = await credentials.current(signal);
            if (!credential.ok) return credential;
            const answer = await once(request, credential.value, signal);
            if (!answer.ok || answer.value.status !== 401) return answer;
            const trouble = certificateTrouble(credential.value.tls, asked.now());
            const again = await withRenewed(credentials, credential.value, answer.value, signal);
            if (!again.ok || again.value === undefined) return explained(request, again.ok ? answer : again, trouble);
            return explained(request, await once(request, again.value, signal), certificateTrouble(again.value.tls, asked.now()));
        },
        interrupted: (what, error) => connectionProblem({ what, error, target, inBody: true }),
        async close() {
            credentials.close();
            await pools.close();
        },
    };
}

/** Undefined when the new credential is the old one and a second try would be in vain. */
async function withRenewed(
    credentials: Credentials,
    refused: Credential,
    answer: Answer,
    signal: AbortSignal,
): Promise<Result<Credential | undefined>> {
    const renewed = await credentials.renewed(refused, signal);
    const same = renewed.ok && JSON.stringify(renewed.value) === JSON.stringify(refused);
    if (same) return ok(undefined);
    await answer.body.dump().catch(() => {});
    return renewed;
}

/** A 401 that has a reason we can see is that reason. */
function explained(request: WireRequest, answer: Result<Answer>, trouble: string | undefined): Result<Answer> {
    if (!answer.ok || answer.value.status !== 401 || trouble === undefined) return answer;
    answer.value.body.on("error", () => {}).destroy();
    return fail("credentials", `${request.what}: 401, ${trouble}`, {
        hint: "get a new kubeconfig for this cluster, or check this machine's clock",
    });
}

function headersOf(request: WireRequest, credential: Credential, userAgent: string): Record<string, string | string[]> {
    return {
        accept: request.accept ?? "application/json",
        "user-agent": userAgent,
        ...(request.compressible ? { "accept-encoding": "gzip" } : {}),
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
        ...credential.headers,
    };
}

/** As kubectl does, but not over loopback, where the API server's time is dearer than bytes. */
function paysToCompress({ cluster }: Target): boolean {
    const { hostname } = new URL(cluster.server);
    const near = hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
    return cluster["disable-compression"] !== true && !near;
}

/** Pools by client certificate: a plugin may hand out a new one in mid-run, and what runs on the old one goes on. */
function createPools(target: Target, asked: Asked) {
    const pools = new Map<string, Dispatcher>();
    return {
        with(tls: TlsMaterial): Result<Dispatcher> {
            const key = JSON.stringify(tls);
            const pool = pools.get(key);
            if (pool !== undefined) return ok(pool);
            const made = createDispatcher({ target, tls, environment: asked.environment, limits: asked.limits });
            if (made.ok) pools.set(key, made.value);
            return made;
        },
        async close() {
            await Promise.all([...pools.values()].map((pool) => pool.destroy()));
        },
    };
}
