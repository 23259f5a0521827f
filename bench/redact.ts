/**
 * The text nets over mixed logs: `node bench/redact.ts [megabytes] [known values]`. Prints MB per second of CPU time, the ratio to a plain copy in
 * the same pieces, memory, and the same for adversarial inputs. Each input in a process of its own; output lengths are checked.
 */

import { Buffer } from "node:buffer";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createTextNets } from "../src/redact/nets/create.ts";
import { sampleOf } from "../src/redact/patterns/sample.ts";

const PIECE = 262_144;
const [megabytes = "32", values = "10000", only] = process.argv.slice(2);
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
    "mixed logs": mixed,
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

function settings(count: number) {
    const known = Array.from({ length: count }, (_, at) => ({
        namespace: `ns-${at % 40}`,
        secret: `secret-${at}`,
        key: ["password", "token", "config"][at % 3] ?? "key",
        value: Buffer.from(sampleOf(at % 2 ? "base62" : "base64url", at % 50 === 0 ? 2000 : 16 + (at % 40), at + 5)),
    }));
    return {
        key: new Uint8Array(32).fill(1),
        known,
        names: NAMES,
        user: { keys: [], patterns: [], values: [], keep: [], hide: [] },
    };
}

function run(name: string): void {
    const input = INPUTS[name]?.(size) ?? Buffer.alloc(0);
    const copyStart = cpuMs();
    let copied = 0;
    for (let at = 0; at < input.length; at += PIECE) copied += Buffer.from(input.subarray(at, at + PIECE)).length;
    const copyMs = cpuMs() - copyStart;
    const before = process.memoryUsage().rss;
    const buildStart = cpuMs();
    const nets = createTextNets(settings(Number(values)));
    const buildMs = cpuMs() - buildStart;
    const warm = mixed(2_000_000);
    for (let at = 0; at < warm.length; at += PIECE) nets.piece(warm.subarray(at, at + PIECE), false);
    const start = cpuMs();
    let rest: Uint8Array = new Uint8Array(0);
    let length = 0;
    let hidden = 0;
    for (let at = 0; at < input.length; at += PIECE) {
        const result = nets.piece(Buffer.concat([rest, input.subarray(at, at + PIECE)]), at + PIECE >= input.length);
        rest = result.rest;
        length += result.bytes.length;
        for (const count of Object.values(result.counts)) hidden += count;
    }
    const ms = cpuMs() - start;
    if (copied !== input.length || (hidden === 0 && length !== input.length)) throw new Error(`${name}: bytes were lost`);
    console.log(
        `${name.padEnd(22)} ${(size / 1e3 / ms).toFixed(0).padStart(5)} MB/s, ${(ms / Math.max(1, copyMs)).toFixed(0)} x a copy, ${hidden} hidden; index ${buildMs.toFixed(0)} ms, +${((process.memoryUsage().rss - before) / 1e6).toFixed(0)} MB`,
    );
}

if (only !== undefined) run(only);
else
    for (const name of Object.keys(INPUTS))
        process.stdout.write(execFileSync(process.execPath, [fileURLToPath(import.meta.url), megabytes, values, name]));
