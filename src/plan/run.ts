import { deadline } from "../core/deadline.ts";
import { FewAtOnce } from "../core/few-at-once.ts";
import type { Absent, Gap } from "../core/gap.ts";
import { type Problem, ProblemError } from "../core/problem.ts";
import type { Clients, PodFound, Raw, Task } from "../sources/source.ts";
import { gap } from "../sources/source.ts";
import { lanes } from "./lanes.ts";

/** What became of a planned task; `absent`: it was asked for and there is none. `entries`: what of it was written. */
export interface Outcome {
    readonly task: Task;
    readonly outcome: "present" | "gap" | "absent";
    readonly entries: number;
    readonly milliseconds: number;
}

/** What is told to a watcher while it runs. */
export type Progress =
    | { readonly type: "planned"; readonly tasks: number }
    | { readonly type: "started"; readonly task: Task }
    | { readonly type: "ended"; readonly task: Task; readonly outcome: Outcome["outcome"] };

/** What was made of a piece of raw evidence. */
export interface Handled {
    /** So many were written. */
    readonly entries: number;
    readonly pods: readonly PodFound[];
    readonly gaps: readonly Gap[];
}

export interface RunOptions {
    readonly clients: Clients;
    /** Tasks at a time. */
    readonly concurrency: number;
    /**
     * Takes what a task gives, in its order; while one is being done the next is asked for and begun. What it gives back are pods that
     * were seen. A ProblemError `disk` from it ends the run.
     */
    handle(item: Raw, task: Task, signal: AbortSignal): Promise<Handled>;
    gap(gap: Gap): void;
    absent(absent: Absent): void;
    /** More tasks for the pods seen. */
    follow(pods: readonly PodFound[]): readonly Task[];
    progress(progress: Progress): void;
}

/**
 * Runs the tasks, lowest rank first, until all have ended. Every task ends in exactly one outcome. When `stop` fires (the budget is used
 * up, Ctrl-C), what runs is cut off and what waits becomes gaps, both for the stop's reason (a ProblemError): it never rejects for that.
 */
export async function run(tasks: readonly Task[], options: RunOptions, stop: AbortSignal): Promise<Outcome[]> {
    const queue = lanes();
    const outcomes: Outcome[] = [];
    const active = new Set<Promise<void>>();
    const broken = new AbortController();
    const signal = AbortSignal.any([stop, broken.signal]);

    const enqueue = (more: readonly Task[]) => {
        for (const task of more) queue.add(task);
        options.progress({ type: "planned", tasks: more.length });
    };
    const finish = (task: Task, outcome: Outcome["outcome"], entries: number, started: number) => {
        outcomes.push({ task, outcome, entries, milliseconds: options.clients.now().getTime() - started });
        options.progress({ type: "ended", task, outcome });
    };
    const refuse = (task: Task, problem: Problem) => {
        options.gap(gap(task.source, task.about, problem, options.clients.now()));
        finish(task, "gap", 0, options.clients.now().getTime());
    };

    const start = (task: Task) => {
        const started = options.clients.now().getTime();
        options.progress({ type: "started", task });
        const done = perform(task, options, enqueue, signal)
            .then(({ entries, gaps, reached }) => {
                queue.ended(task, reached);
                finish(task, entries > 0 ? "present" : gaps > 0 ? "gap" : "absent", entries, started);
            })
            .catch((error: unknown) => {
                queue.ended(task, true);
                refuse(task, problemOf(error, task));
                broken.abort(error instanceof ProblemError ? error : new ProblemError(problemOf(error, task)));
            })
            .finally(() => active.delete(done));
        active.add(done);
    };

    enqueue(tasks);
    while (queue.waiting > 0 || active.size > 0) {
        if (signal.aborted) for (const task of queue.drain()) refuse(task, problemOf(signal.reason, task));
        for (let task = room() ? queue.next() : undefined; task; task = room() ? queue.next() : undefined) {
            if (queue.broken(task)) {
                queue.ended(task, false);
                refuse(task, unreachableLane(task));
            } else start(task);
        }
        if (active.size > 0) await Promise.race(active);
    }
    return outcomes;

    function room(): boolean {
        return active.size < options.concurrency && !signal.aborted;
    }
}

interface Performed {
    readonly entries: number;
    readonly gaps: number;
    /** False when the other side of its lane could not be reached. */
    readonly reached: boolean;
}

/** Of a long list, the largest by far in most clusters, one page is fetched while two cores look at those before it. */
const TAKEN_AT_ONCE = 2;

/** One task from start to end. Trouble that the task did not put into words itself becomes a gap here; only a full disk is thrown. */
async function perform(
    task: Task,
    options: RunOptions,
    enqueue: (tasks: readonly Task[]) => void,
    stop: AbortSignal,
): Promise<Performed> {
    let entries = 0;
    let said = false;
    const gaps: Gap[] = [];
    const miss = (found: Gap) => {
        gaps.push(found);
        options.gap(found);
    };
    using limit = deadline(
        stop,
        task.timeoutMs,
        () => new ProblemError({ code: "timeout", message: `${task.title} took longer than ${task.timeoutMs / 1000} s` }),
    );
    const take = async (item: Raw) => {
        const handled = await options.handle(item, task, limit.signal);
        entries += handled.entries;
        for (const found of handled.gaps) miss(found);
        const more = handled.pods.length === 0 ? [] : options.follow(handled.pods);
        if (more.length > 0) enqueue(more);
    };
    const taking = new FewAtOnce(TAKEN_AT_ONCE);
    try {
        for await (const item of task.run(options.clients, limit.signal)) {
            if (item.type === "gap") miss(item);
            else if (item.type === "absent") {
                said = true;
                options.absent(item);
            } else await taking.start(() => take(item));
        }
        await taking.ended();
    } catch (error) {
        await taking.settled();
        const problem = problemOf(limit.signal.aborted ? limit.signal.reason : error, task);
        if (problem.code === "disk") throw error;
        miss(gap(task.source, task.about, problem, options.clients.now(), entries > 0));
    }
    if (entries === 0 && gaps.length === 0 && !said)
        options.absent({ type: "absent", about: task.about, because: "it was asked for, and there is none" });
    return { entries, gaps: gaps.length, reached: !gaps.some(({ problem }) => LOST.has(problem.code)) };
}

/** Codes that speak of the way to the other side, not of what was asked. */
const LOST: ReadonlySet<Problem["code"]> = new Set(["unavailable", "timeout"]);

function unreachableLane(task: Task): Problem {
    return {
        code: "unreachable",
        message: `${task.title}: not asked for, because ${task.lane} did not answer several requests before it`,
        hint: task.lane?.startsWith("node ")
            ? `kubectl get ${task.lane.replace(" ", "/")} -o wide; is its kubelet up and reachable from the API server?`
            : "is it up and reachable from here?",
    };
}

function problemOf(error: unknown, task: Task): Problem {
    if (error instanceof ProblemError) return error.problem;
    return { code: "bug", message: `${task.title}: ${error instanceof Error ? error.message : String(error)}`, cause: error };
}
