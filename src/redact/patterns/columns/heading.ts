/** An identifier that may head a column: chars [start, end). */
export interface Heading {
    readonly start: number;
    readonly end: number;
    readonly text: string;
}

const MAX_SIDE = 64;
const BEFORE = /[\w.-]*$/;
const BEHIND = /^[\w.-]*/;

/** The identifier around `at`. */
export function headingAround(text: string, at: number): Heading {
    const before = BEFORE.exec(text.slice(Math.max(0, at - MAX_SIDE), at))?.[0].length ?? 0;
    const behind = BEHIND.exec(text.slice(at, at + MAX_SIDE))?.[0].length ?? 0;
    const [start, end] = [at - before, at + behind];
    return { start, end, text: text.slice(start, end) };
}
