import type { Task } from "../sources/source.ts";

/** At most so many tasks of one lane run at a time, so that a hanging node cannot hold every slot. */
const LANE_CONCURRENCY = 4;
/** After so many failures in a row to reach what a lane stands for, the rest of it is not asked any more. */
const FAILURES_TO_BREAK = 3;

/** What runs next: lowest rank first, within a rank in the order it was added, no lane too often. */
export interface Lanes {
    add(task: Task): void;
    /** The next task that may start now; undefined when none is waiting or every lane that has one is full. */
    next(): Task | undefined;
    /** A task that `next` gave has ended; whether it could reach its lane's other side. */
    ended(task: Task, reached: boolean): void;
    /** Why the lane is given up; undefined while it is not. */
    broken(task: Task): boolean;
    readonly waiting: number;
    /** Everything that waits, emptied. */
    drain(): Task[];
}

/** Tasks without a lane are bounded by the run's own concurrency only. */
export function lanes(): Lanes {
    const ranks = new Map<number, Map<string, Task[]>>();
    const running = new Map<string, number>();
    const failures = new Map<string, number>();
    let waiting = 0;

    const hasRoom = (lane: string) => lane === "" || (running.get(lane) ?? 0) < LANE_CONCURRENCY;

    function take(queues: Map<string, Task[]>): Task | undefined {
        for (const [lane, queue] of queues) {
            if (!hasRoom(lane)) continue;
            const task = queue.shift();
            // The lane goes to the back: nodes take turns.
            queues.delete(lane);
            if (queue.length > 0) queues.set(lane, queue);
            if (task) return task;
        }
        return undefined;
    }

    return {
        get waiting() {
            return waiting;
        },
        add(task) {
            const queues = ranks.get(task.rank) ?? new Map<string, Task[]>();
            const lane = task.lane ?? "";
            const queue = queues.get(lane);
            if (queue) queue.push(task);
            else queues.set(lane, [task]);
            ranks.set(task.rank, queues);
            waiting++;
        },
        next() {
            for (const rank of [...ranks.keys()].sort((a, b) => a - b)) {
                const queues = ranks.get(rank);
                const task = queues && take(queues);
                if (queues?.size === 0) ranks.delete(rank);
                if (!task) continue;
                waiting--;
                running.set(task.lane ?? "", (running.get(task.lane ?? "") ?? 0) + 1);
                return task;
            }
            return undefined;
        },
        ended(task, reached) {
            const lane = task.lane ?? "";
            running.set(lane, (running.get(lane) ?? 1) - 1);
            failures.set(lane, reached ? 0 : (failures.get(lane) ?? 0) + 1);
        },
        broken: ({ lane }) => lane !== undefined && (failures.get(lane) ?? 0) >= FAILURES_TO_BREAK,
        drain() {
            const all = [...ranks.entries()].sort(([a], [b]) => a - b).flatMap(([, queues]) => [...queues.values()].flat());
            ranks.clear();
            waiting = 0;
            return all;
        },
    };
}
