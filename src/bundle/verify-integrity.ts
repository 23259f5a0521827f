import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { ProblemError } from "../core/problem.ts";
import { scopeOf } from "../core/scope.ts";
import type { ArchiveBundle } from "./archive-bundle.ts";
import { errorsText } from "./errors-text.ts";
import { gunzip } from "./gunzip.ts";
import type { Manifest, TaskOutcome } from "./manifest.ts";
import { openArchive } from "./open-archive.ts";
import { ScopeIndex } from "./scope-index.ts";
import type { TarEnd, TarMember } from "./tar-members.ts";
import { INDEX_NAME } from "./tar-writer.ts";
import { untar } from "./untar.ts";

/** One thing that is wrong with an archive. */
export interface Damage {
    /** The file it is about, below the top folder. */
    readonly path?: string;
    /** One sentence. */
    readonly says: string;
}

interface Found {
    readonly bytes: number;
    readonly sha256: string;
}

/**
 * Reads a whole archive and compares it with its manifest: gzip's own sum, every size and hash, no file too many or too few, the index
 * against the tar, errors.txt against the gaps, and that each planned item is in the archive, is a gap or is rightly absent. Empty:
 * it is what it says it is. What it cannot open at all is a damage too. Not searched for secrets: see redact.
 */
export async function verifyIntegrity(path: string): Promise<readonly Damage[]> {
    const opened = await openArchive(path);
    if (!opened.ok) return [{ says: opened.problem.message }];
    const bundle = opened.value;
    try {
        const manifest = await bundle.manifest();
        if (manifest === undefined) return [{ says: "it has no manifest: it was never sealed, or was made by something else" }];
        const { found, damages } = await readAll(path);
        return [
            ...damages,
            ...compareFiles(manifest, found),
            ...(await compareIndex(bundle, found)),
            ...(await account(bundle, manifest)),
            ...(await compareErrors(bundle, manifest)),
        ];
    } catch (error) {
        if (error instanceof ProblemError) return [{ says: error.problem.message }];
        throw error;
    } finally {
        await bundle.close();
    }
}

/** Every file front to back, as any tar reads it, without the top folder. */
async function readAll(path: string): Promise<{ found: ReadonlyMap<string, Found>; damages: Damage[] }> {
    const found = new Map<string, Found>();
    const damages: Damage[] = [];
    const chunks = async function* () {
        const end = yield* gunzip(createReadStream(path), path);
        if (!end.whole) damages.push({ says: `the gzip stream is broken: ${end.because}` });
    };
    const files = untar(chunks(), path);
    const tops = new Set<string>();
    for (;;) {
        const next: IteratorResult<TarMember, TarEnd> = await files.next();
        if (next.done) {
            if (next.value === "cut") damages.push({ says: "the tar has no end" });
            break;
        }
        const [top = "", ...rest] = next.value.path.split("/");
        tops.add(top);
        const hash = createHash("sha256");
        let bytes = 0;
        for await (const chunk of next.value.content) {
            hash.update(chunk);
            bytes += chunk.byteLength;
        }
        found.set(rest.join("/"), { bytes, sha256: hash.digest("hex") });
    }
    if (tops.size > 1) damages.push({ says: `it holds more than one top folder: ${[...tops].sort().join(", ")}` });
    return { found, damages };
}

function compareFiles(manifest: Manifest, found: ReadonlyMap<string, Found>): Damage[] {
    const named = new Set(["manifest.json", INDEX_NAME]);
    const damages: Damage[] = [];
    for (const { path, bytes, sha256 } of manifest.entries) {
        if (named.has(path)) damages.push({ path, says: "the manifest names it twice" });
        named.add(path);
        const is = found.get(path);
        if (is === undefined) damages.push({ path, says: "the manifest names it, but it is not there" });
        else if (is.bytes !== bytes) damages.push({ path, says: `it has ${is.bytes} bytes instead of ${bytes}` });
        else if (is.sha256 !== sha256)
            damages.push({ path, says: "its bytes are not those that were written: the hash differs" });
    }
    for (const path of found.keys())
        if (!named.has(path)) damages.push({ path, says: "it is there, but the manifest does not name it" });
    return damages;
}

async function compareIndex(bundle: ArchiveBundle, found: ReadonlyMap<string, Found>): Promise<Damage[]> {
    const members = await bundle.files();
    const indexed = new Set(members.map(({ path }) => path));
    const tooMany = members.filter(({ path, size }) => found.get(path)?.bytes !== size);
    const missing = [...found.keys()].filter((path) => path !== INDEX_NAME && !indexed.has(path));
    return [
        ...tooMany.map(({ path }) => ({ path, says: "the index names it, but the tar does not have it so" })),
        ...missing.map((path) => ({ path, says: "it is in the tar, but the index does not name it" })),
    ];
}

/** Nothing that was planned may have vanished without a word. */
async function account(bundle: ArchiveBundle, manifest: Manifest): Promise<Damage[]> {
    const present = new ScopeIndex();
    for await (const ref of bundle.refs()) present.add(scopeOf(ref));
    const gaps = new ScopeIndex(manifest.gaps.map(({ about }) => about));
    const absent = new ScopeIndex(manifest.absents.map(({ about }) => about));
    const accounted = ({ outcome, entries, about }: TaskOutcome): boolean => {
        // What was lost after it had been collected, to a full disk or to damage that was repaired, is a gap too.
        if (outcome === "present") return entries === 0 || present.overlaps(about) || gaps.overlaps(about);
        return (outcome === "gap" ? gaps : absent).overlaps(about);
    };
    const missing = manifest.tasks.filter((task) => !accounted(task));
    return missing.map(({ title, id, outcome }) => ({
        says: `${title} (${id}) is said to be ${outcome}, but nothing of it is there`,
    }));
}

async function compareErrors(bundle: ArchiveBundle, manifest: Manifest): Promise<Damage[]> {
    const is = Buffer.from((await bundle.document("errors.txt")) ?? []).toString("utf8");
    return is === errorsText(manifest.gaps) ? [] : [{ path: "errors.txt", says: "it does not say what the manifest's gaps say" }];
}
