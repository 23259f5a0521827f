import type { Problem } from "./problem.ts";
import type { Scope } from "./scope.ts";

/**
 * What could not be had. Travels the same stream as evidence, lands in errors.txt and the manifest, and makes a rule answer
 * "unknown". `partial`: something of it is in the archive all the same (a log that broke off, a list cut in the middle).
 */
export interface Gap {
    readonly type: "gap";
    readonly about: Scope;
    /** Name of the source that tried. */
    readonly source: string;
    readonly takenAt: Date;
    readonly problem: Problem;
    readonly partial?: boolean;
}

/** What was asked for and is rightly not there: a container that never started has no log. Nobody needs to act. */
export interface Absent {
    readonly type: "absent";
    readonly about: Scope;
    readonly because: string;
}
