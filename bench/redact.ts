/**
 * The text nets: `node bench/redact.ts [megabytes] [known values] [one input]`. For each input, in a process of its own: MB per second of one
 * core's CPU time through the pipe that logs take, how that is to mixed logs and to a plain copy through the same pipe, what was hidden, and
 * the largest resident memory. Then what the index of known values takes: of as many small ones, and of as many of 64 KiB.
 */

import { Buffer } from "node:buffer";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { logPieces } from "../src/redact/log-pieces.ts";
import { createTextNets } from "../src/redact/nets/create.ts";
import { emptyImage } from "../src/redact/nets/known/shared-image.ts";
import { sampleOf } from "../src/redact/patterns/sample.ts";
import { sharedSettings } from "../src/redact/shared-settings.ts";
import type { KnownValue, NetSettings } from "../src/redact/text-nets.ts";

/** As much as a socket gives at a time. */
const CHUNK = 65_536;
const WARM_UP = 8_000_000;
const LARGE = 65_536;
const MIXED = "mixed logs";
/** What a process started by this one is told: to answer in JSON. */
const FOR_TABLE = "for-table";
const [megabytes = "200", values = "10000", only, how] = process.argv.slice(2);
const size = Number(megabytes) * 1_000_000;

const NAMES = ["api-server", "etcd-0", "postgres-1", "flux-source-controller", "alga-core-6c9f8b7d5-x2x4z"];

/** CPU time of this process: on a busy machine the clock on the wall measures the neighbours. */
function cpuMs(): number {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
}

/** One of the kinds of lines that real logs are made of. */
function line(at: number): string {
    const id = sampleOf("hex", 32, at);
    const when = `2026-01-01T00:${String(Math.floor(at / 60) % 60).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}.${String(at % 1e9).padStart(9, "0")}Z`;
    switch (at % 9) {
        case 0:
            return `${when} I0101 00:00:00.000000       1 reflector.go:561] Listing and watching *v1.Secret from k8s.io/client-go/informers/factory.go:160`;
        case 1:
            return `${when} {"level":"info","ts":"${when}","logger":"controller","msg":"Reconcile finished","namespace":"msp","name":"${NAMES[at % 5]}","revision":"main@sha1:${id}00000000","durationMs":${at % 900}}`;
        case 2:
            return `${when} time="${when}" level=warning msg="error fetching image" image="ghcr.io/acme/app@sha256:${id}${id}" error="context deadline exceeded"`;
        case 3:
            return `${when} 10.244.1.${at % 255} - - [01/Jan/2026:00:00:00 +0000] "GET /api/v1/namespaces/msp/pods?limit=500&resourceVersion=${at} HTTP/1.1" 200 ${at % 5000} "-" "kube-probe/1.33"`;
        case 4:
            return `${when} 2026-01-01 00:00:00.123 UTC [${at}] LOG:  checkpoint complete: wrote 44 buffers (0.3%); 0 WAL file(s) added, write=4.3 s, sync=0.01 s`;
        case 5:
            return `${when} java.lang.IllegalStateException: Connection is closed\n${when} \tat com.example.pool.HikariPool.getConnection(HikariPool.java:${at % 400})`;
        case 6:
            return `${when} DEBUG request ${id.slice(0, 8)}-${id.slice(8, 12)}-4${id.slice(13, 16)}-a${id.slice(17, 20)}-${id.slice(20)} trace_id=${id} user=bob@example.com path=/v1/items/${at} took=${at % 99}ms`;
        case 7:
            return `${when} E0101 controller.go:114] failed to sync "msp/db-credentials": secret "db-credentials" not found, requeue in 5s key=msp/${NAMES[at % 5]}`;
        default:
            return at % 90 === 8
                ? `${when} connecting with password=hunter2-${id.slice(0, 6)} to db.msp.svc:5432`
                : `${when} WARN  [worker-${at % 8}] queue depth ${at % 77} exceeds threshold, token bucket refilled`;
    }
}

