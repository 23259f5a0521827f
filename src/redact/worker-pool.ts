import { Worker } from "node:worker_threads";
import type { Rendered, RenderTask } from "./render-task.ts";
import { sharedSettings } from "./shared-settings.ts";
import type { NetSettings } from "./text-nets.ts";
import type { WorkerAnswer, WorkerData, WorkerMessage } from "./worker-protocol.ts";

interface Job {
    readonly task: RenderTask;
    resolve(value: Rendered): void;
    reject(error: Error): void;
}

/** An item's objects live for one item: more room than this only lets garbage lie longer. */
const YOUNG_MB = 12;

/**
 * Worker threads, started when first needed, each with one task at a time. Not tinypool: that starts its own file from beside its own module,
 * which a bundle of one file does not have.
 */
export class WorkerPool {
    readonly #data: WorkerData;
    readonly #max: number;
    readonly #queue: Job[] = [];
    readonly #idle: Worker[] = [];
    readonly #busy = new Map<Worker, Job>();
    #nets: NetSettings | undefined;
    #closed = false;

    /** `keys`: names that are secret besides those that are anyway, for what is asked before `use`. */
    constructor(keys: readonly string[], max: number) {
        this.#data = { keys };
        this.#max = Math.max(1, max);
    }

    /** The nets of the run, for every task from now on. Gives them as the threads have them, the index of known values with them. */
    use(nets: NetSettings): NetSettings {
        const shared = sharedSettings(nets);
        this.#nets = shared;
        for (const worker of [...this.#idle, ...this.#busy.keys()]) tell(worker, { type: "nets", nets: shared });
        return shared;
    }

    /** The worker's answer; rejects when it failed on the task or died of it. An aborted task that waits is never begun. */
    run(task: RenderTask, signal: AbortSignal): Promise<Rendered> {
        const { promise, resolve, reject } = Promise.withResolvers<Rendered>();
        if (this.#closed) throw new Error("the renderer is closed");
        signal.throwIfAborted();
        const job: Job = { task, resolve, reject };
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

    #send(worker: Worker, job: Job): void {
        try {
            tell(worker, job.task, transferable(job.task));
            this.#busy.set(worker, job);
            worker.ref();
        } catch (error) {
            this.#idle.push(worker);
            job.reject(new Error("its bytes cannot be given to a worker", { cause: error }));
        }
    }

    #start(): Worker {
        const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
        const worker = new Worker(new URL(`./worker.${extension}`, import.meta.url), {
            workerData: this.#data,
            name: "worker",
            resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
        });
        worker.on("message", (answer: WorkerAnswer) => this.#answered(worker, answer));
        worker.on("error", () => this.#died(worker));
        worker.on("exit", () => this.#died(worker));
        if (this.#nets !== undefined) tell(worker, { type: "nets", nets: this.#nets });
        return worker;
    }

    #answered(worker: Worker, answer: WorkerAnswer): void {
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

function tell(worker: Worker, message: WorkerMessage, transfer: ArrayBuffer[] = []): void {
    worker.postMessage(message, transfer);
}

function transferable({ bytes: { buffer } }: RenderTask): ArrayBuffer[] {
    return buffer instanceof ArrayBuffer ? [buffer] : [];
}
