import type { Explanation, Rule } from "./rule.ts";

/** What `casefile explain` shows of a rule or one of its variants. */
export interface Explained extends Explanation {
    /** The id that was asked for, as findings carry it. */
    readonly id: string;
    readonly layer: Rule["layer"];
    readonly source: string;
    readonly reads: readonly string[];
    /** Ids of the findings that have an explanation of their own. */
    readonly variants: readonly string[];
}

/** The explanation of `storage.class-missing`, or of a variant `storage.claim-pending.no-class`; undefined when there is no such id. */
export function explain(rules: readonly Rule[], id: string): Explained | undefined {
    return explainAll(rules).find((each) => each.id === id);
}

/** Every finding there can be: each rule followed by its variants, in the order of the registry. */
export function explainAll(rules: readonly Rule[]): readonly Explained[] {
    return rules.flatMap((rule) => {
        const variants = Object.entries(rule.variants ?? {}).map(([name, explanation]) => ({
            id: `${rule.id}.${name}`,
            explanation,
        }));
        const ids = variants.map((variant) => variant.id);
        return [
            explained(rule, rule.id, rule, ids),
            ...variants.map(({ id, explanation }) => explained(rule, id, explanation, [])),
        ];
    });
}

function explained(rule: Rule, id: string, { title, means, fix }: Explanation, variants: readonly string[]): Explained {
    return { id, layer: rule.layer, title, means, fix, source: rule.source, reads: rule.reads, variants };
}
