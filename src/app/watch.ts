import type { Progress } from "../plan/run.ts";

/** Who watches a run. Told often; must be quick. */
export interface Watch {
    progress(progress: Progress): void;
    /** What is done now, in two words: `reading Secrets`. */
    phase(title: string): void;
    /** Of the archive so far. */
    bytes(bytes: number): void;
    gap(): void;
}

/** Who watches, and is told when there is no way back any more: from here on the archive gets its name. */
export interface SealingWatch extends Watch {
    sealing(): void;
}
