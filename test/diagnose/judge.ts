import { loadAll } from "js-yaml";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import type { Diagnosis, DiagnosisObject, DiagnosisSymptom } from "../../src/diagnose/diagnosis.ts";
import { judgeBundle } from "../../src/diagnose/engine.ts";
import type { Judged, Rule } from "../../src/diagnose/rule.ts";
import { RULES } from "../../src/diagnose/rules/index.ts";
import { folderBundle } from "../../src/readers/folder/folder-bundle.ts";

/** A cluster in a few strings, as a plain folder would hold it. */
export interface Case {
    /** YAML as `kubectl get -o yaml` prints it, documents separated by `---`, or a List as JSON. */
    readonly objects?: string;
    /** `{ "msp/db-0/postgres.previous.log": "…" }` */
    readonly logs?: Readonly<Record<string, string>>;
    /** `{ "cp-1/services.yaml": "…", "cp-1/logs/kubelet.log": "…" }` */
    readonly talos?: Readonly<Record<string, string>>;
    /** Any other file by its path. */
    readonly files?: Readonly<Record<string, string>>;
    /** The lines of errors.txt: `secrets is forbidden: … in the namespace "msp"`. */
    readonly errors?: string;
    /** The archive's time, RFC 3339; absent: the newest time inside. */
    readonly at?: string;
}

/** The case as a bundle. */
export function bundleOf(given: Case) {
    const files: Readonly<Record<string, string>> = {
        ...(given.objects === undefined ? {} : { "objects.yaml": given.objects }),
        ...(given.errors === undefined ? {} : { "errors.txt": given.errors }),
        ...below("logs/", given.logs),
        ...below("talos/", given.talos),
        ...given.files,
    };
    const read = Object.entries(files).map(([path, content]) => ({ path, read: async () => new TextEncoder().encode(content) }));
    return folderBundle(read, given.at === undefined ? undefined : new Date(given.at));
}

/** What one rule says about a case. `says`: the sentences; `unknowns`: the messages of the gaps. */
export async function judge(rule: Rule, given: Case) {
    const { answers } = await judgeBundle(await bundleOf(given), [rule], new AbortController().signal);
    const findings: readonly Judged[] = answers.flatMap((answer) => answer.findings);
    const unknowns = answers.flatMap((answer) => answer.gaps.map((gap) => gap.problem.message));
    const answer = findings.length > 0 ? "found" : unknowns.length > 0 || answers.length === 0 ? "unknown" : "clean";
    return { answer, findings, says: findings.map((finding) => finding.says), unknowns };
}

/**
 * The whole verdict over a case, by every rule. So every scenario is also judged without what its first root is about, told to be
 * forbidden: what was healthy then would have been called clean for want of evidence.
 */
export async function diagnosed(given: Case, rules: readonly Rule[] = RULES): Promise<Diagnosis> {
    const diagnosis = await diagnose(await bundleOf(given), rules, new AbortController().signal);
    const kind = diagnosis.roots[0]?.subject.kind;
    if (rules === RULES && kind !== undefined) await neverHealthyWithout(kind, given);
    return diagnosis;
}

async function neverHealthyWithout(kind: string, given: Case): Promise<void> {
    const left = loadAll(given.objects ?? "")
        .flatMap((document) => itemsOf(document))
        .filter((object) => object.kind !== kind);
    const withheld = {
        ...given,
        objects: left.map((object) => JSON.stringify(object)).join("\n---\n"),
        errors: [given.errors, `forbidden: all of ${kind}`].filter((line) => line !== undefined).join("\n"),
    };
    const { verdict } = await diagnose(await bundleOf(withheld), RULES, new AbortController().signal);
    if (verdict.status === "healthy") throw new Error(`with ${kind} withheld the verdict is healthy: ${verdict.says}`);
}

function itemsOf(document: unknown): readonly { readonly kind?: string }[] {
    if (typeof document !== "object" || document === null) return [];
    return "items" in document && Array.isArray(document.items) ? document.items : [document];
}

/**
 * The verdict as a few lines to assert: status and layer, then each root with its symptoms below it.
 * `broken kubernetes` / `storage.class-missing StorageClass fast` / `  storage.claim-pending PersistentVolumeClaim msp/data`
 */
export function sketch({ verdict, roots }: Diagnosis): string[] {
    const lines = roots.flatMap((root) => [`${root.rule} ${title(root.subject)}`, ...lineOf(root.symptoms, 1)]);
    return [[verdict.status, verdict.layer].filter((each) => each !== undefined).join(" "), ...lines];
}

function lineOf(symptoms: readonly DiagnosisSymptom[], depth: number): string[] {
    return symptoms.flatMap((symptom) => [
        `${"  ".repeat(depth)}${symptom.rule} ${title(symptom.subject)}`,
        ...lineOf(symptom.symptoms, depth + 1),
    ]);
}

function title({ kind, namespace, name }: DiagnosisObject): string {
    return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

function below(folder: string, files: Readonly<Record<string, string>> = {}): Record<string, string> {
    return Object.fromEntries(Object.entries(files).map(([path, content]) => [`${folder}${path}`, content]));
}