function mixed(bytes: number): Buffer {
    const lines = Array.from({ length: 40_000 }, (_, at) => line(at * 7 + 1)).join("\n");
    const block = Buffer.from(`${lines}\n`);
    return Buffer.concat(Array.from({ length: Math.ceil(bytes / block.length) }, () => block)).subarray(0, bytes);
}

const INPUTS: Readonly<Record<string, (bytes: number) => Buffer>> = {
    [MIXED]: mixed,
    "one long line": (bytes) => Buffer.from(mixed(bytes).toString("latin1").replaceAll("\n", " "), "latin1"),
    "run of a": (bytes) => Buffer.alloc(bytes, "a"),
    "run of =": (bytes) => Buffer.alloc(bytes, "="),
    "run of dots": (bytes) => Buffer.alloc(bytes, "."),
    "base64 without lines": (bytes) =>
        Buffer.from(
            sampleOf("base64", 1_000_000, 77)
                .repeat(Math.ceil(bytes / 1e6))
                .slice(0, bytes),
        ),
    "base64 in lines": (bytes) =>
        Buffer.from(
            (sampleOf("base64", 997_500, 78).match(/.{76}/g) ?? [])
                .join("\n")
                .repeat(Math.ceil(bytes / 1e6))
                .slice(0, bytes),
        ),
    "words of secrets": (bytes) => Buffer.from("token password secret key auth: ".repeat(Math.ceil(bytes / 32)).slice(0, bytes)),
    "eyJ eyJ eyJ": (bytes) => Buffer.from("eyJ.eyJ-".repeat(Math.ceil(bytes / 8)).slice(0, bytes)),
};

function settings(known: readonly KnownValue[]): NetSettings {
    return {
        key: new Uint8Array(32).fill(1),
        known,
        names: NAMES,
        user: { keys: [], patterns: [], values: [], keep: [], hide: [] },
    };
}

function smallValues(count: number): readonly KnownValue[] {
    return Array.from({ length: count }, (_, at) => ({
        namespace: `ns-${at % 40}`,
        secret: `secret-${at}`,
        key: ["password", "token", "config"][at % 3] ?? "key",
        value: Buffer.from(sampleOf(at % 2 ? "base62" : "base64url", at % 50 === 0 ? 2000 : 16 + (at % 40), at + 5)),
    }));
}

/** Base64 and hex by turns, made in shared memory at once: they would not fit twice. */
function largeValues(count: number): readonly KnownValue[] {
    const memory = new Uint8Array(new SharedArrayBuffer(count * LARGE));
    const random = [sampleOf("base64", 4 * LARGE, 3), sampleOf("hex", 4 * LARGE, 4)].map((text) => Buffer.from(text));
    return Array.from({ length: count }, (_, at) => {
        const value = memory.subarray(at * LARGE, (at + 1) * LARGE);
        const text = random[at % 2] ?? Buffer.alloc(0);
        value.set(text.subarray((at * 13) % LARGE, ((at * 13) % LARGE) + LARGE));
        value.set(Buffer.from(`${at}`.padStart(8, "0")));
        return { namespace: `ns-${at % 40}`, secret: `secret-${at}`, key: "file", value };
    });
}

async function* chunksOf(input: Buffer): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < input.length; at += CHUNK) yield input.subarray(at, at + CHUNK);
}

/** What a worker does with a piece; gives what is to be put before the next one. */
type Pass = (rest: Uint8Array, bytes: Uint8Array, last: boolean) => Uint8Array;

/** Milliseconds of CPU time for all of it, from chunks to looked-at pieces. */
async function passed(input: Buffer, pass: Pass): Promise<number> {
    const start = cpuMs();
    let rest: Uint8Array = new Uint8Array(0);
    for await (const { bytes, last } of logPieces(chunksOf(input))) rest = pass(rest, bytes, last);
    return cpuMs() - start;
}

interface Measured {
    readonly speed: number;
    readonly line: string;
}

