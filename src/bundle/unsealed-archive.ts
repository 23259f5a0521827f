import { type ClusterRef, clusterName } from "../core/cluster-ref.ts";
import type { EvidenceRef } from "../core/evidence-ref.ts";
import type { Gap } from "../core/gap.ts";
import { ProblemError } from "../core/problem.ts";
import { groupOf, type Scope } from "../core/scope.ts";
import { type ArchiveBundle, archiveBundle, type Contents, type Located } from "./archive-bundle.ts";
import { comparePaths, type Member } from "./archive-index.ts";
import { guessLog, refOfPath } from "./layout.ts";
import { type Manifest, parseManifest } from "./manifest.ts";
import { evidenceOf, expectedOf, gapsOf, plannedOf } from "./manifest-contents.ts";
import { type ScannedArchive, type ScannedFile, scanArchive } from "./scan-archive.ts";
import { INDEX_NAME } from "./tar-writer.ts";

/** A file of a tar without an index. */
interface FoundFile extends Member {
    readonly scanned: ScannedFile;
}

/**
 * Opens any tar.gz with our tree by reading it front to back: what a killed run left, an archive that was packed anew, one that
 * Sveltos made. Throws ProblemError: `damaged` for a hostile one, `unsupported` when nothing in it is of our tree.
 */
export async function openUnsealed(path: string, temporaryPath: string): Promise<ArchiveBundle> {
    const archive = await scanArchive(path, temporaryPath);
    try {
        return archiveBundle(await contentsOf(archive, path));
    } catch (error) {
        await archive.close();
        throw error;
    }
}

async function contentsOf(archive: ScannedArchive, path: string): Promise<Contents> {
    const top = topOf(archive.files);
    if (top === undefined) {
        const message = `reading ${path}: ${archive.cut ?? "it holds neither management-cluster nor managed-clusters nor errors.txt"}`;
        throw new ProblemError({ code: archive.cut === undefined ? "unsupported" : "damaged", message });
    }
    const files = membersOf(archive.files, top);
    const scannedOf = new Map(files.map((file) => [file.path, file.scanned]));
    const manifest = await readManifest(archive, files);
    const newest = files.reduce((most, { scanned }) => Math.max(most, scanned.mtime), 0);
    const takenAt = new Date(manifest?.takenAt ?? newest * 1000);
    const found = manifest ? evidenceOf(manifest, files) : evidenceFound(files);
    const evidence = found.map((located) => asPresent(located, scannedOf.get(located.member.path), archive.cut));
    const clusters = new Map(evidence.map(({ ref }) => [clusterName(ref.cluster), ref.cluster]));
    const cut =
        manifest || archive.cut === undefined
            ? []
            : [...clusters.values()].flatMap((cluster) => everythingCut(cluster, takenAt, archive.cut ?? ""));
    return {
        format: manifest ? "casefile/v1" : "techsupport",
        takenAt,
        top,
        files: async () => files,
        file: async (wanted) => files.find((file) => file.path === wanted),
        manifest: async () => manifest,
        evidence: async () => evidence,
        gaps: async () => (manifest ? gapsOf(manifest) : cut),
        planned: async () => (manifest ? plannedOf(manifest) : plannedFound(evidence)),
        expected: async () => manifest && expectedOf(manifest),
        chunks: (member) => archive.tar.range(member.at, scannedOf.get(member.path)?.present ?? 0),
        readAhead: (member) => archive.tar.readAhead(member.at),
        close: () => archive.close(),
    };
}

/** What lies before the tree in every path: `name/`, or nothing. */
function topOf(files: readonly ScannedFile[]): string | undefined {
    for (const { path } of files) {
        const match = /^(?:(.*?)\/)?(?:management-cluster\/|managed-clusters\/|errors\.txt$)/.exec(path);
        if (match) return match[1] ?? "";
    }
    return undefined;
}

function membersOf(files: readonly ScannedFile[], top: string): FoundFile[] {
    const prefix = top === "" ? "" : `${top}/`;
    return files
        .filter(({ path }) => path.startsWith(prefix) && path !== `${prefix}${INDEX_NAME}`)
        .map((scanned) => ({ path: scanned.path.slice(prefix.length), at: scanned.contentAt, size: scanned.present, scanned }))
        .sort(comparePaths);
}

async function readManifest(archive: ScannedArchive, files: readonly FoundFile[]): Promise<Manifest | undefined> {
    const file = files.find(({ path }) => path === "manifest.json");
    if (file === undefined || file.scanned.present < file.scanned.size) return undefined;
    const parsed = parseManifest(await archive.tar.read(file.at, file.size));
    return parsed.ok ? parsed.value : undefined;
}

function evidenceFound(files: readonly FoundFile[]): Located[] {
    const pods = new Map<string, string[]>();
    const located: Located[] = [];
    const take = (file: FoundFile, ref: EvidenceRef | undefined) => {
        if (ref) located.push({ ref, member: file });
        if (ref?.type !== "object" || ref.kind !== "Pod" || ref.namespace === undefined) return;
        const key = `${clusterName(ref.cluster)} ${ref.namespace}`;
        const names = pods.get(key) ?? [];
        names.push(ref.name);
        pods.set(key, names);
    };
    for (const file of files)
        take(
            file,
            refOfPath(file.path, () => file.scanned.apiVersion),
        );
    for (const file of files)
        take(
            file,
            guessLog(file.path, (cluster, namespace) => pods.get(`${clusterName(cluster)} ${namespace}`) ?? []),
        );
    return located.sort((a, b) => comparePaths(a.member, b.member));
}

/** The one file that the end cut is there in part. */
function asPresent(located: Located, scanned: ScannedFile | undefined, cut: string | undefined): Located {
    if (scanned === undefined || scanned.present === scanned.size) return located;
    return { ...located, truncation: { type: "broken", because: `the archive ends early: ${cut ?? "unexpected end"}` } };
}

/** Whatever is not here may have been meant to be: rules shall not conclude from its absence. */
function everythingCut(cluster: ClusterRef, takenAt: Date, cut: string): Gap[] {
    const problem = { code: "cut" as const, message: `the archive ends early: ${cut}` };
    const types = ["objects", "logs", "events", "machine", "api"] as const;
    return types.map((type) => ({ type: "gap", about: { cluster, type }, source: "archive", takenAt, problem, partial: true }));
}

/** Without a manifest only what is there is known to have been asked for. */
function plannedFound(evidence: readonly Located[]): Scope[] {
    const scopes = evidence.map(({ ref }): Scope => {
        if (ref.type === "object")
            return { cluster: ref.cluster, type: "objects", group: groupOf(ref.apiVersion), kind: ref.kind };
        if (ref.type === "log") return { cluster: ref.cluster, type: "logs", namespace: ref.namespace };
        if (ref.type === "event") return { cluster: ref.cluster, type: "events" };
        return { cluster: ref.cluster, type: ref.type };
    });
    return [...new Map(scopes.map((scope) => [JSON.stringify(scope), scope])).values()];
}
