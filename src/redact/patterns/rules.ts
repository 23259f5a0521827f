import * as families from "./families/index.ts";
import type { PatternFamily, PatternRule } from "./pattern.ts";

/** All families, in the order of their ids. */
export function patternFamilies(): readonly PatternFamily[] {
    return Object.values(families).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** All rules of all families. */
export function patternRules(): readonly PatternRule[] {
    return patternFamilies().flatMap((family) => family.rules);
}
