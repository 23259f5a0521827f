import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { MANAGEMENT } from "../core/cluster-ref.ts";
import { ProblemError } from "../core/problem.ts";
import type { RawPage } from "../sources/source.ts";
import type { RedactedBatch } from "./redacted.ts";
import { createRenderer } from "./render.ts";
import { WorkerPool } from "./worker-pool.ts";

const signal = new AbortController().signal;
const TAKEN_AT = new Date("2026-01-02T03:04:05Z");
const renderer = createRenderer({
    nets: {
        key: new Uint8Array(32).fill(7),
        known: [],
        names: [],
        user: { keys: [], patterns: [], values: [], keep: [], hide: [] },
    },
    managedFields: false,
    pool: new WorkerPool([], 2),
    now: () => TAKEN_AT,
});
afterAll(() => renderer.close());

function page(kind: string, items: unknown, more: Partial<RawPage> = {}): RawPage {
    const bytes = Buffer.from(
        JSON.stringify({ apiVersion: "v1", kind: `${kind}List`, metadata: { resourceVersion: "1" }, items }),
    );
    return { type: "page", cluster: MANAGEMENT, apiVersion: "v1", kind, as: "objects", write: true, bytes, ...more };
}

function texts({ bytes, entries }: RedactedBatch): string[] {
    return entries.map(({ offset, length, sha256 }) => {
        const entry = bytes.subarray(offset, offset + length);
        expect(createHash("sha256").update(entry).digest("hex")).toBe(sha256);
        return Buffer.from(entry).toString();
    });
}

test("a Secret is names, sizes and fingerprints; the same value has the same fingerprint", async () => {
    const value = Buffer.from("hunter2").toString("base64");
    const secret = {
        metadata: { name: "db", namespace: "msp", managedFields: [{ manager: "x" }] },
        data: { password: value, again: value, empty: "" },
        type: "Opaque",
    };
    const { evidence, gaps, pods } = await renderer.page(page("Secret", [secret]), signal);
    expect({ gaps, pods }).toEqual({ gaps: [], pods: [] });
    expect(texts(evidence)).toEqual([
        `apiVersion: v1
kind: Secret
metadata:
  name: db
  namespace: msp
data:
  password:
    bytes: 7
    fingerprint: hmac-326eb4f6783e
  again:
    bytes: 7
    fingerprint: hmac-326eb4f6783e
  empty:
    bytes: 0
    fingerprint: hmac-9dac6a74401b
type: Opaque
`,
    ]);
    expect(evidence.entries.map(({ ref, redactions }) => ({ ref, redactions }))).toEqual([
        {
            ref: { cluster: MANAGEMENT, type: "object", apiVersion: "v1", kind: "Secret", namespace: "msp", name: "db" },
            redactions: { "secret-data": 3 },
        },
    ]);
});

test("a page that is not a list, or cut, is a gap about its kind and nothing else", async () => {
    const cut = await renderer.page(
        { ...page("Secret", []), bytes: Buffer.from('{"items":[{"data":{"a":"aHVudGVyMg==') },
        signal,
    );
    expect(texts(cut.evidence)).toEqual([]);
    expect(cut.gaps).toEqual([
        {
            type: "gap",
            about: { cluster: MANAGEMENT, type: "objects", group: "", kind: "Secret" },
            source: "redact",
            takenAt: TAKEN_AT,
            problem: { code: "invalid", message: "JSON cannot be parsed: error at position 36 (line 1 column 37)" },
        },
    ]);
});

test("an item on which redaction fails is left out with a gap; the others are there", async () => {
    const items = [{ metadata: { name: "a" } }, 7, { metadata: { name: "c" } }];
    const { evidence, gaps } = await renderer.page(page("ConfigMap", items), signal);
    expect(evidence.entries.map(({ ref }) => (ref.type === "object" ? ref.name : ""))).toEqual(["a", "c"]);
    expect(gaps.map(({ problem }) => problem)).toEqual([{ code: "withheld", message: "item 1 is not an object" }]);
});

test("events are numbered over pages, in the order of the calls", async () => {
    const event = (name: string) => ({
        metadata: { name, namespace: "msp" },
        source: { component: "kubelet" },
        lastTimestamp: "2025-01-03T09:08:41Z",
    });
    const events = { as: "events" as const };
    const pages = await Promise.all([
        renderer.page(page("Event", [event("a"), event("b")], events), signal),
        renderer.page(page("Event", [event("c")], events), signal),
    ]);
    expect(pages.flatMap(({ evidence }) => evidence.entries.map(({ ref }) => ref))).toEqual(
        [1, 2, 3].map((ordinal) => ({
            cluster: MANAGEMENT,
            type: "event",
            namespace: "msp",
            time: "2025-01-03T09:08:41Z",
            component: "kubelet",
            ordinal,
        })),
    );
});

