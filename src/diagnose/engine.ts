import type { Bundle } from "../bundle/bundle.ts";
import type { Gap } from "../core/gap.ts";
import type { Scope } from "../core/scope.ts";
import { buildFacts } from "./facts/build-facts.ts";
import type { Facts } from "./facts/facts.ts";
import type { Finding, Judged, Role, Rule } from "./rule.ts";

/** What one rule had to say about one cluster. */
export interface Answer {
    readonly rule: Rule;
    readonly facts: Facts;
    readonly findings: readonly Judged[];
    /** Gaps in what the rule reads: it does not know about that part. */
    readonly gaps: readonly Gap[];
    /** `found` wins over `unknown`, which wins over `clean`. */
    readonly answer: "found" | "clean" | "unknown";
}

/** Everything the rules said about a bundle. */
export interface Judgement {
    readonly facts: readonly Facts[];
    readonly answers: readonly Answer[];
}

/** Builds the facts of every cluster and asks every rule. Aborting throws the signal's reason. */
export async function judgeBundle(bundle: Bundle, rules: readonly Rule[], signal: AbortSignal): Promise<Judgement> {
    const facts = await buildFacts(bundle, signal);
    const answers = facts.flatMap((cluster) =>
        rules.map((rule) => {
            signal.throwIfAborted();
            return ask(rule, cluster);
        }),
    );
    return { facts, answers };
}

const CONFIDENCE: Readonly<Record<Role, number>> = { cause: 0.95, failure: 0.8, symptom: 0.5 };

function ask(rule: Rule, facts: Facts): Answer {
    const findings = [...rule.check(facts)].map((finding) => judged(rule, finding));
    const gaps = [...new Set(rule.reads.flatMap((read) => facts.missing(scopeOfRead(facts, read))))];
    return { rule, facts, findings, gaps, answer: findings.length > 0 ? "found" : gaps.length > 0 ? "unknown" : "clean" };
}

function judged(rule: Rule, finding: Finding): Judged {
    return {
        ...finding,
        rule: finding.variant === undefined ? rule.id : `${rule.id}.${finding.variant}`,
        layer: finding.layer ?? rule.layer,
        confidence: finding.confidence ?? CONFIDENCE[finding.role],
    };
}

/** The scope of a word of `Rule.reads`. */
function scopeOfRead(facts: Facts, read: string): Scope {
    const { cluster } = facts;
    switch (read) {
        case "events":
        case "logs":
        case "machine":
        case "api":
            return { cluster, type: read };
        default:
            return facts.scope(read);
    }
}
