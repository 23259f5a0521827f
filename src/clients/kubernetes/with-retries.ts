import { setTimeout as sleep } from "node:timers/promises";
import type { Problem, ProblemCode } from "../../core/problem.ts";
import type { Limits } from "./limits.ts";
import type { Outage } from "./outage.ts";

/** The outcome of one try. `retryAfterMs`: what the server asked for. */
export type Attempt<T> =
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly problem: Problem; readonly retryAfterMs?: number; readonly body?: Uint8Array };

/** How often and how patiently. `tries` by code where they differ from limits.tries. */
export interface RetryPolicy {
    readonly limits: Limits;
    readonly outage: Outage;
    readonly random: () => number;
    readonly tries?: Partial<Record<ProblemCode, number>>;
}

/** Trouble that can pass. A 403 never does; nor does a wrong certificate. */
const PASSING: ReadonlySet<ProblemCode> = new Set([
    "throttled",
    "server-error",
    "unavailable",
    "unreachable",
    "timeout",
    "stalled",
    "cut",
]);

/** A request that hung once for its whole time is tried once more, no oftener. */
const TRIES: Partial<Record<ProblemCode, number>> = { timeout: 2, stalled: 2 };

/**
 * Tries until it works, the trouble cannot pass, or tries are used up; waits between with growing, jittered pauses, and longer when
 * the server asks for it. The last problem stands.
 */
export async function withRetries<T>(
    policy: RetryPolicy,
    attempt: () => Promise<Attempt<T>>,
    signal: AbortSignal,
): Promise<Attempt<T>> {
    const { limits, outage } = policy;
    for (let count = 1; ; count++) {
        const gone = await outage.pass(signal);
        if (gone !== undefined) return { ok: false, problem: gone };
        const outcome = await attempt();
        signal.throwIfAborted();
        if (outcome.ok) return outcome;
        const { code } = outcome.problem;
        if (code === "unreachable" || code === "timeout") outage.suspect(outcome.problem);
        const tries = Math.min(limits.tries, policy.tries?.[code] ?? TRIES[code] ?? limits.tries);
        if (!PASSING.has(code) || count >= tries) return outcome;
        await sleep(pauseMs(count, outcome.retryAfterMs, policy), undefined, { signal });
    }
}

/** Full jitter on the upper half, so that many who were refused together do not come back together. */
function pauseMs(count: number, retryAfterMs: number | undefined, { limits, random }: RetryPolicy): number {
    const backoff = limits.retryBaseMs * 2 ** (count - 1) * (0.5 + random() / 2);
    return Math.min(limits.retryCapMs, Math.max(backoff, retryAfterMs ?? 0));
}
