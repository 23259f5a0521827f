import { Worker } from "node:worker_threads";
import type { Rendered, RenderTask } from "./render-task.ts";
import type { WorkerAnswer } from "./worker-protocol.ts";

interface Job<Task, Answer> {
    readonly task: Task;
    resolve(value: Answer): void;
    reject(error: Error): void;
}

/** A page's objects live for one page: more room than this only lets garbage lie longer. */
const YOUNG_MB = 12;

/**
 * Worker threads, started when first needed, each with one task at a time. Not tinypool: that starts its own file from beside its own module,
 * which a bundle of one file does not have.
 */
export class WorkerPool<Task extends { readonly bytes: Uint8Array } = RenderTask, Answer = Rendered> {
    readonly #data: unknown;
    readonly #max: number;
    readonly #file: string;
    readonly #queue: Job<Task, Answer>[] = [];
    readonly #idle: Worker[] = [];
    readonly #busy = new Map<Worker, Job<Task, Answer>>();
    #closed = false;

    /** `data` is each worker's workerData; `file` its module beside this one, without extension. */
    constructor(data: unknown, max: number, file = "worker") {
        this.#data = data;
        this.#max = max;
        this.#file = file;
    }

    /** The worker's answer; rejects when it failed on the task or died of it. An aborted task that waits is never begun. */
    run(task: Task, signal: AbortSignal): Promise<Answer> {
        const { promise, resolve, reject } = Promise.withResolvers<Answer>();
        if (this.#closed) throw new Error("the renderer is closed");
        signal.throwIfAborted();
        const job: Job<Task, Answer> = { task, resolve, reject };
        const abort = () => {
            const at = this.#queue.indexOf(job);
            if (at >= 0) this.#queue.splice(at, 1);
            reject(signal.reason);
        };
        signal.addEventListener("abort", abort, { once: true });
        this.#queue.push(job);
        this.#dispatch();
        return promise.finally(() => signal.removeEventListener("abort", abort));
    }

    async close(): Promise<void> {
        this.#closed = true;
        for (const job of this.#queue.splice(0)) job.reject(new Error("the renderer was closed"));
        await Promise.all([...this.#idle, ...this.#busy.keys()].map((worker) => worker.terminate()));
    }

    #dispatch(): void {
        while (this.#queue.length > 0) {
            const worker = this.#idle.pop() ?? (this.#busy.size < this.#max ? this.#start() : undefined);
            const job = worker === undefined ? undefined : this.#queue.shift();
            if (worker === undefined || job === undefined) return;
            this.#send(worker, job);
        }
    }

    #send(worker: Worker, job: Job<Task, Answer>): void {
        try {
            worker.postMessage(job.task, transferable(job.task));
            this.#busy.set(worker, job);
            worker.ref();
        } catch (error) {
            this.#idle.push(worker);
            job.reject(new Error("its bytes cannot be given to a worker", { cause: error }));
        }
    }

    #start(): Worker {
        const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
        const worker = new Worker(new URL(`./${this.#file}.${extension}`, import.meta.url), {
            workerData: this.#data,
            name: this.#file,
            resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
        });
        worker.on("message", (answer: WorkerAnswer<Answer>) => this.#answered(worker, answer));
        worker.on("error", () => this.#died(worker));
        worker.on("exit", () => this.#died(worker));
        return worker;
    }

    #answered(worker: Worker, answer: WorkerAnswer<Answer>): void {
        const job = this.#busy.get(worker);
        this.#busy.delete(worker);
        this.#idle.push(worker);
        worker.unref();
        if (answer.ok) job?.resolve(answer.value);
        else job?.reject(new Error(answer.reason));
        this.#dispatch();
    }

    #died(worker: Worker): void {
        const job = this.#busy.get(worker);
        this.#busy.delete(worker);
        const at = this.#idle.indexOf(worker);
        if (at >= 0) this.#idle.splice(at, 1);
        job?.reject(new Error("the worker died of it"));
        if (!this.#closed) this.#dispatch();
    }
}

function transferable({ bytes: { buffer } }: { readonly bytes: Uint8Array }): ArrayBuffer[] {
    return buffer instanceof ArrayBuffer ? [buffer] : [];
}
