import { type Damage, verifyIntegrity } from "../bundle/verify-integrity.ts";
import { ok, ProblemError, type Result } from "../core/problem.ts";
import { type Leaf, leaves } from "../readers/members/leaves.ts";
import type { MembersEnd } from "../readers/members/member.ts";
import { type OpenedMembers, openMembers } from "../readers/members/open-members.ts";
import { type AgainstCluster, type KnownOfCluster, knownOfCluster } from "./known-of-cluster.ts";
import { LeafSearch } from "./search-leaf.ts";
import { MAX_SUSPICIONS, type PlacedSuspicion, type Verification } from "./verification.ts";

/** What to check. */
export interface VerifyRequest {
    /** An archive of anything, a folder, or one file. */
    readonly path: string;
    /** Also search for the values of a cluster's Secrets. */
    readonly against?: AgainstCluster;
    /** Literal texts that are no leak. */
    readonly keep: readonly string[];
    readonly now: () => Date;
}

/** Told after each file. */
export type Searching = (files: number, bytes: number) => void;

/**
 * Reads all of an archive or folder once and searches it for secrets, whoever made it; an archive of ours is also compared with its own
 * manifest. Nothing is unpacked to disk. Fails with `configuration` when there is nothing at the path, and as connecting fails.
 */
export async function verify(request: VerifyRequest, searching: Searching, signal: AbortSignal): Promise<Result<Verification>> {
    const { path, keep } = request;
    const opened = await openMembers(path);
    if (!opened.ok) return opened;
    const cluster = request.against === undefined ? undefined : await knownOfCluster(request.against, request.now, signal);
    if (cluster?.ok === false) return cluster;
    const search = new LeafSearch({ known: cluster?.value.known ?? [], names: cluster?.value.names ?? [], keep });
    const found = await new Search(search, searching).all(opened.value, signal);
    const damages = [...found.damages, ...(found.isOurs ? await verifyIntegrity(path) : [])];
    const { files, bytes, leaks, hints, suspicions, unsearched } = found;
    return ok({
        apiVersion: "casefile.dev/v1",
        kind: "Verification",
        path,
        integrity: integrityOf(damages, found.isOurs, files),
        nets: netsOf(cluster?.value),
        searched: { files, bytes },
        unsearched,
        suspicions,
        found: { leaks, hints },
    });
}

class Search {
    readonly suspicions: PlacedSuspicion[] = [];
    readonly unsearched: { path: string; because: string }[] = [];
    readonly damages: Damage[] = [];
    files = 0;
    bytes = 0;
    leaks = 0;
    hints = 0;
    /** A manifest or an index of ours stands below its top folder. */
    isOurs = false;
    readonly #search: LeafSearch;
    readonly #searching: Searching;

    constructor(search: LeafSearch, searching: Searching) {
        this.#search = search;
        this.#searching = searching;
    }

    async all({ container, members }: OpenedMembers, signal: AbortSignal): Promise<this> {
        try {
            const all = leaves(members());
            for (;;) {
                const next: IteratorResult<Leaf, MembersEnd> = await all.next();
                if (next.done) {
                    if (next.value.cut !== undefined) this.damages.push({ says: next.value.cut });
                    return this;
                }
                if (container === "tar.gz" && OUR_MANIFEST.test(next.value.path)) this.isOurs ||= isOurManifest(next.value);
                await this.#leaf(next.value, signal);
            }
        } catch (error) {
            if (!(error instanceof ProblemError)) throw error;
            this.damages.push({ says: error.problem.message });
            return this;
        }
    }

    async #leaf(leaf: Leaf, signal: AbortSignal): Promise<void> {
        if (leaf.type === "closed") {
            this.unsearched.push({ path: leaf.path, because: leaf.because });
            return;
        }
        if (OUR_INDEX.test(leaf.path)) {
            this.isOurs = true;
            return drained(leaf.content);
        }
        const counted = REPORTS.test(leaf.path) && isOurReport(leaf.head);
        const searched = counted ? { ...leaf, content: withoutCounts(leaf.content) } : leaf;
        const { bytes, suspicions, because } = await this.#search.search(searched, signal);
        this.files++;
        this.bytes += bytes;
        if (because !== undefined) this.unsearched.push({ path: leaf.path, because });
        for (const one of suspicions) {
            if (one.certainty === "leak") this.leaks++;
            else this.hints++;
            if (this.suspicions.length < MAX_SUSPICIONS) this.suspicions.push(one);
        }
        this.#searching(this.files, this.bytes);
    }
}

const OUR_MANIFEST = /^[^/]+\/manifest\.json$/;
/** Names and numbers of the other entries, partly packed: compared with them, not searched. */
const OUR_INDEX = /^[^/]+\/\.casefile-index$/;

/** Files of ours that count by rule, so that `"secret-name": 3` stands in them. */
const REPORTS = /(?:^|\/)(?:manifest|redaction-report)\.json$/;

function isOurManifest(leaf: Leaf): boolean {
    return leaf.type === "text" && isOurReport(leaf.head);
}

function isOurReport(head: Uint8Array): boolean {
    return /"apiVersion":\s*"casefile\.dev\//.test(Buffer.from(head).toString("utf8"));
}

/** The report with its counts by rule and its versions by kind blanked out, everything else in its place. */
async function* withoutCounts(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const parts: Uint8Array[] = [];
    for await (const part of content) parts.push(part);
    const text = Buffer.concat(parts).toString("latin1");
    const blank = (counts: string) => counts.replace(/[^\n]/g, " ");
    yield Buffer.from(
        text.replace(COUNTS, (_, before: string, counts: string) => `${before}{${blank(counts)}}`),
        "latin1",
    );
}

const COUNTS =
    /("(?:redactions|kinds)":\s*)\{((?:\s*"[\w.-]{1,100}":\s*(?:\d{1,12}|"(?:[a-z\d.-]{1,100}\/)?v\d\w{0,12}"),?)*\s*)\}/g;

async function drained(content: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const _ of content);
}

function integrityOf(damages: readonly Damage[], isOurs: boolean, files: number): Verification["integrity"] {
    if (damages.length > 0) return { status: "damaged", says: damages.map(({ says }) => says).join("; "), damages };
    if (isOurs)
        return {
            status: "whole",
            says: `all ${files} files are what the manifest says, and nothing planned is missing`,
            damages,
        };
    return { status: "not-applicable", says: "it holds no manifest of this program to compare it with", damages };
}

function netsOf(cluster: KnownOfCluster | undefined): Verification["nets"] {
    const partly = cluster?.problem === undefined ? "" : `; not all Secrets could be read: ${cluster.problem.message}`;
    return [
        { name: "structure", on: true, says: "places that hold secrets" },
        cluster === undefined
            ? { name: "known-values", on: false, says: "no cluster was asked: --against-cluster does" }
            : { name: "known-values", on: true, says: `${cluster.known.length} values of ${cluster.server}${partly}` },
        { name: "patterns", on: true, says: "formats of secrets, and random texts as hints" },
    ];
}
