import { beginsAt } from "./edge.ts";
import type { PatternRule } from "./pattern.ts";

/** A format whose fixed chars stand in the middle or at the end. */
export interface AroundAnchor {
    readonly id: string;
    readonly anchors: readonly string[];
    /** The chars before the anchor: as many as there are, up to `max`. */
    readonly before: {
        readonly isPart: (code: number) => boolean;
        readonly min: number;
        readonly max: number;
        /** What they must look like, all of them. */
        readonly fits?: RegExp;
        /** Nothing of a word stands before them. */
        readonly begins?: boolean;
    };
    /** Sticky, from the anchor on. */
    readonly rest: RegExp;
}

/** The rule for it: looks at `max` chars before the anchor and at what follows, never at a stretch twice. */
export function aroundAnchor({ id, anchors, before, rest }: AroundAnchor): PatternRule {
    return {
        id,
        anchors,
        match(text, at) {
            let start = at;
            while (start > 0 && at - start < before.max && before.isPart(text.charCodeAt(start - 1))) start--;
            if (at - start < before.min || before.fits?.test(text.slice(start, at)) === false) return undefined;
            if (before.begins === true && !beginsAt(text, start)) return undefined;
            rest.lastIndex = at;
            const end = rest.exec(text)?.[0].length;
            return end === undefined ? undefined : { start, end: at + end };
        },
    };
}
