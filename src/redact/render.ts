import { type EventRef, evidenceKey } from "../core/evidence-ref.ts";
import type { Gap } from "../core/gap.ts";
import type { Problem } from "../core/problem.ts";
import { groupOf, type Scope, scopeOf } from "../core/scope.ts";
import type { PodFound, RawDocument, RawLog, RawPage } from "../sources/source.ts";
import { Counter } from "./counts.ts";
import { createTextNets } from "./nets/create.ts";
import { ownedBytes } from "./owned-bytes.ts";
import { RedactedLog } from "./redact-log.ts";
import type {
    Brand,
    RedactedBatch,
    RedactedDocument,
    RedactedEntry,
    RedactedGap,
    RedactedStream,
    RedactionCounts,
} from "./redacted.ts";
import type { DocumentRendered, ItemRendered, PageRendered, PieceRendered, RenderTask, Withheld } from "./render-task.ts";
import type { NetSettings, TextNets } from "./text-nets.ts";
import type { WorkerPool } from "./worker-pool.ts";

/** How everything of one run is rendered. */
export interface RenderSettings {
    readonly nets: NetSettings;
    /** Keep metadata.managedFields. */
    readonly managedFields: boolean;
    /** Its threads are told of the nets, and end with the renderer. */
    readonly pool: WorkerPool;
    readonly now: () => Date;
}

/** A page, written and looked at. `gaps` are items that were left out, and values that were masked whole. */
export interface RenderedPage {
    /** Empty when the page was only looked at, or could not be read. */
    readonly evidence: RedactedBatch;
    readonly gaps: readonly RedactedGap[];
    readonly pods: readonly PodFound[];
}

/** A document; `evidence` is absent when it could not be looked into. */
export interface RenderedDocument {
    readonly evidence?: RedactedBatch;
    readonly gaps: readonly RedactedGap[];
}

/**
 * Raw evidence in, redacted evidence out: parsed, redacted and written as YAML in worker threads. Takes the bytes it is given: they are transferred and gone.
 * What fails is never passed through but left out, with a gap `withheld`. Methods reject when `signal` fires, and for bugs; else never.
 */
export interface Renderer {
    /** Events are numbered in the order of the calls: pages of one list go in one after another, awaited or not. */
    page(raw: RawPage, signal: AbortSignal): Promise<RenderedPage>;
    document(raw: RawDocument, signal: AbortSignal): Promise<RenderedDocument>;
    /** Nothing happens before its chunks are read. Leaving them early is fine. */
    log(raw: RawLog, signal: AbortSignal): RedactedStream;
    /** The gap with its words through nets two and three, without its cause. */
    gap(gap: Gap): RedactedGap;
    /** A file of ours, valid JSON staying valid. Rejects when it cannot be looked into. */
    ours(name: string, bytes: Uint8Array, signal: AbortSignal): Promise<RedactedDocument>;
    /** What was hidden so far in pages, documents and ended logs. */
    readonly counts: RedactionCounts;
    close(): Promise<void>;
}

/** Close it, or its threads hold the process. */
export function createRenderer(settings: RenderSettings): Renderer {
    return new WorkerRenderer(settings);
}

const SOURCE = "redact";
/** Of a cluster's logs most are short: the way to a worker and back takes longer than looking at one of these. */
const SHORT_LOG_BYTES = 16_384;

class WorkerRenderer implements Renderer {
    readonly #settings: RenderSettings;
    readonly #pool: WorkerPool;
    readonly #counter = new Counter();
    readonly #ordinals = new Map<string, number>();
    /** As the threads have them: what they have found out about the known values counts here too. */
    readonly #shared: NetSettings;
    #nets: TextNets | undefined;
    #eventsBefore: Promise<unknown> = Promise.resolve();

    constructor(settings: RenderSettings) {
        this.#settings = settings;
        this.#pool = settings.pool;
        this.#shared = this.#pool.use(settings.nets);
    }

    get counts(): RedactionCounts {
        return this.#counter.counts();
    }

    page(raw: RawPage, signal: AbortSignal): Promise<RenderedPage> {
        const { cluster, apiVersion, kind, as, write, bytes } = raw;
        const { managedFields } = this.#settings;
        const rendered = this.#page(
            { type: "page", cluster, apiVersion, kind, as, write, managedFields, bytes: ownedBytes(bytes) },
            signal,
        );
        if (as === "objects") return rendered.then((page) => this.#finish(page, raw));
        const before = this.#eventsBefore;
        const done = rendered.then(async (page) => {
            await before;
            return this.#finish({ ...page, items: page.items.map((item) => this.#numbered(item)) }, raw);
        });
        this.#eventsBefore = done.catch(() => before);
        return done;
    }

