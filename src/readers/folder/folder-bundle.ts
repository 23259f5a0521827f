import type { Bundle, Evidence } from "../../bundle/bundle.ts";
import { clusterName } from "../../core/cluster-ref.ts";
import { type EventRef, type EvidenceRef, evidenceKey } from "../../core/evidence-ref.ts";
import type { Gap } from "../../core/gap.ts";
import { covers, type Scope } from "../../core/scope.ts";
import { type Document, documentsOf, isDocument, objectsOf } from "./documents.ts";
import { partsOfDump } from "./dump-log.ts";
import { gapsOfLines } from "./error-lines.ts";
import { newestTimeOf, newestTimeOfLog } from "./newest-time.ts";
import { type Place, placeOf } from "./place.ts";
import { refOfDocument } from "./refs.ts";

/** A file of a folder. `path` is relative, with forward slashes. */
export interface FolderFile {
    readonly path: string;
    read(): Promise<Uint8Array>;
}

/**
 * A plain folder of manifests and logs as a Bundle; see docs/reading-folders.md. Objects are parsed once and held in memory, logs are
 * read when asked for. `takenAt`, unless given, is the newest time found inside, and 1970 when there is none: never the clock.
 */
export async function folderBundle(files: readonly FolderFile[], takenAt?: Date): Promise<Bundle> {
    const content = new Content();
    for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) await content.add(file, placeOf(file.path));
    return content.bundle(takenAt);
}

type Entry = { readonly ref: EvidenceRef; readonly path: string } & (
    | { readonly value: unknown }
    | { readonly bytes: () => Promise<Uint8Array> }
);

class Content {
    readonly #entries = new Map<string, Entry>();
    readonly #documents = new Map<string, FolderFile>();
    readonly #errors: { readonly text: string; readonly place: Place & { type: "errors" } }[] = [];
    readonly #onlyContainer = new Map<string, string>();
    readonly #ordinals = new Map<string, number>();
    #newest = 0;
    #newestOfLogs = 0;

    async add(file: FolderFile, place: Place): Promise<void> {
        switch (place.type) {
            case "document":
                this.#documents.set(place.name, file);
                return;
            case "errors":
                this.#errors.push({ text: decode(await file.read()), place });
                return;
            case "log":
                this.#note(decode(await file.read()));
                this.#put({ ref: place.ref, path: file.path, bytes: () => file.read() });
                return;
            case "dump":
                return this.#addDump(file, place.cluster);
            case "machine":
                return this.#addMachine(file, place.ref);
            case "manifest":
                for (const object of objectsOf(documentsOf(decode(await file.read())), place.rest)) {
                    const ref = refOfDocument(object, place.cluster, place.rest);
                    if (ref === undefined) continue;
                    this.#newest = Math.max(this.#newest, newestTimeOf(object));
                    this.#noteContainer(ref, object);
                    this.#put({ ref, path: file.path, value: object });
                }
                return;
            case "other":
                return;
            default:
                return place satisfies never;
        }
    }

