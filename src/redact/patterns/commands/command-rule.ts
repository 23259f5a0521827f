import type { PatternRule } from "../pattern.ts";
import { valueAt } from "./value-at.ts";

/** A command whose password stands behind words that are always the same. */
export interface Command {
    readonly id: string;
    readonly anchors: readonly string[];
    /** From the anchor to just before the value; the value is read by its quotes. */
    readonly upTo: RegExp;
    readonly anyCase?: boolean;
    readonly accepts?: (value: string) => boolean;
    /** More chars than any value has. */
    readonly longest?: number;
    /** The last of these in the value ends it: `@` of `password@host`. */
    readonly endsAt?: string;
}

/** The rule that reads one value behind the match of `upTo`. */
export function commandRule({ id, anchors, upTo, anyCase = true, accepts, longest, endsAt }: Command): PatternRule {
    const sticky = new RegExp(upTo.source, `${upTo.flags}y`);
    return {
        id,
        anchors,
        anyCase,
        match(text, at) {
            sticky.lastIndex = at;
            const match = sticky.exec(text);
            if (match === null) return undefined;
            const span = valueAt(text, at + match[0].length, longest);
            if (span === undefined) return undefined;
            const value = text.slice(span.start, span.end);
            if (accepts?.(value) === false) return undefined;
            const end = endsAt === undefined ? -1 : value.lastIndexOf(endsAt);
            return end <= 0 ? span : { start: span.start, end: span.start + end };
        },
    };
}
