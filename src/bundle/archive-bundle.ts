import { clusterName } from "../core/cluster-ref.ts";
import { type EvidenceRef, evidenceKey } from "../core/evidence-ref.ts";
import type { Gap } from "../core/gap.ts";
import { ProblemError } from "../core/problem.ts";
import { covers, overlaps, type Scope, scopeOf } from "../core/scope.ts";
import type { Expectation } from "../spec/expectation.ts";
import { comparePaths, type Member } from "./archive-index.ts";
import type { Bundle, Evidence, Truncation } from "./bundle.ts";
import type { Manifest } from "./manifest.ts";
import { parseYaml } from "./parse-yaml.ts";

/** A file of an archive by its path, evidence or not. */
export interface ArchiveFile {
    /** Below the top folder. */
    readonly path: string;
    readonly size: number;
    /** The bytes as they were written, in pieces of at most about 1 MiB. Throws ProblemError `damaged`. */
    chunks(): AsyncIterable<Uint8Array>;
}

/** A Bundle that is also files: what `ls`, `cat` and `verify` need. */
export interface ArchiveBundle extends Bundle {
    /** Every file in the order of the paths, the index left out. */
    files(): Promise<readonly Member[]>;
    /** A file by its path below the top folder (with the top folder before it, it is found too). */
    file(path: string): Promise<ArchiveFile | undefined>;
    /** undefined: it has none (what a killed run left, another tool's archive). Throws ProblemError `damaged`. */
    manifest(): Promise<Manifest | undefined>;
}

/** A piece of evidence and where its file lies. */
export interface Located {
    readonly ref: EvidenceRef;
    readonly member: Member;
    readonly truncation?: Truncation;
}

/** What an archive holds, as its index, its manifest or its writer tells. Everything is asked for when it is first needed. */
export interface Contents {
    readonly format: string;
    readonly takenAt: Date;
    readonly top: string;
    files(): Promise<readonly Member[]>;
    file(path: string): Promise<Member | undefined>;
    manifest(): Promise<Manifest | undefined>;
    evidence(): Promise<readonly Located[]>;
    gaps(): Promise<readonly Gap[]>;
    planned(): Promise<readonly Scope[]>;
    expected(): Promise<Expectation | undefined>;
    /** What lies at a member of `files`. */
    chunks(member: Member): AsyncIterable<Uint8Array>;
    /** Says that what lies after a member will be asked for soon. */
    readAhead(member: Member): void;
    close(): Promise<void>;
}

/** Evidence larger than this is read in pieces. */
const MAX_WHOLE_BYTES = 64 * 1024 * 1024;

export function archiveBundle(contents: Contents): ArchiveBundle {
    return new ArchiveContents(contents);
}

class ArchiveContents implements ArchiveBundle {
    readonly format: string;
    readonly takenAt: Date;
    readonly #contents: Contents;
    #byKey: Promise<ReadonlyMap<string, Located>> | undefined;

    constructor(contents: Contents) {
        this.#contents = contents;
        this.format = contents.format;
        this.takenAt = contents.takenAt;
    }

    async *refs(scope?: Scope): AsyncIterable<EvidenceRef> {
        for (const { ref } of (await this.#within(scope)).sort(byClusterThenPath)) yield ref;
    }

    async *scan(scope?: Scope): AsyncIterable<Evidence> {
        for (const located of (await this.#within(scope)).sort((a, b) => a.member.at - b.member.at)) {
            this.#contents.readAhead(located.member);
            yield this.#evidence(located);
        }
    }

    async read(ref: EvidenceRef): Promise<Evidence | Gap | undefined> {
        this.#byKey ??= this.#contents
            .evidence()
            .then((all) => new Map(all.map((located) => [evidenceKey(located.ref), located])));
        const located = (await this.#byKey).get(evidenceKey(ref));
        if (located) return this.#evidence(located);
        const scope = scopeOf(ref);
        return (await this.#contents.gaps()).find((gap) => overlaps(gap.about, scope));
    }

    async *gaps(): AsyncIterable<Gap> {
        yield* await this.#contents.gaps();
    }

    async *planned(): AsyncIterable<Scope> {
        yield* await this.#contents.planned();
    }

    expected(): Promise<Expectation | undefined> {
        return this.#contents.expected();
    }

    async document(name: string): Promise<Uint8Array | undefined> {
        const file = name.includes("/") ? undefined : await this.file(name);
        return file && wholeOf(file);
    }

    files(): Promise<readonly Member[]> {
        return this.#contents.files();
    }

    async file(path: string): Promise<ArchiveFile | undefined> {
        const prefix = `${this.#contents.top}/`;
        const member =
            (await this.#contents.file(path)) ??
            (path.startsWith(prefix) ? await this.#contents.file(path.slice(prefix.length)) : undefined);
        return member && { path: member.path, size: member.size, chunks: () => this.#contents.chunks(member) };
    }

    manifest(): Promise<Manifest | undefined> {
        return this.#contents.manifest();
    }

    close(): Promise<void> {
        return this.#contents.close();
    }

    async #within(scope: Scope | undefined): Promise<Located[]> {
        return (await this.#contents.evidence()).filter(({ ref }) => scope === undefined || covers(scope, ref));
    }

    #evidence({ ref, member, truncation }: Located): Evidence {
        const file = { path: member.path, size: member.size, chunks: () => this.#contents.chunks(member) };
        return {
            ref,
            path: member.path,
            chunks: file.chunks,
            bytes: () => wholeOf(file),
            object: async () => parseYaml(await wholeOf(file), member.path),
            ...(truncation === undefined ? {} : { truncation }),
        };
    }
}

async function wholeOf(file: ArchiveFile): Promise<Uint8Array> {
    if (file.size > MAX_WHOLE_BYTES)
        throw new ProblemError({ code: "damaged", message: `${file.path} has ${file.size} bytes: too many to read at once` });
    const pieces: Uint8Array[] = [];
    for await (const piece of file.chunks()) pieces.push(piece);
    return Buffer.concat(pieces);
}

/** The management cluster first, then as the paths go. */
function byClusterThenPath(a: Located, b: Located): number {
    const rank = ({ ref }: Located) => (ref.cluster.type === "management" ? "" : clusterName(ref.cluster));
    return comparePaths({ path: rank(a) }, { path: rank(b) }) || comparePaths(a.member, b.member);
}
