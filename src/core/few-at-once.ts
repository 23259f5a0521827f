/** Runs a few pieces of work at a time: who has more waits until one has ended. */
export class FewAtOnce {
    readonly #most: number;
    readonly #running = new Set<Promise<void>>();
    #failed: { readonly error: unknown } | undefined;

    constructor(most: number) {
        this.#most = most;
    }

    /** Starts the work; resolves when there is room for another. Rejects with the first error of any work so far. */
    async start(work: () => Promise<void>): Promise<void> {
        const running = work()
            .catch((error: unknown) => {
                this.#failed ??= { error };
            })
            .finally(() => this.#running.delete(running));
        this.#running.add(running);
        if (this.#running.size >= this.#most) await Promise.race(this.#running);
        this.#throwFailed();
    }

    /** Resolves when all have ended; rejects with the first error of any. */
    async ended(): Promise<void> {
        await this.settled();
        this.#throwFailed();
    }

    /** Resolves when all have ended, well or not. */
    async settled(): Promise<void> {
        await Promise.all(this.#running);
    }

    #throwFailed(): void {
        if (this.#failed !== undefined) throw this.#failed.error;
    }
}
