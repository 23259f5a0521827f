import { type ClusterRef, clusterName } from "../core/cluster-ref.ts";
import { type EvidenceRef, evidenceKey } from "../core/evidence-ref.ts";
import type { RedactionCounts } from "../redact/redacted.ts";
import type { Member } from "./archive-index.ts";
import type { Truncation } from "./bundle.ts";
import { KindTable, type KnownKind } from "./kind-table.ts";
import { clusterDirectory, pathOf, refOfPath } from "./layout.ts";
import type { ManifestCluster } from "./manifest.ts";
import { withOrdinal } from "./path-component.ts";

/** What is known of a cluster before anything of it is written. */
export interface ClusterFacts {
    readonly cluster: ClusterRef;
    readonly serverVersion?: string;
    /** Every kind that discovery names: it decides which group has the bare `<Kind>`. */
    readonly kinds: readonly KnownKind[];
    /** Directories of kinds that are settled already, and their apiVersion: when an archive is made of another. */
    readonly directories?: Readonly<Record<string, string>>;
}

/** A file in the archive; `ref` only where its path does not tell. */
export interface LedgerEntry extends Member {
    /** Offset in the tar where the next file begins. */
    readonly end: number;
    readonly sha256: string;
    readonly ref?: EvidenceRef;
    readonly truncation?: Truncation;
    readonly redactions?: RedactionCounts;
}

interface ClusterState {
    readonly facts: ClusterFacts;
    readonly kinds: KindTable;
}

/** What an archive holds so far: gives every piece of evidence a path of its own and remembers it. */
export class Ledger {
    readonly #clusters = new Map<string, ClusterState>();
    readonly #entries: LedgerEntry[] = [];
    /** Path without regard to case and composition, as macOS and Windows compare, to the position of its entry. */
    readonly #taken = new Map<string, number>();
    #duplicates = 0;

    get entries(): readonly LedgerEntry[] {
        return this.#entries;
    }

    /** Pieces of evidence that came a second time and were dropped. */
    get duplicates(): number {
        return this.#duplicates;
    }

    describe(facts: ClusterFacts): void {
        this.#clusters.set(clusterName(facts.cluster), { facts, kinds: new KindTable(facts.kinds, facts.directories) });
    }

    /** A free path for the evidence, or undefined (and counted) when the very same is there already. */
    place(ref: EvidenceRef): string | undefined {
        const { kinds } = this.#clusterOf(ref.cluster);
        const natural = pathOf(ref, (apiVersion, kind) => kinds.directoryOf(apiVersion, kind));
        const key = evidenceKey(ref);
        for (let ordinal = 1; ; ordinal++) {
            const path = ordinal === 1 ? natural : withOrdinal(natural, ordinal);
            const holder = this.#taken.get(folded(path));
            if (holder === undefined) return path;
            const held = this.#refAt(holder);
            if (held !== undefined && evidenceKey(held) === key) {
                this.#duplicates++;
                return undefined;
            }
        }
    }

    /** Remembers what was written where `place` said. */
    record(ref: EvidenceRef, entry: Omit<LedgerEntry, "ref">): void {
        const told = this.refOf(entry.path);
        const tells = told !== undefined && evidenceKey(told) === evidenceKey(ref);
        this.#push(tells ? entry : { ...entry, ref });
    }

    /** Remembers a file that is not evidence. */
    recordDocument(entry: Omit<LedgerEntry, "ref">): void {
        this.#push(entry);
    }

    /** What a path says by itself. */
    refOf(path: string): EvidenceRef | undefined {
        return refOfPath(path, (cluster, directory) => this.#clusterOf(cluster).kinds.apiVersionOf(directory));
    }

    /** Forgets what does not lie wholly before this offset of the tar; gives what that was. */
    dropAfter(tarBytes: number): readonly LedgerEntry[] {
        const first = this.#entries.findIndex((entry) => entry.end > tarBytes);
        const lost = first < 0 ? [] : this.#entries.splice(first);
        for (const { path } of lost) this.#taken.delete(folded(path));
        return lost;
    }

    clusters(): ManifestCluster[] {
        const states = [...this.#clusters.values()];
        return states.map(({ facts: { cluster, serverVersion }, kinds }) => ({
            cluster,
            directory: clusterDirectory(cluster),
            ...(serverVersion === undefined ? {} : { serverVersion }),
            kinds: kinds.used(),
        }));
    }

    #push(entry: LedgerEntry): void {
        this.#taken.set(folded(entry.path), this.#entries.length);
        this.#entries.push(entry);
    }

    #refAt(position: number): EvidenceRef | undefined {
        const entry = this.#entries[position];
        return entry?.ref ?? (entry === undefined ? undefined : this.refOf(entry.path));
    }

    #clusterOf(cluster: ClusterRef): ClusterState {
        const known = this.#clusters.get(clusterName(cluster));
        if (known) return known;
        this.describe({ cluster, kinds: [] });
        return this.#clusterOf(cluster);
    }
}

function folded(path: string): string {
    return path.normalize("NFC").toLowerCase();
}
