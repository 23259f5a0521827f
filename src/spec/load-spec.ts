import { load } from "js-yaml";
import type { z } from "zod";
import { fail, ok, type Result } from "../core/problem.ts";
import type { ClusterSpec, CollectSpec } from "./collect-spec.ts";
import { type ProfileDocument, profileDocument, type TechsupportDocument, techsupportDocument } from "./document.ts";

/** What one `-f` file or built-in profile says, before the flags. */
export interface LoadedSpec {
    readonly spec: CollectSpec;
    /** Namespaces whose presence makes a built-in profile choose itself. */
    readonly detect: readonly string[];
    readonly description?: string;
    /** Something it asks for that a run by hand does not do; told to the user and written to errors.txt. */
    readonly notDone: readonly string[];
}

const NOTHING: ClusterSpec = { resources: [], exclude: [], logs: [], events: [] };
const BUDGET = { timeoutMs: 600_000, maxBytes: 2 * 2 ** 30, maxLogBytes: 10 * 2 ** 20 };
const NO_REDACT = { keys: [], patterns: [], values: [], keep: [], hide: [] };

/** Reads a Profile or a Techsupport. `origin` is the file's name, for the error: `configuration`, saying which key is wrong and how. */
export function loadSpec(text: string, origin: string): Result<LoadedSpec> {
    let document: unknown;
    try {
        document = load(text, { filename: origin });
    } catch (error) {
        return fail(
            "configuration",
            `${origin} is not YAML: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`,
        );
    }
    const kind = typeof document === "object" && document !== null && "kind" in document ? document.kind : undefined;
    if (kind === "Profile") return parsed(profileDocument, document, origin, fromProfile);
    if (kind === "Techsupport") return parsed(techsupportDocument, document, origin, fromTechsupport);
    return fail(
        "configuration",
        `${origin} is neither a Profile nor a Techsupport: its kind is ${JSON.stringify(kind ?? null)}`,
        {
            hint: "casefile profile show default prints a Profile to start from",
        },
    );
}

function parsed<Schema extends z.ZodType>(
    schema: Schema,
    document: unknown,
    origin: string,
    make: (value: z.infer<Schema>) => LoadedSpec,
): Result<LoadedSpec> {
    const result = schema.safeParse(document);
    if (result.success) return ok(make(result.data));
    const [issue] = result.error.issues;
    const where = issue?.path.map(String).join(".") || "the document";
    return fail("configuration", `${origin}: ${where}: ${issue?.message ?? "not valid"}`);
}

function fromProfile({ metadata, spec }: ProfileDocument): LoadedSpec {
    const { timeout, maxBytes, maxLogBytes } = spec.budget ?? {};
    return {
        spec: {
            name: metadata.name,
            fromManagement: spec.fromManagement ?? NOTHING,
            talos: spec.talos ?? { when: "available" },
            budget: {
                timeoutMs: timeout ?? BUDGET.timeoutMs,
                maxBytes: maxBytes ?? BUDGET.maxBytes,
                maxLogBytes: maxLogBytes ?? BUDGET.maxLogBytes,
            },
            redact: spec.redact ?? NO_REDACT,
            managedFields: spec.managedFields,
            ...(spec.expect === undefined ? {} : { expect: spec.expect }),
        },
        detect: spec.detect.map((condition) => condition.namespace),
        ...(metadata.description === undefined ? {} : { description: metadata.description }),
        notDone: [],
    };
}

function fromTechsupport({ metadata, spec }: TechsupportDocument): LoadedSpec {
    return {
        spec: {
            name: metadata.name,
            fromManagement: { ...NOTHING, ...spec.fromManagement },
            talos: { when: "never" },
            budget: BUDGET,
            redact: NO_REDACT,
            managedFields: false,
        },
        detect: [],
        notDone: spec.fromManaged
            ? [
                  `Techsupport ${metadata.name} also asks for managed clusters (spec.fromManaged): collect reads one cluster, the one it is pointed at`,
              ]
            : [],
    };
}

/** Several `-f` files as one run: everything that any of them asks for; the first one's name, Talos and budget, and what the first expects that does. */
export function mergeSpecs(first: CollectSpec, ...others: readonly CollectSpec[]): CollectSpec {
    const all = [first, ...others];
    const expecting = all.find((spec) => spec.expect !== undefined);
    const joined = (pick: (spec: CollectSpec) => ClusterSpec): ClusterSpec => ({
        resources: all.flatMap((spec) => pick(spec).resources),
        // One file's noise may be another's subject: only what all of them exclude stays out.
        exclude: others.length === 0 ? pick(first).exclude : [],
        logs: all.flatMap((spec) => pick(spec).logs),
        events: all.flatMap((spec) => pick(spec).events),
    });
    return {
        ...first,
        fromManagement: joined((spec) => spec.fromManagement),
        redact: {
            keys: all.flatMap((spec) => spec.redact.keys),
            patterns: all.flatMap((spec) => spec.redact.patterns),
            values: all.flatMap((spec) => spec.redact.values),
            keep: all.flatMap((spec) => spec.redact.keep),
            hide: all.flatMap((spec) => spec.redact.hide),
        },
        managedFields: all.some((spec) => spec.managedFields),
        ...(expecting?.expect === undefined ? {} : { expect: expecting.expect }),
    };
}