    bundle(takenAt: Date | undefined): Bundle {
        const entries = [...this.#entries.values()].map((entry) => this.#completed(entry)).sort(byClusterThenPath);
        const known = new Map(entries.map((entry) => [evidenceKey(entry.ref), entry]));
        const taken = takenAt ?? new Date(this.#newest === 0 ? this.#newestOfLogs : this.#newestWithin(24 * 3600e3));
        const gaps = this.#errors.flatMap(({ text, place }) => gapsOfLines(text, place.cluster, taken));
        const documents = this.#documents;
        return {
            format: "folder",
            takenAt: taken,
            async *refs(scope) {
                for (const entry of entries) if (inScope(scope, entry.ref)) yield entry.ref;
            },
            async *scan(scope) {
                for (const entry of entries) if (inScope(scope, entry.ref)) yield evidenceOf(entry);
            },
            async read(ref) {
                const entry = known.get(evidenceKey(ref));
                return entry === undefined ? gaps.find((gap) => covers(gap.about, ref)) : evidenceOf(entry);
            },
            async *gaps(): AsyncIterable<Gap> {
                yield* gaps;
            },
            async *planned() {},
            async document(name) {
                return documents.get(name)?.read();
            },
            async close() {},
        };
    }

    async #addDump(file: FolderFile, cluster: EvidenceRef["cluster"]): Promise<void> {
        for (const part of partsOfDump(decode(await file.read()))) {
            this.#note(part.text);
            const { namespace, pod, container } = part;
            const bytes = Buffer.from(part.text);
            this.#put({
                ref: { cluster, type: "log", namespace, pod, container, previous: false },
                path: file.path,
                bytes: async () => bytes,
            });
        }
    }

    async #addMachine(file: FolderFile, ref: EvidenceRef & { type: "machine" }): Promise<void> {
        const isText = !/\.(ya?ml|json)$/.test(ref.section);
        const documents = isText ? [] : documentsOf(decode(await file.read()));
        this.#newest = Math.max(this.#newest, newestTimeOf(documents));
        if (isText) this.#note(decode(await file.read()));
        this.#put(
            isText
                ? { ref, path: file.path, bytes: () => file.read() }
                : { ref, path: file.path, value: documents.length === 1 ? documents[0] : documents },
        );
    }

    /** The second of the same name stands back, unless only it has a status; events that share a second get the next ordinal. */
    #put(entry: Entry): void {
        const key = evidenceKey(entry.ref);
        const there = this.#entries.get(key);
        if (there === undefined) this.#entries.set(key, entry);
        else if (entry.ref.type === "event") this.#putEvent({ ...entry, ref: entry.ref }, key);
        else if (entry.ref.type === "machine" && "value" in there && "value" in entry)
            this.#entries.set(key, { ...there, value: [there.value, entry.value].flat() });
        else if (!hasStatus(there) && hasStatus(entry)) this.#entries.set(key, entry);
    }

    #putEvent(entry: Entry & { readonly ref: EventRef }, key: string): void {
        const ordinal = (this.#ordinals.get(key) ?? 1) + 1;
        this.#ordinals.set(key, ordinal);
        const ref = { ...entry.ref, ordinal };
        this.#entries.set(evidenceKey(ref), { ...entry, ref });
    }

    #note(text: string): void {
        this.#newestOfLogs = Math.max(this.#newestOfLogs, newestTimeOfLog(text));
    }

    /** A log's time counts when it is near the objects' own: the clock of one node may be wrong. */
    #newestWithin(ms: number): number {
        return this.#newestOfLogs - this.#newest < ms ? Math.max(this.#newest, this.#newestOfLogs) : this.#newest;
    }

    #noteContainer(ref: EvidenceRef, object: Document): void {
        if (ref.type !== "object" || ref.kind !== "Pod" || !isDocument(object.spec)) return;
        const first = Array.isArray(object.spec.containers) ? object.spec.containers[0] : undefined;
        if (isDocument(first) && typeof first.name === "string")
            this.#onlyContainer.set(`${clusterName(ref.cluster)} ${ref.namespace}/${ref.name}`, first.name);
    }

    #completed(entry: Entry): Entry {
        const { ref } = entry;
        if (ref.type !== "log" || ref.container !== "") return entry;
        return {
            ...entry,
            ref: { ...ref, container: this.#onlyContainer.get(`${clusterName(ref.cluster)} ${ref.namespace}/${ref.pod}`) ?? "" },
        };
    }
}

function inScope(scope: Scope | undefined, ref: EvidenceRef): boolean {
    return scope === undefined || covers(scope, ref);
}

function hasStatus(entry: Entry): boolean {
    return "value" in entry && isDocument(entry.value) && entry.value.status !== undefined;
}

function byClusterThenPath(a: Entry, b: Entry): number {
    return (
        compare(clusterName(a.ref.cluster), clusterName(b.ref.cluster)) ||
        compare(a.path, b.path) ||
        compare(evidenceKey(a.ref), evidenceKey(b.ref))
    );
}

function compare(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}

function evidenceOf(entry: Entry): Evidence {
    const bytes = async () => ("value" in entry ? Buffer.from(JSON.stringify(entry.value)) : entry.bytes());
    return {
        ref: entry.ref,
        path: entry.path,
        bytes,
        async *chunks() {
            yield await bytes();
        },
        async object() {
            if ("value" in entry) return entry.value;
            const documents = documentsOf(decode(await entry.bytes()));
            return documents.length === 1 ? documents[0] : documents;
        },
    };
}

function decode(bytes: Uint8Array): string {
    return new TextDecoder().decode(bytes);
}
