import type { Result } from "../../../core/problem.ts";
import type { HealthFacts, MachineFacts } from "./facts.ts";

/** What one check says about one machine, or about the cluster when `node` is absent. */
export interface Finding {
    readonly status: "pass" | "fail" | "unknown";
    readonly node?: string;
    /** One sentence; absent when there is nothing to say beyond the title. */
    readonly says?: string;
}

/** One condition. `title` is talosctl's own words, so that both can be laid side by side. */
export interface Check {
    readonly id: string;
    readonly title: string;
    /** No findings at all means: nothing here to judge. */
    evaluate(facts: HealthFacts): readonly Finding[];
}

export const pass = (node?: string, says?: string): Finding => ({
    status: "pass",
    ...(node === undefined ? {} : { node }),
    ...(says === undefined ? {} : { says }),
});

export const fail = (says: string, node?: string): Finding => ({ status: "fail", ...(node === undefined ? {} : { node }), says });

export const unknown = (says: string, node?: string): Finding => ({
    status: "unknown",
    ...(node === undefined ? {} : { node }),
    says,
});

/** Judges what is known; what is not known is "unknown" with the reason why. */
export function judged<T>(
    known: Result<T>,
    node: string | undefined,
    judge: (value: T) => Finding | readonly Finding[],
): readonly Finding[] {
    return known.ok ? [judge(known.value)].flat() : [unknown(known.problem.message, node)];
}

/** Machines that are, or may be, of the control plane: one whose type nobody could tell is not passed over. */
export function controlPlanes({ machines }: HealthFacts): readonly MachineFacts[] {
    return machines.filter(({ type }) => type !== "worker");
}
