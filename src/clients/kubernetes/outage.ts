import { setTimeout as sleep } from "node:timers/promises";
import type { Problem } from "../../core/problem.ts";
import { untilAborted } from "./until-aborted.ts";

/** Keeps requests away from an API server that has gone, and lets them on as soon as it is back. */
export interface Outage {
    /** Returns at once while the server is there; else waits for it, up to the patience; then gives the problem it went with, at once. */
    pass(signal: AbortSignal): Promise<Problem | undefined>;
    /** A request could not reach the server: the next one to pass looks whether that is so for all. */
    suspect(problem: Problem): void;
}

interface Asked {
    /** A cheap request, short by itself; true when anything answered. */
    readonly probe: () => Promise<boolean>;
    readonly patienceMs: number;
    readonly probeMs: number;
    readonly now: () => number;
}

interface Gone {
    readonly problem: Problem;
    readonly since: number;
    probedAt: number;
}

export function createOutage({ probe, patienceMs, probeMs, now }: Asked): Outage {
    let gone: Gone | undefined;
    let probing: Promise<boolean> | undefined;

    const isBack = (): Promise<boolean> => {
        probing ??= probe().finally(() => {
            probing = undefined;
        });
        return probing;
    };

    return {
        async pass(signal) {
            for (;;) {
                signal.throwIfAborted();
                const current = gone;
                if (current === undefined) return undefined;
                if (probing !== undefined || now() - current.probedAt >= probeMs) {
                    current.probedAt = now();
                    if (await untilAborted(isBack(), signal)) {
                        if (gone === current) gone = undefined;
                        continue;
                    }
                }
                if (now() - current.since >= patienceMs) return lasting(current.problem, patienceMs);
                await sleep(Math.min(probeMs, patienceMs), undefined, { signal });
            }
        },
        suspect(problem) {
            gone ??= { problem, since: now(), probedAt: Number.NEGATIVE_INFINITY };
        },
    };
}

/** The same for all that the outage costs: what is missing stands beside it in every gap. */
function lasting(problem: Problem, ms: number): Problem {
    const message = `no answer: the API server has been gone for more than ${Math.round(ms / 1000)} s (since ${problem.message})`;
    return { ...problem, message };
}