test("Pods of a page that is not written are found all the same", async () => {
    const pod = {
        metadata: { name: "db-0", namespace: "msp", labels: { app: "db" } },
        spec: { nodeName: "n1", containers: [{ name: "db" }, { name: "new" }] },
        status: {
            phase: "Running",
            containerStatuses: [
                {
                    name: "db",
                    ready: false,
                    restartCount: 3,
                    state: { waiting: { reason: "CrashLoopBackOff" } },
                    lastState: { terminated: { exitCode: 1 } },
                },
                { name: "new", ready: false, restartCount: 0, state: { waiting: { reason: "ContainerCreating" } } },
            ],
        },
    };
    const { evidence, pods } = await renderer.page(page("Pod", [pod], { write: false }), signal);
    expect(evidence.entries).toEqual([]);
    expect(pods).toEqual([
        {
            namespace: "msp",
            name: "db-0",
            labels: { app: "db" },
            node: "n1",
            healthy: false,
            containers: [
                { name: "db", type: "container", restarts: 3, ranBefore: true, healthy: false },
                {
                    name: "new",
                    type: "container",
                    restarts: 0,
                    ranBefore: false,
                    notStarted: "ContainerCreating",
                    healthy: false,
                },
            ],
        },
    ]);
});

const LOG = { cluster: MANAGEMENT, type: "log", namespace: "msp", pod: "db-0", container: "db", previous: false } as const;

async function* chopped(text: string, size: number, failure?: Error): AsyncGenerator<Uint8Array> {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    if (failure !== undefined) throw failure;
}

async function read(chunks: AsyncIterable<Uint8Array>): Promise<string> {
    const all: Uint8Array[] = [];
    for await (const chunk of chunks) all.push(chunk);
    return Buffer.concat(all).toString();
}

test.each([1, 7, 1 << 20])("a log comes through in order, whatever the pieces (%i bytes)", async (size) => {
    const text = Array.from(
        { length: size === 1 ? 300 : 40_000 },
        (_, line) => `2025-01-03T09:08:41.000000001Z line ${line}\n`,
    ).join("");
    const log = renderer.log({ type: "log", ref: LOG, chunks: chopped(text, size), maxBytes: 1 << 30 }, signal);
    expect(await read(log.chunks)).toBe(text);
    expect(log.ending()).toEqual({ redactions: {}, mayBeCut: false });
});

test("a log that breaks off keeps what came before and says why", async () => {
    const problem = { code: "stalled", message: "no byte for 30 s" } as const;
    const log = renderer.log(
        { type: "log", ref: LOG, chunks: chopped("one\ntw", 2, new ProblemError(problem)), maxBytes: 99 },
        signal,
    );
    expect(await read(log.chunks)).toBe("one\ntw");
    expect(log.ending()).toEqual({ redactions: {}, mayBeCut: false, problem });
});

test("a log without an end of its last line may be cut, an empty one is not", async () => {
    const endingOf = async (text: string) => {
        const log = renderer.log({ type: "log", ref: LOG, chunks: chopped(text, 3), maxBytes: 99 }, signal);
        await read(log.chunks);
        return log.ending().mayBeCut;
    };
    expect(await Promise.all(["one\ntwo", "one\n", ""].map(endingOf))).toEqual([true, false, false]);
});

test("a log that the reader leaves early closes its source", async () => {
    let closed = false;
    async function* endless() {
        try {
            for (;;) yield Buffer.from("line\n".repeat(20_000));
        } finally {
            closed = true;
        }
    }
    const log = renderer.log({ type: "log", ref: LOG, chunks: endless(), maxBytes: 99 }, signal);
    for await (const _ of log.chunks) break;
    expect(closed).toBe(true);
});

test("a run that was aborted rejects with its reason", async () => {
    const reason = new Error("first Ctrl-C");
    await expect(renderer.page(page("Pod", []), AbortSignal.abort(reason))).rejects.toBe(reason);
});

test("a document of JSON is written as YAML, one of text as it is", async () => {
    const ref = { cluster: MANAGEMENT, type: "api", path: "version.yaml" } as const;
    const json = await renderer.document(
        { type: "document", ref, format: "json", bytes: Buffer.from('{"major":"1","id":9007199254740993}') },
        signal,
    );
    const text = await renderer.document({ type: "document", ref, format: "text", bytes: Buffer.from("[+]ping ok\n") }, signal);
    expect([json, text].flatMap(({ evidence }) => (evidence === undefined ? [] : texts(evidence)))).toEqual([
        'major: "1"\nid: 9007199254740993\n',
        "[+]ping ok\n",
    ]);
});

test("only render.ts casts to what has been redacted", () => {
    const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
    const casting = files.filter((name) =>
        /\bas\s+(?:\w+\s*&\s*)?(?:Brand|Redacted\w+)\b/.test(readFileSync(join("src", name), "utf8")),
    );
    expect(casting.filter((name) => !name.endsWith(".test.ts"))).toEqual([join("redact", "render.ts")]);
});
