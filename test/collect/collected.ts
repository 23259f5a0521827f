import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { collect, type Stops } from "../../src/app/collect.ts";
import type { CollectRequest } from "../../src/app/collect-request.ts";
import type { Collected } from "../../src/app/collected.ts";
import type { ArchiveBundle } from "../../src/bundle/archive-bundle.ts";
import type { Manifest } from "../../src/bundle/manifest.ts";
import { openArchive } from "../../src/bundle/open-archive.ts";
import { verifyIntegrity } from "../../src/bundle/verify-integrity.ts";
import type { Limits } from "../../src/clients/kubernetes/limits.ts";
import type { Result } from "../../src/core/problem.ts";

/** Patience for tests: what hangs is given up soon, what may pass is tried as often as ever. */
const IMPATIENT: Partial<Limits> = {
    connectMs: 2_000,
    headMs: 2_000,
    logHeadMs: 700,
    stallMs: 700,
    retryBaseMs: 5,
    retryCapMs: 50,
    outagePatienceMs: 1_500,
    outageProbeMs: 50,
};

export interface RequestChanges extends Partial<Omit<CollectRequest, "connection">> {
    readonly limits?: Partial<Limits>;
    readonly token?: string;
}

/** A request as the command line would make it, for an archive in a folder of its own. */
export function requestFor(kubeconfig: string, { limits, token, ...changes }: RequestChanges = {}): CollectRequest {
    const folder = mkdtempSync(join(tmpdir(), "casefile-collect-"));
    return {
        version: "test",
        connection: {
            kubeconfig,
            environment: {},
            limits: { ...IMPATIENT, ...limits },
            random: () => 0,
            ...(token === undefined ? {} : { token }),
        },
        specs: [],
        overrides: { talos: { when: "never" } },
        narrowing: { namespaces: [], include: [], exclude: [] },
        concurrency: 8,
        output: { type: "file", path: join(folder, "bundle.tar.gz"), force: false },
        topFolder: "bundle",
        diagnose: false,
        now: () => new Date(),
        ...changes,
    };
}

const QUIET = { progress: () => {}, phase: () => {}, bytes: () => {}, gap: () => {} };
const NEVER: Stops = { stop: new AbortController().signal, leave: new AbortController().signal };

/** One sealed archive, opened. */
export interface Opened extends AsyncDisposable {
    readonly collected: Collected;
    readonly bundle: ArchiveBundle;
    readonly manifest: Manifest;
    readonly paths: readonly string[];
    bytes(path: string): Promise<Buffer>;
    text(path: string): Promise<string>;
    /** `code scope-type: message` of every gap. */
    readonly gaps: readonly string[];
}

export function run(request: CollectRequest, stops: Stops = NEVER): Promise<Result<Collected>> {
    return collect(request, QUIET, stops);
}

/**
 * Collects, opens the archive and asserts what holds for every archive, whatever went wrong: it is whole, and every planned item is in
 * it, a gap, or rightly absent.
 */
export async function collected(request: CollectRequest, stops: Stops = NEVER): Promise<Opened> {
    const result = await run(request, stops);
    if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.message}`);
    return opened(result.value);
}

export async function opened(of: Collected): Promise<Opened> {
    const archive = await openArchive(of.path);
    if (!archive.ok) throw new Error(archive.problem.message);
    const bundle = archive.value;
    const manifest = await bundle.manifest();
    if (!manifest) throw new Error("no manifest");
    expect(await verifyIntegrity(of.path)).toEqual([]);
    const unaccounted = manifest.tasks.filter(
        ({ outcome, entries, about }) =>
            outcome === "gap" && entries === 0 && !manifest.gaps.some((gap) => gap.about.type === about.type),
    );
    expect(unaccounted).toEqual([]);
    const bytes = async (path: string) => {
        const file = await bundle.file(path);
        if (!file) throw new Error(`${path} is not in the archive`);
        const parts: Uint8Array[] = [];
        for await (const part of file.chunks()) parts.push(part);
        return Buffer.concat(parts);
    };
    return {
        collected: of,
        bundle,
        manifest,
        paths: (await bundle.files()).map(({ path }) => path),
        gaps: manifest.gaps.map(({ code, about, message }) => `${code} ${about.type}: ${message}`),
        bytes,
        text: async (path) => (await bytes(path)).toString("utf8"),
        async [Symbol.asyncDispose]() {
            await bundle.close();
            await rm(join(of.path, ".."), { recursive: true, force: true });
        },
    };
}
