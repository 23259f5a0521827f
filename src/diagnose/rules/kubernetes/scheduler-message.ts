/** One reason of the scheduler's message: on how many nodes, and its words. */
export interface SchedulerReason {
    readonly nodes: number;
    readonly words: string;
}

/**
 * The parts of `0/3 nodes are available: 1 node(s) had untolerated taint {a: b}, 2 Insufficient memory. preemption: …`.
 * Source: kubernetes pkg/scheduler/framework/types.go, FitError.Error.
 */
export function reasonsOf(message: string): { readonly total: number; readonly reasons: readonly SchedulerReason[] } {
    const [, total = "0", rest = ""] = /0\/(\d+) nodes are available: ?([\s\S]*)/.exec(message) ?? [];
    const own = rest.split(/\.? preemption: |\. no new claims|\.\s*$/)[0] ?? "";
    const reasons = [...own.matchAll(/(?:^|, )(\d+) ((?:\{[^}]*\}|[^,{])+)/g)].map(([, nodes = "0", words = ""]) => ({
        nodes: Number(nodes),
        words: words.replace(/\.$/, "").trim(),
    }));
    return { total: Number(total), reasons };
}
