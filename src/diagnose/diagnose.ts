import type { Bundle } from "../bundle/bundle.ts";
import { clusterName } from "../core/cluster-ref.ts";
import type { ObjectRef } from "../core/evidence-ref.ts";
import type { Diagnosis, DiagnosisEvidence, DiagnosisObject, DiagnosisRoot, DiagnosisSymptom } from "./diagnosis.ts";
import { type Answer, type Judgement, judgeBundle } from "./engine.ts";
import type { Facts } from "./facts/facts.ts";
import { type Branch, fold } from "./fold.ts";
import { layersOf } from "./layers-of.ts";
import { scoreOf, tieOf } from "./rank.ts";
import type { EvidencePointer, Judged, Rule, Severity } from "./rule.ts";
import { unknownsOf } from "./unknowns.ts";
import { verdictOf } from "./verdict.ts";

/** The verdict over a bundle: every rule asked, symptoms folded under causes, roots ranked. Two runs are equal to the byte. */
export async function diagnose(bundle: Bundle, rules: readonly Rule[], signal: AbortSignal): Promise<Diagnosis> {
    return diagnosisOf(await judgeBundle(bundle, rules, signal), bundle.takenAt);
}

/** The verdict of rules that have been asked. `takenAt` is the bundle's. */
export function diagnosisOf(judgement: Judgement, takenAt: Date): Diagnosis {
    const factsBy = new Map(judgement.facts.map((facts) => [clusterName(facts.cluster), facts]));
    const factsOf = (ref: ObjectRef) => factsBy.get(clusterName(ref.cluster));
    const findings = judgement.answers.flatMap((answer) => answer.findings);
    const owners = new Map(
        judgement.answers.flatMap((answer) => answer.findings.map((finding): [Judged, Facts] => [finding, answer.facts])),
    );
    const branches = fold(findings, (finding) => owners.get(finding));
    const isNote = (branch: Branch) =>
        worstOf(branch) === "info" ||
        (branch.finding.transient === true && !branch.symptoms.some((each) => !each.finding.transient));
    const ranked = branches.toSorted(byRank);
    const written = (branch: Branch) => rootOf(branch, factsOf, hiddenBy(branch.finding, owners.get(branch.finding)));
    const roots = ranked.filter((branch) => !isNote(branch)).map(written);
    const layers = layersOf(judgement, roots);
    return {
        apiVersion: "casefile.dev/v1",
        kind: "Diagnosis",
        takenAt: takenAt.toISOString(),
        verdict: verdictOf(roots, layers, judgement),
        layers,
        roots,
        notes: ranked.filter(isNote).map(written),
        unknowns: unknownsOf(judgement.answers),
        judged: countsOf(judgement.answers),
    };
}

const SEVERITIES: readonly Severity[] = ["info", "warning", "critical"];

/** The severity of the worst that it explains: a database scaled to zero is a remark until something needs it. */
function worstOf(branch: Branch): Severity {
    const all = [branch.finding.severity, ...branch.symptoms.filter((each) => !each.finding.transient).map(worstOf)];
    return SEVERITIES[Math.max(...all.map((each) => SEVERITIES.indexOf(each)))] ?? "info";
}

function byRank(a: Branch, b: Branch): number {
    const score = (branch: Branch) => scoreOf({ ...branch.finding, severity: worstOf(branch) }, sizeOf(branch) - 1);
    return score(b) - score(a) || (tieOf(a.finding) < tieOf(b.finding) ? -1 : 1);
}

function sizeOf(branch: Branch): number {
    return branch.symptoms.reduce((sum, each) => sum + sizeOf(each), 1);
}

/** Why the cause of a symptom could not be seen, when a gap covers the place where it would be. */
function hiddenBy(finding: Judged, facts: Facts | undefined): string | undefined {
    if (finding.role === "cause") return undefined;
    return (finding.causeIn ?? []).flatMap((scope) => facts?.missing(scope) ?? [])[0]?.problem.message;
}

type FactsOf = (ref: ObjectRef) => Facts | undefined;

function rootOf(branch: Branch, factsOf: FactsOf, causeNotSeen: string | undefined): DiagnosisRoot {
    const { finding } = branch;
    return {
        rule: finding.rule,
        layer: finding.layer,
        severity: worstOf(branch),
        confidence: finding.confidence,
        subject: objectOf(finding.subject),
        says: finding.says,
        hint: finding.hint,
        evidence: evidenceOf(finding.evidence, factsOf(finding.subject)),
        ...(finding.since ? { since: finding.since } : {}),
        ...(causeNotSeen === undefined ? {} : { causeNotSeen }),
        symptoms: symptomsOf(branch, factsOf),
    };
}

function symptomsOf(branch: Branch, factsOf: FactsOf): DiagnosisSymptom[] {
    return branch.symptoms.toSorted(byRank).map((each) => ({
        rule: each.finding.rule,
        layer: each.finding.layer,
        severity: each.finding.severity,
        subject: objectOf(each.finding.subject),
        says: each.finding.says,
        hint: each.finding.hint,
        evidence: evidenceOf(each.finding.evidence, factsOf(each.finding.subject)),
        ...(each.finding.since ? { since: each.finding.since } : {}),
        relation: each.relation ?? "same-object",
        symptoms: symptomsOf(each, factsOf),
    }));
}

function objectOf(ref: ObjectRef): DiagnosisObject {
    const { cluster, apiVersion, kind, namespace, name } = ref;
    return { cluster: clusterName(cluster), apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name };
}

function evidenceOf(pointers: readonly EvidencePointer[], facts: Facts | undefined): DiagnosisEvidence[] {
    return pointers.map(({ ref, pointer, lines, quote }) => ({
        path: facts?.pathOf(ref) ?? "",
        ...(pointer === undefined ? {} : { pointer }),
        ...(lines === undefined ? {} : { lines: [lines[0], lines[1]] as [number, number] }),
        ...(quote === undefined ? {} : { quote }),
    }));
}

function countsOf(answers: readonly Answer[]): Diagnosis["judged"] {
    const count = (answer: Answer["answer"]) => answers.filter((each) => each.answer === answer).length;
    return { rules: answers.length, found: count("found"), clean: count("clean"), unknown: count("unknown") };
}
