import type { Diagnosis, DiagnosisEvidence, DiagnosisRoot, DiagnosisSymptom } from "./diagnosis.ts";
import { wrapped } from "./wrap.ts";

/** How a part of the text looks; `plain` of this file leaves it as it is. */
export type Paint = (style: "broken" | "degraded" | "healthy" | "unknown" | "strong" | "faint", text: string) => string;

export const plain: Paint = (_style, text) => text;

export interface TextOptions {
    /** Columns; lines are broken at words. */
    readonly width: number;
    readonly paint: Paint;
    /** So many roots are written out; the others are counted. Absent: all. */
    readonly roots?: number;
}

/** The verdict for a terminal: the sentence, the four layers, the roots with what follows from them, what is not known. Ends with a newline. */
export function reportText(diagnosis: Diagnosis, options: TextOptions): string {
    const shown = diagnosis.roots.slice(0, options.roots ?? diagnosis.roots.length);
    const more = diagnosis.roots.length - shown.length;
    const parts = [
        verdict(diagnosis, options),
        layers(diagnosis, options),
        ...shown.map((root, index) => rootText(root, index + 1, options)),
        ...(more > 0 ? [options.paint("faint", `… and ${more} more`)] : []),
        ...notes(diagnosis, options),
        ...unknowns(diagnosis, options),
    ];
    return `${parts.join("\n\n")}\n`;
}

const MARKS = { broken: "✗", degraded: "!", healthy: "✓", unknown: "?", absent: "-" } as const;

function verdict({ verdict: { status, layer, says } }: Diagnosis, { width, paint }: TextOptions): string {
    const head = layer === undefined ? status.toUpperCase() : `${status.toUpperCase()} in the ${layer} layer`;
    const [first = "", ...rest] = wrapped(`${head}: ${says}`, width, "");
    const painted = first.startsWith(head) ? `${paint(status, head)}${first.slice(head.length)}` : paint(status, first);
    return [painted, ...rest].join("\n");
}

function layers({ layers: states }: Diagnosis, { width, paint }: TextOptions): string {
    return states
        .map(({ name, status, says }) => {
            const [first = "", ...rest] = wrapped(says, width - 16, "");
            const mark = paint(status === "absent" ? "faint" : status, MARKS[status]);
            return [`  ${mark} ${name.padEnd(12)}${first}`, ...rest.map((line) => `${" ".repeat(16)}${line}`)].join("\n");
        })
        .join("\n");
}

function rootText(root: DiagnosisRoot, ordinal: number, { width, paint }: TextOptions): string {
    const status = root.causeNotSeen !== undefined ? "unknown" : root.severity === "critical" ? "broken" : "degraded";
    const [first = "", ...rest] = wrapped(root.says, width, "    ");
    const certain = `${root.layer} · ${root.rule} · ${Math.round(root.confidence * 100)} % sure${root.since ? ` · since ${root.since}` : ""}`;
    return [
        `${paint(status, `${ordinal}.`.padEnd(4))}${paint("strong", first.trim())}`,
        ...rest,
        `    ${paint("faint", certain)}`,
        ...(root.causeNotSeen === undefined ? [] : wrapped(`The cause could not be seen: ${root.causeNotSeen}`, width, "    ")),
        ...evidence(root.evidence, width, paint),
        ...wrapped(`→ ${root.hint}`, width, "    ", "      "),
        ...symptoms(root.symptoms, width, "    ", paint),
    ].join("\n");
}

const MOST_EVIDENCE = 3;

function evidence(pointers: readonly DiagnosisEvidence[], width: number, paint: Paint): string[] {
    return pointers.slice(0, MOST_EVIDENCE).flatMap(({ path, lines, quote }) => [
        ...(quote ?? "")
            .split("\n")
            .filter((line) => line !== "")
            .flatMap((line) => wrapped(line, width, "    │ ")),
        ...(path === "" ? [] : [`    ${paint("faint", `└ ${path}${lines === undefined ? "" : `:${lines[0]}`}`)}`]),
    ]);
}

const MOST_SYMPTOMS = 6;

function symptoms(below: readonly DiagnosisSymptom[], width: number, indent: string, paint: Paint): string[] {
    const shown = below
        .slice(0, MOST_SYMPTOMS)
        .flatMap((symptom) => [
            ...wrapped(`└─ ${symptom.says}`, width, indent, `${indent}   `),
            ...symptoms(symptom.symptoms, width, `${indent}   `, paint),
        ]);
    const more = below.length - MOST_SYMPTOMS;
    return more > 0 ? [...shown, `${indent}${paint("faint", `└─ … and ${more} more like it`)}`] : shown;
}

const MOST_NOTES = 5;

function notes({ notes: all }: Diagnosis, { width, paint }: TextOptions): string[] {
    if (all.length === 0) return [];
    const lines = all.slice(0, MOST_NOTES).flatMap((note) => wrapped(`· ${note.says}`, width, "  ", "    "));
    const more = all.length - MOST_NOTES;
    return [
        [paint("strong", "Worth knowing"), ...lines, ...(more > 0 ? [paint("faint", `  · … and ${more} more`)] : [])].join("\n"),
    ];
}

/** One line per gap, with how many rules it kept from judging. */
function unknowns({ unknowns: all }: Diagnosis, { width, paint }: TextOptions): string[] {
    const rules = new Map<string, number>();
    for (const { because } of all) rules.set(because, (rules.get(because) ?? 0) + 1);
    if (rules.size === 0) return [];
    const lines = [...rules]
        .sort(([, a], [, b]) => b - a)
        .slice(0, MOST_NOTES)
        .flatMap(([because, count]) =>
            wrapped(`? ${because} (${count} ${count === 1 ? "rule" : "rules"} could not judge all)`, width, "  ", "    "),
        );
    const more = rules.size - MOST_NOTES;
    return [[paint("strong", "Not known"), ...lines, ...(more > 0 ? [paint("faint", `  ? … and ${more} more`)] : [])].join("\n")];
}
