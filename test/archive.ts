import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type ArchiveOptions, type BundleWriter, createArchive, type Ending } from "../src/bundle/create-archive.ts";
import { MANAGEMENT } from "../src/core/cluster-ref.ts";
import type { LogRef, ObjectRef } from "../src/core/evidence-ref.ts";
import { redactedBatch, redactedDocument, redactedGap, redactedStream } from "./redacted.ts";

const TIME = new Date("2026-11-21T09:00:00Z");

/** A folder that goes when the test ends. */
export function temporaryFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), "casefile-test-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
}

export async function newArchive(path: string, options: Partial<ArchiveOptions> = {}): Promise<BundleWriter> {
    const created = await createArchive({
        to: { type: "file", path, overwrite: false },
        topFolder: "case",
        tool: { name: "casefile", version: "0.0.0" },
        startedAt: TIME,
        clock: () => TIME,
        clusters: [{ cluster: MANAGEMENT, serverVersion: "v1.36.3", kinds: [{ group: "", version: "v1", kind: "Pod" }] }],
        ...options,
    });
    if (!created.ok) throw new Error(created.problem.message);
    return created.value;
}

export function pod(name: string, namespace = "msp"): ObjectRef {
    return { cluster: MANAGEMENT, type: "object", apiVersion: "v1", kind: "Pod", namespace, name };
}

export function log(name: string, container = "app"): LogRef {
    return { cluster: MANAGEMENT, type: "log", namespace: "msp", pod: name, container, previous: false };
}

export function podText(name: string): string {
    return `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n  namespace: msp\n`;
}

export const NOTHING: Ending = {
    spec: "default",
    takenAt: TIME,
    gaps: [],
    absents: [],
    tasks: [],
    nets: [],
    notes: [],
    documents: [],
};

/** Two pods, a log, a gap, and what a run says of itself. */
export const ENDING: Ending = {
    ...NOTHING,
    gaps: [
        redactedGap({
            type: "gap",
            about: { cluster: MANAGEMENT, type: "objects", group: "", kind: "Secret" },
            source: "objects",
            takenAt: TIME,
            problem: {
                code: "forbidden",
                message: "GET /api/v1/secrets:\n403",
                hint: "casefile rbac",
                cause: new Error("never written"),
            },
        }),
    ],
    absents: [
        {
            type: "absent",
            about: { cluster: MANAGEMENT, type: "logs", namespace: "msp", pod: "db-1" },
            because: "it never started",
        },
    ],
    tasks: [
        {
            id: "objects v1 Pod",
            source: "objects",
            title: "Pods (v1)",
            about: { cluster: MANAGEMENT, type: "objects", group: "", kind: "Pod" },
            outcome: "present",
            entries: 2,
        },
        {
            id: "objects v1 Secret",
            source: "objects",
            title: "Secrets (v1)",
            about: { cluster: MANAGEMENT, type: "objects", group: "", kind: "Secret" },
            outcome: "gap",
            entries: 0,
        },
        {
            id: "log msp/db-1",
            source: "logs",
            title: "log of db-1",
            about: { cluster: MANAGEMENT, type: "logs", namespace: "msp", pod: "db-1" },
            outcome: "absent",
            entries: 0,
        },
    ],
    nets: [{ name: "structure", on: true }],
    documents: [redactedDocument("diagnosis.json", "{}\n")],
};

export async function putSample(writer: BundleWriter): Promise<void> {
    const pods = ["db-0", "db-1"].map((name) => ({ ref: pod(name), text: podText(name), redactions: { "known-value": 1 } }));
    await writer.put(redactedBatch(pods));
    await writer.put(
        redactedStream(log("db-0"), [Buffer.from("2026-11-21T09:00:00Z one\n"), Buffer.from("2026-11-21T09:00:01Z two\n")]),
    );
}
