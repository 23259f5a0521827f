import { clusterName } from "../core/cluster-ref.ts";
import type { Gap } from "../core/gap.ts";
import type { Scope } from "../core/scope.ts";
import type { Diagnosis } from "./diagnosis.ts";
import type { Answer } from "./engine.ts";

type Unknown = Diagnosis["unknowns"][number];

/** So many gaps are named for a rule; the last one named counts the others. */
const MOST_PER_RULE = 10;

/** What each rule could not judge, because of which gap. A rule may have found something and still not know the rest. */
export function unknownsOf(answers: readonly Answer[]): Unknown[] {
    return answers.flatMap(({ rule, gaps }) => {
        const named = gaps.slice(0, MOST_PER_RULE).map((gap) => unknownOf(rule.id, gap));
        const last = named.at(-1);
        const more = gaps.length - named.length;
        return last === undefined || more === 0
            ? named
            : [...named.slice(0, -1), { ...last, because: `${last.because} (and ${more} more like it)` }];
    });
}

function unknownOf(rule: string, gap: Gap): Unknown {
    return { rule, about: aboutOf(gap.about), because: gap.problem.message };
}

function aboutOf({ cluster, ...fields }: Scope): Unknown["about"] {
    const set = Object.entries(fields).filter((entry): entry is [string, string | boolean] => entry[1] !== undefined);
    return { cluster: clusterName(cluster), ...Object.fromEntries(set) };
}
