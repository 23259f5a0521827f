import { z } from "zod";

const object = z.object({
    cluster: z.string().describe("`management`, or `Cluster/<namespace>/<name>`"),
    apiVersion: z.string(),
    kind: z.string(),
    namespace: z.string().optional(),
    name: z.string(),
});

const evidence = z.object({
    path: z.string().describe("Where it lies, relative to the archive's top folder"),
    pointer: z.string().optional().describe("RFC 6901, into the object"),
    lines: z.tuple([z.number(), z.number()]).optional().describe("Of a log, from 1, both included"),
    quote: z.string().optional(),
});

const layer = z.enum(["talos", "kubernetes", "gitops", "application"]);
const severity = z.enum(["critical", "warning", "info"]);
const status = z.enum(["broken", "degraded", "healthy", "unknown"]);

const symptom = z.object({
    rule: z.string(),
    layer,
    severity,
    subject: object,
    says: z.string(),
    hint: z.string(),
    evidence: z.array(evidence),
    since: z.string().optional(),
    relation: z.string().describe("How it hangs on the finding above it: mounts, runs-on, owns …"),
    get symptoms() {
        return z.array(symptom);
    },
});

const root = z.object({
    rule: z.string(),
    layer,
    severity,
    confidence: z.number().min(0).max(1),
    subject: object,
    says: z.string(),
    hint: z.string(),
    evidence: z.array(evidence),
    since: z.string().optional().describe("When it broke, where something says so"),
    causeNotSeen: z.string().optional().describe("It is only a symptom, and this is why its cause could not be seen"),
    symptoms: z.array(symptom),
});

/** `diagnose -o json` and diagnosis.json, version casefile.dev/v1 (contracts/cli.md). Fields may be added. */
export const diagnosisSchema = z.object({
    apiVersion: z.literal("casefile.dev/v1"),
    kind: z.literal("Diagnosis"),
    takenAt: z.string(),
    verdict: z.object({ status, layer: layer.optional(), says: z.string() }),
    layers: z.array(z.object({ name: layer, status: z.enum([...status.options, "absent"]), says: z.string() })),
    roots: z.array(root).describe("In order of rank"),
    notes: z.array(root).describe("Remarks and risks that break nothing now, and what usually passes by itself"),
    unknowns: z.array(
        z.object({ rule: z.string(), about: z.record(z.string(), z.union([z.string(), z.boolean()])), because: z.string() }),
    ),
    judged: z
        .object({ rules: z.number(), found: z.number(), clean: z.number(), unknown: z.number() })
        .describe("How many rules answered what"),
});

export type Diagnosis = z.infer<typeof diagnosisSchema>;
export type DiagnosisRoot = z.infer<typeof root>;
export type DiagnosisSymptom = z.infer<typeof symptom>;
export type DiagnosisEvidence = z.infer<typeof evidence>;
export type DiagnosisObject = z.infer<typeof object>;
