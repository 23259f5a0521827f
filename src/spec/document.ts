import { z } from "zod";
import { parseDurationMs, parseQuantity } from "../core/quantity.ts";
import { expectation } from "./expectation.ts";

/** A Kubernetes quantity in bytes (`10Mi`, or a number). */
const bytes = z.union([z.number(), z.string()]).transform((value, context) => measured(parseQuantity(String(value)), context));
/** A duration in milliseconds (`10m`). */
const duration = z.string().transform((value, context) => measured(parseDurationMs(value), context));

function measured(parsed: ReturnType<typeof parseQuantity>, context: z.RefinementCtx): number {
    if (parsed.ok) return parsed.value;
    context.addIssue({ code: "custom", message: parsed.problem.message });
    return z.NEVER;
}

const labelFilter = z.strictObject({
    key: z.string().min(1),
    operation: z.enum(["Equal", "Different", "Has", "DoesNotHave"]),
    value: z.string().exactOptional(),
});

const labelSelector = z.strictObject({
    matchLabels: z.record(z.string(), z.string()).exactOptional(),
    matchExpressions: z
        .array(
            z.strictObject({
                key: z.string(),
                operator: z.enum(["In", "NotIn", "Exists", "DoesNotExist"]),
                values: z.array(z.string()).exactOptional(),
            }),
        )
        .exactOptional(),
});

const resourceSelector = z.strictObject({
    group: z.string(),
    version: z.string(),
    kind: z.string().min(1),
    namespace: z.string().exactOptional(),
    name: z.string().exactOptional(),
    labelFilters: z.array(labelFilter).exactOptional(),
    selector: labelSelector.exactOptional(),
    evaluate: z.string().exactOptional(),
    evaluateCEL: z.array(z.strictObject({ name: z.string(), rule: z.string() })).exactOptional(),
});

const logSelector = z.strictObject({
    namespace: z.string().exactOptional(),
    name: z.string().exactOptional(),
    labelFilters: z.array(labelFilter).exactOptional(),
    selector: labelSelector.exactOptional(),
    sinceSeconds: z.number().int().positive().exactOptional(),
    container: z.string().exactOptional(),
    tailLines: z.number().int().positive().exactOptional(),
    limitBytes: bytes.exactOptional(),
    previous: z.boolean().exactOptional(),
});

const eventSelector = z.strictObject({
    namespace: z.string().exactOptional(),
    type: z.enum(["Normal", "Warning"]).exactOptional(),
});

const clusterSpec = z.strictObject({
    resources: z.array(resourceSelector).default([]),
    exclude: z.array(resourceSelector).default([]),
    logs: z.array(logSelector).default([]),
    events: z.array(eventSelector).default([]),
});

const redact = z.strictObject({
    keys: z.array(z.string()).default([]),
    patterns: z.array(z.string()).default([]),
    values: z.array(z.string()).default([]),
    keep: z.array(z.string()).default([]),
    hide: z.array(z.enum(["ip", "hostname", "email"])).default([]),
});

/** `kind: Profile` of `casefile.dev/v1` (contracts: the command line, "Profiles"). A key that is not known is an error: it was meant to do something. */
export const profileDocument = z.strictObject({
    apiVersion: z.literal("casefile.dev/v1"),
    kind: z.literal("Profile"),
    metadata: z.looseObject({ name: z.string().min(1), description: z.string().exactOptional() }),
    spec: z.strictObject({
        detect: z.array(z.strictObject({ namespace: z.string() })).default([]),
        fromManagement: clusterSpec.exactOptional(),
        talos: z
            .strictObject({
                when: z.enum(["available", "never", "required"]).default("available"),
                talosconfig: z.string().exactOptional(),
                context: z.string().exactOptional(),
                nodes: z.array(z.string()).exactOptional(),
            })
            .exactOptional(),
        budget: z
            .strictObject({
                timeout: duration.exactOptional(),
                maxBytes: bytes.exactOptional(),
                maxLogBytes: bytes.exactOptional(),
            })
            .exactOptional(),
        redact: redact.exactOptional(),
        managedFields: z.boolean().default(false),
        expect: expectation.exactOptional(),
    }),
});
export type ProfileDocument = z.infer<typeof profileDocument>;

/**
 * `kind: Techsupport` of `lib.projectsveltos.io/v1beta1`, the part that says what to collect. Loose where the CRD is ours to read only:
 * delivery and scheduling do not concern a run by hand.
 */
export const techsupportDocument = z.object({
    apiVersion: z.literal("lib.projectsveltos.io/v1beta1"),
    kind: z.literal("Techsupport"),
    metadata: z.looseObject({ name: z.string().min(1) }),
    spec: z.looseObject({
        fromManagement: clusterSpec.omit({ exclude: true }).exactOptional(),
        fromManaged: z
            .looseObject({
                clusterSelector: labelSelector.exactOptional(),
                clusterRefs: z.array(z.looseObject({})).exactOptional(),
            })
            .exactOptional(),
    }),
});
export type TechsupportDocument = z.infer<typeof techsupportDocument>;