async function measured(name: string): Promise<Measured> {
    const input = INPUTS[name]?.(size) ?? Buffer.alloc(0);
    const nets = createTextNets(sharedSettings(settings(smallValues(Number(values)))));
    let length = 0;
    let hidden = 0;
    let most = 0;
    const hide: Pass = (rest, bytes, last) => {
        const done = nets.piece(rest.length === 0 ? bytes : Buffer.concat([rest, bytes]), last);
        length += done.bytes.length;
        for (const count of Object.values(done.counts)) hidden += count;
        most = Math.max(most, process.memoryUsage.rss());
        return done.rest;
    };
    const copy: Pass = (_, bytes) => {
        length += Uint8Array.from(bytes).length;
        return new Uint8Array(0);
    };
    await passed(mixed(WARM_UP), hide);
    await passed(mixed(WARM_UP), copy);
    length = 0;
    const copyMs = await passed(input, copy);
    if (length !== input.length) throw new Error(`${name}: the copy lost bytes`);
    length = 0;
    hidden = 0;
    const ms = await passed(input, hide);
    if (hidden === 0 && length !== input.length) throw new Error(`${name}: bytes were lost`);
    const speed = size / 1e3 / ms;
    const resident = (most / 1e6).toFixed(0);
    const times = (ms / Math.max(1, copyMs)).toFixed(0);
    return {
        speed,
        line: `${speed.toFixed(0).padStart(5)} MB/s, ${times.padStart(3)} x a copy, ${hidden} hidden, at most ${resident} MB resident, input and all`,
    };
}

/** What it takes to know the values, once for all threads. */
function indexed(name: string, known: readonly KnownValue[]): string {
    const total = known.reduce((sum, { value }) => sum + value.length, 0);
    const shared = name === "large" ? { ...settings(known), image: emptyImage() } : sharedSettings(settings(known));
    const start = cpuMs();
    const nets = createTextNets(shared);
    const ms = cpuMs() - start;
    const again = cpuMs();
    createTextNets(shared);
    const againMs = cpuMs() - again;
    const [first] = known;
    const probe = Buffer.from(first?.value.subarray(0, 4096) ?? "").toString("base64");
    if (!nets.string(`x ${probe} y`).text.includes("<redacted:")) throw new Error(`${name}: a value was not found`);
    const megabyte = (bytes: number) => (bytes / 1e6).toFixed(0);
    return `${known.length} values, ${megabyte(total)} MB: ${ms.toFixed(0)} ms of CPU, index of ${megabyte(shared.image?.memory.byteLength ?? 0)} MB for all threads, ${againMs.toFixed(0)} ms in each other thread, at most ${(process.resourceUsage().maxRSS / 1e3).toFixed(0)} MB resident`;
}

function inItsOwnProcess(name: string): string {
    return execFileSync(process.execPath, [fileURLToPath(import.meta.url), megabytes, values, name, FOR_TABLE], {
        encoding: "utf8",
    });
}

/** The line of one input, how it is to mixed logs with it. */
function compared(name: string, mixedSpeed: number): string {
    const { speed, line } = JSON.parse(inItsOwnProcess(name)) as Measured;
    return `${name.padEnd(22)} ${(speed / mixedSpeed).toFixed(2)} of mixed logs, ${line}`;
}

if (only === "small") console.log(indexed(only, smallValues(Number(values))));
else if (only === "large") console.log(indexed(only, largeValues(Number(values))));
else if (only !== undefined && how === FOR_TABLE) console.log(JSON.stringify(await measured(only)));
else if (only !== undefined) console.log(`${only.padEnd(22)} ${(await measured(only)).line}`);
else {
    const { speed, line } = JSON.parse(inItsOwnProcess(MIXED)) as Measured;
    console.log(`${MIXED.padEnd(22)} ${line}`);
    for (const name of Object.keys(INPUTS)) if (name !== MIXED) console.log(compared(name, speed));
    for (const name of ["small", "large"]) process.stdout.write(`index, ${name.padEnd(15)} ${inItsOwnProcess(name)}`);
}
