import { expect, test } from "vitest";
import { MANAGEMENT } from "../core/cluster-ref.ts";
import type { Gap } from "../core/gap.ts";
import { ProblemError } from "../core/problem.ts";
import type { RawDocument, Task } from "../sources/source.ts";
import { gap } from "../sources/source.ts";
import { type RunOptions, run } from "./run.ts";

const about = { cluster: MANAGEMENT, type: "api" } as const;
const now = () => new Date("2026-11-21T12:00:00Z");
const fact: RawDocument = {
    type: "document",
    ref: { cluster: MANAGEMENT, type: "api", path: "x" },
    format: "text",
    bytes: Buffer.from("x"),
};

function task(id: string, more: Partial<Task> = {}): Task {
    return {
        id,
        source: "test",
        title: id,
        about,
        needs: [],
        timeoutMs: 10_000,
        rank: 50,
        run: async function* () {
            yield fact;
        },
        ...more,
    };
}

/** Runs and gives what happened, in order. */
async function ran(tasks: readonly Task[], more: Partial<RunOptions> = {}, stop = new AbortController().signal) {
    const started: string[] = [];
    const gaps: Gap[] = [];
    const outcomes = await run(
        tasks,
        {
            clients: { now },
            concurrency: 2,
            handle: async () => ({ entries: 1, pods: [], gaps: [] }),
            gap: (found) => gaps.push(found),
            absent: () => undefined,
            follow: () => [],
            progress: (progress) => progress.type === "started" && started.push(progress.task.id),
            ...more,
        },
        stop,
    );
    return {
        started,
        gaps: gaps.map(({ problem }) => `${problem.code}: ${problem.message}`),
        outcomes: outcomes.map(({ task, outcome }) => `${task.id} ${outcome}`),
    };
}

test("tasks start lowest rank first", async () => {
    const { started } = await ran([task("late", { rank: 60 }), task("first", { rank: 10 }), task("second", { rank: 20 })], {
        concurrency: 1,
    });
    expect(started).toEqual(["first", "second", "late"]);
});

test("every task has one outcome: evidence, a gap, or there is none", async () => {
    const forbidden = { code: "forbidden", message: "no" } as const;
    const { outcomes } = await ran([
        task("a"),
        task("b", {
            run: async function* () {
                yield gap("test", about, forbidden, now());
            },
        }),
        task("c", {
            run: async function* () {
                yield { type: "absent", about, because: "never started" };
            },
        }),
        task("d", { run: async function* () {} }),
        task("e", {
            run: async function* () {
                yield fact;
                yield gap("test", about, forbidden, now(), true);
            },
        }),
    ]);
    expect(outcomes.sort()).toEqual(["a present", "b gap", "c absent", "d absent", "e present"]);
});

test("a bug in one source is a gap and costs the others nothing", async () => {
    const { gaps, outcomes } = await ran([
        task("bad", {
            run: async function* () {
                yield JSON.parse("{");
            },
        }),
        task("good"),
    ]);
    expect(gaps).toEqual(["bug: bad: Expected property name or '}' in JSON at position 1 (line 1 column 2)"]);
    expect(outcomes.sort()).toEqual(["bad gap", "good present"]);
});

test("when the run is stopped, what runs and what waits become gaps that say why", async () => {
    const stop = new AbortController();
    const endless = task("running", {
        run: async function* (_clients, signal) {
            stop.abort(new ProblemError({ code: "budget", message: "the run's 10m are over" }));
            await new Promise((_, reject) =>
                signal.aborted ? reject(signal.reason) : signal.addEventListener("abort", () => reject(signal.reason)),
            );
            yield fact;
        },
    });
    const { gaps, outcomes } = await ran([endless, task("waiting", { rank: 60 })], { concurrency: 1 }, stop.signal);
    expect(gaps).toEqual(["budget: the run's 10m are over", "budget: the run's 10m are over"]);
    expect(outcomes.sort()).toEqual(["running gap", "waiting gap"]);
});

test("a task that hangs is cut off at its own time limit and says so", async () => {
    const hanging = task("hanging", {
        timeoutMs: 5,
        run: async function* (_clients, signal) {
            await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
            yield fact;
        },
    });
    const { gaps } = await ran([hanging, task("other")]);
    expect(gaps).toEqual(["timeout: hanging took longer than 0.005 s"]);
});

test("after three failures to reach a node the rest of its logs are gaps unasked, other nodes go on", async () => {
    const unreachable = (id: string) =>
        task(id, {
            lane: "node n1",
            run: async function* () {
                yield gap("test", about, { code: "unavailable", message: `${id} refused` }, now());
            },
        });
    const { gaps, started } = await ran(
        [...[1, 2, 3, 4, 5].map((n) => unreachable(`log ${n}`)), task("well", { lane: "node n2" })],
        { concurrency: 1 },
    );
    expect(started).toEqual(["log 1", "well", "log 2", "log 3"]);
    expect(gaps.slice(3)).toEqual([
        "unreachable: log 4: not asked for, because node n1 did not answer several requests before it",
        "unreachable: log 5: not asked for, because node n1 did not answer several requests before it",
    ]);
});

test("a hanging node holds no more than its share of the slots", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
        release = resolve;
    });
    const hanging = [1, 2, 3, 4, 5, 6].map((n) =>
        task(`n1 ${n}`, {
            lane: "node n1",
            run: async function* () {
                await held;
                yield fact;
            },
        }),
    );
    const last = task("n2", {
        lane: "node n2",
        rank: 60,
        run: async function* () {
            release();
            yield fact;
        },
    });
    const { outcomes } = await ran([...hanging, last], { concurrency: 5 });
    expect(outcomes[0]).toBe("n2 present");
    expect(outcomes).toHaveLength(7);
});

test("a full disk ends the run: nothing more is asked for, and all is accounted for", async () => {
    const handle = async () => {
        throw new ProblemError({ code: "disk", message: "no space left" });
    };
    const { gaps, outcomes } = await ran([task("a"), task("b"), task("c")], { concurrency: 1, handle });
    expect(gaps).toEqual(["disk: no space left", "disk: no space left", "disk: no space left"]);
    expect(outcomes).toEqual(["a gap", "b gap", "c gap"]);
});

test("pods that were seen lead to more tasks", async () => {
    const pod = { namespace: "msp", name: "db-0", labels: {}, healthy: true, containers: [] };
    const { outcomes } = await ran([task("list")], {
        handle: async (_item, { id }) => ({ entries: 1, pods: id === "list" ? [pod] : [], gaps: [] }),
        follow: (pods) => pods.map(({ name }) => task(`log ${name}`)),
    });
    expect(outcomes).toEqual(["list present", "log db-0 present"]);
});
