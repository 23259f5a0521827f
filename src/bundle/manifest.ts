import { z } from "zod";
import { fail, ok, type Result } from "../core/problem.ts";

const clusterRef = z.discriminatedUnion("type", [
    z.object({ type: z.literal("management") }),
    z.object({
        type: z.literal("managed"),
        kind: z.enum(["Cluster", "SveltosCluster"]),
        namespace: z.string(),
        name: z.string(),
    }),
]);

const evidenceRef = z.discriminatedUnion("type", [
    z.object({
        cluster: clusterRef,
        type: z.literal("object"),
        apiVersion: z.string(),
        kind: z.string(),
        namespace: z.string().exactOptional(),
        name: z.string(),
    }),
    z.object({
        cluster: clusterRef,
        type: z.literal("log"),
        namespace: z.string(),
        pod: z.string(),
        container: z.string(),
        previous: z.boolean(),
    }),
    z.object({
        cluster: clusterRef,
        type: z.literal("event"),
        namespace: z.string(),
        time: z.string(),
        component: z.string(),
        ordinal: z.number(),
    }),
    z.object({ cluster: clusterRef, type: z.literal("machine"), node: z.string(), section: z.string() }),
    z.object({ cluster: clusterRef, type: z.literal("api"), path: z.string() }),
]);

const some = z.string().exactOptional();
const scope = z.discriminatedUnion("type", [
    z.object({ cluster: clusterRef, type: z.literal("objects"), group: some, kind: some, namespace: some, name: some }),
    z.object({
        cluster: clusterRef,
        type: z.literal("logs"),
        namespace: some,
        pod: some,
        container: some,
        previous: z.boolean().exactOptional(),
    }),
    z.object({ cluster: clusterRef, type: z.literal("events"), namespace: some }),
    z.object({ cluster: clusterRef, type: z.literal("machine"), node: some, section: some }),
    z.object({ cluster: clusterRef, type: z.literal("api"), path: some }),
]);

const problemCode = z.enum([
    "unauthorized",
    "forbidden",
    "not-found",
    "gone",
    "throttled",
    "server-error",
    "unavailable",
    "unreachable",
    "tls",
    "timeout",
    "stalled",
    "cut",
    "credentials",
    "configuration",
    "unsupported",
    "invalid",
    "withheld",
    "budget",
    "interrupted",
    "disk",
    "damaged",
    "bug",
]);

const counts = z.record(z.string(), z.number());

const truncation = z.object({
    type: z.enum(["limit", "broken", "may-be-cut"]),
    droppedBytes: z.number().exactOptional(),
    because: z.string().exactOptional(),
});

const entry = z.object({
    /** Below the top folder. */
    path: z.string(),
    bytes: z.number(),
    /** Hex. */
    sha256: z.string(),
    /** Where the path alone does not tell: every log, every suffixed or shortened name. */
    ref: evidenceRef.exactOptional(),
    truncation: truncation.exactOptional(),
    /** How often which rule hid something here. */
    redactions: counts.exactOptional(),
});

const cluster = z.object({
    cluster: clusterRef,
    /** Its folder below the top folder. */
    directory: z.string(),
    serverVersion: z.string().exactOptional(),
    /** Directory below `resources/` to apiVersion; the kind is the directory's name up to the first dot. */
    kinds: z.record(z.string(), z.string()),
});

const task = z.object({
    id: z.string(),
    source: z.string(),
    title: z.string(),
    about: scope,
    outcome: z.enum(["present", "gap", "absent"]),
    /** So many entries came of it. */
    entries: z.number(),
});

const gap = z.object({
    about: scope,
    source: z.string(),
    code: problemCode,
    message: z.string(),
    hint: z.string().exactOptional(),
    partial: z.boolean().exactOptional(),
    takenAt: z.iso.datetime(),
});

/** One of the nets of redaction: whether it was on, and why not. */
const net = z.object({ name: z.string(), on: z.boolean(), because: z.string().exactOptional() });

const manifest = z.object({
    apiVersion: z.literal("casefile.dev/v1"),
    kind: z.literal("Manifest"),
    tool: z.object({ name: z.string(), version: z.string() }),
    /** Of the archive's layout. */
    format: z.literal(1),
    /** Name of the profile or Techsupport that was run. */
    spec: z.string(),
    /** What the profile expects of the cluster: the verdict reads it. */
    expect: z.unknown().exactOptional(),
    startedAt: z.iso.datetime(),
    takenAt: z.iso.datetime(),
    sealedAt: z.iso.datetime(),
    clusters: z.array(cluster),
    /** In the order of their paths; the manifest itself and the index are not among them. */
    entries: z.array(entry),
    tasks: z.array(task),
    gaps: z.array(gap),
    absents: z.array(z.object({ about: scope, because: z.string() })),
    redactions: counts,
    nets: z.array(net),
    /** Objects that a restarted list gave a second time. */
    duplicates: z.number(),
    notes: z.array(z.string()),
    /** Made by `repair` of what a killed run left. */
    repaired: z.boolean().exactOptional(),
});

/** `manifest.json`: what is in the archive, what was asked for, and what could not be had. */
export type Manifest = z.infer<typeof manifest>;
export type ManifestEntry = Manifest["entries"][number];
export type ManifestCluster = Manifest["clusters"][number];
export type ManifestGap = Manifest["gaps"][number];
/** A planned item and what came of it. */
export type TaskOutcome = Manifest["tasks"][number];
export type NetState = Manifest["nets"][number];

/** Checks a whole manifest; `damaged` names the first thing that is wrong. */
export function parseManifest(bytes: Uint8Array): Result<Manifest> {
    const parsed = manifest.safeParse(json(bytes));
    if (parsed.success) return ok(parsed.data);
    const issue = parsed.error.issues[0];
    return fail(
        "damaged",
        `manifest.json: ${issue === undefined ? "not understood" : `${issue.path.join(".") || "the document"}: ${issue.message}`}`,
    );
}

function json(bytes: Uint8Array): unknown {
    try {
        return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"));
    } catch {
        return undefined;
    }
}