    async document(raw: RawDocument, signal: AbortSignal): Promise<RenderedDocument> {
        const about = scopeOf(raw.ref);
        const document = await this.#document(raw, signal);
        const gaps = document.unreadable.map((message) => this.#withheld(about, { code: "withheld", message }, true));
        if (document.problem !== undefined) return { gaps: [...gaps, this.#withheld(about, document.problem)] };
        this.#counter.addAll(document.redactions);
        const { bytes, sha256, redactions } = document;
        return { evidence: batch(bytes, [{ ref: raw.ref, offset: 0, length: bytes.length, sha256, redactions }]), gaps };
    }

    log(raw: RawLog, signal: AbortSignal): RedactedStream {
        const log = new RedactedLog(raw, async (rest, bytes, last) => {
            const task = { type: "piece", rest, bytes, last } as const;
            const isShort = last && rest.length === 0 && bytes.length <= SHORT_LOG_BYTES;
            const done = isShort ? this.#here(task) : await this.#piece({ ...task, bytes: ownedBytes(bytes) }, signal);
            this.#counter.addAll(done.counts);
            return done;
        });
        return stream(raw, log);
    }

    gap(gap: Gap): RedactedGap {
        const { message, hint, code } = gap.problem;
        const nets = this.#ownNets();
        const problem = {
            code,
            message: nets.string(message).text,
            ...(hint === undefined ? {} : { hint: nets.string(hint).text }),
        };
        return brand({ ...gap, problem });
    }

    async ours(name: string, bytes: Uint8Array, signal: AbortSignal): Promise<RedactedDocument> {
        const done = await this.#piece({ type: "piece", rest: new Uint8Array(0), bytes: ownedBytes(bytes), last: true }, signal);
        return brand({ type: "document", name, bytes: done.bytes });
    }

    close(): Promise<void> {
        return this.#pool.close();
    }

    #finish(page: PageRendered, raw: RawPage): RenderedPage {
        const gaps = page.withheld.map((one) => this.#withheldItem(one));
        if (page.problem !== undefined) gaps.push(this.#withheld(scopeOfPage(raw), page.problem));
        for (const item of page.items) this.#counter.addAll(item.redactions);
        return { evidence: batch(page.bytes, page.items), gaps, pods: page.pods };
    }

    #numbered(item: ItemRendered): ItemRendered {
        if (item.ref.type !== "event") return item;
        const key = evidenceKey(item.ref);
        const ordinal = (this.#ordinals.get(key) ?? 0) + 1;
        this.#ordinals.set(key, ordinal);
        const ref: EventRef = { ...item.ref, ordinal };
        return { ...item, ref };
    }

    #withheldItem({ ref, message, partial }: Withheld): RedactedGap {
        return this.#withheld(scopeOf(ref), { code: "withheld", message }, partial);
    }

    #withheld(about: Scope, problem: Problem, partial = false): RedactedGap {
        return this.gap({
            type: "gap",
            about,
            source: SOURCE,
            takenAt: this.#settings.now(),
            problem,
            ...(partial ? { partial } : {}),
        });
    }

    async #page(task: Extract<RenderTask, { type: "page" }>, signal: AbortSignal): Promise<PageRendered> {
        const failed = (message: string): PageRendered => ({
            type: "page",
            bytes: new Uint8Array(0),
            items: [],
            withheld: [],
            pods: [],
            problem: { code: "withheld", message },
        });
        try {
            const rendered = await this.#pool.run(task, signal);
            return rendered.type === "page" ? rendered : failed("a page of it is left out: the worker answered something else");
        } catch (error) {
            signal.throwIfAborted();
            return failed(`a page of it is left out: looking for secrets in it failed (${reasonOf(error)})`);
        }
    }

    async #document(raw: RawDocument, signal: AbortSignal): Promise<DocumentRendered> {
        const failed = (message: string): DocumentRendered => ({
            type: "document",
            bytes: new Uint8Array(0),
            sha256: "",
            redactions: {},
            unreadable: [],
            problem: { code: "withheld", message },
        });
        try {
            const rendered = await this.#pool.run({ type: "document", format: raw.format, bytes: ownedBytes(raw.bytes) }, signal);
            return rendered.type === "document" ? rendered : failed("it is left out: the worker answered something else");
        } catch (error) {
            signal.throwIfAborted();
            return failed(`it is left out: looking for secrets in it failed (${reasonOf(error)})`);
        }
    }

    #ownNets(): TextNets {
        this.#nets ??= createTextNets(this.#shared);
        return this.#nets;
    }

    #here({ bytes, last }: Extract<RenderTask, { type: "piece" }>): PieceRendered {
        return { type: "piece", ...this.#ownNets().piece(bytes, last) };
    }

    async #piece(task: Extract<RenderTask, { type: "piece" }>, signal: AbortSignal): Promise<PieceRendered> {
        const rendered = await this.#pool.run(task, signal);
        if (rendered.type !== "piece") throw new Error("the worker answered something else");
        return rendered;
    }
}

function reasonOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

function scopeOfPage({ cluster, apiVersion, kind, as }: RawPage): Scope {
    return as === "events" ? { cluster, type: "events" } : { cluster, type: "objects", group: groupOf(apiVersion), kind };
}

function batch(bytes: Uint8Array, entries: readonly RedactedEntry[]): RedactedBatch {
    return brand({ type: "batch", bytes, entries });
}

function stream(raw: RawLog, log: RedactedLog): RedactedStream {
    return brand({ type: "stream", ref: raw.ref, maxBytes: raw.maxBytes, chunks: log.chunks(), ending: () => log.ending() });
}

/** The only place that says "this has been redacted"; a test greps for the cast. */
function brand<T extends object>(value: T): T & Brand {
    return value as T & Brand;
}
