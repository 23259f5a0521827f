import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { gunzipSync, gzipSync } from "node:zlib";
import { beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../../test/archive.ts";
import type { RedactInput } from "./redact/input.ts";
import { type RedactRequest, redactPath } from "./redact-path.ts";

const TOKEN = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
const SECRET = `# of the database
apiVersion: v1
kind: Secret
metadata: {name: db, namespace: msp}
data:
  password: ${Buffer.from("Tr0ub4dor-and-3").toString("base64")}
`;
const LOG = "2026-11-21T09:00:00Z connecting with Tr0ub4dor-and-3 to db\n";
const SIGNAL = new AbortController().signal;

let folder: string;
beforeEach(() => {
    folder = temporaryFolder();
    mkdirSync(join(folder, "in/logs"), { recursive: true });
    writeFileSync(join(folder, "in/logs/app.log"), LOG, { mode: 0o640 });
    writeFileSync(join(folder, "in/logs/app.log.1.gz"), gzipSync(LOG));
    writeFileSync(join(folder, "in/secret.yaml"), SECRET);
    symlinkSync("logs/app.log", join(folder, "in/newest"));
    utimesSync(join(folder, "in/logs/app.log"), 1_700_000_000, 1_700_000_000);
    execFileSync("tar", ["czf", "inner.tar.gz", "logs"], { cwd: join(folder, "in") });
});

function redacted(from: string | RedactInput, to: string | Writable, more: Partial<RedactRequest> = {}) {
    const request: RedactRequest = {
        input: typeof from === "string" ? { type: "path", path: from } : from,
        output: typeof to === "string" ? { type: "path", path: to, force: false } : { type: "stream", stream: to },
        user: { keys: [], patterns: [], values: [], keep: [], hide: [] },
        binary: "leave-out",
        workers: 1,
        key: new Uint8Array(32).fill(3),
        temporaryPath: join(folder, "waiting"),
        now: () => new Date(0),
        ...more,
    };
    return redactPath(request, () => {}, SIGNAL);
}

const REDACTED_LOG = "2026-11-21T09:00:00Z connecting with <redacted:msp/db/password> to db\n";

test("a folder keeps its layout, and what its Secrets hold is found in its logs, packed or not", async () => {
    const out = join(folder, "out");
    expect(await redacted(join(folder, "in"), out)).toMatchObject({ ok: true, value: { files: 5, withheld: [] } });
    expect(readdirSync(out, { recursive: true, encoding: "utf8" }).sort()).toEqual([
        "inner.tar.gz",
        "logs",
        "logs/app.log",
        "logs/app.log.1.gz",
        "newest",
        "redaction-report.json",
        "secret.yaml",
    ]);
    expect(readFileSync(join(out, "newest"), "utf8")).toBe(REDACTED_LOG);
    expect(gunzipSync(readFileSync(join(out, "logs/app.log.1.gz"))).toString()).toBe(REDACTED_LOG);
    expect(execFileSync("tar", ["xzOf", join(out, "inner.tar.gz"), "logs/app.log"], { encoding: "utf8" })).toBe(REDACTED_LOG);
    const { mode, mtimeMs } = statSync(join(out, "logs/app.log"));
    expect({ mode: mode & 0o777, mtimeMs }).toEqual({ mode: 0o640, mtimeMs: 1_700_000_000_000 });
    expect(readFileSync(join(out, "secret.yaml"), "utf8")).toMatch(
        /^# of the database\n[\s\S]*password: \{"bytes":15,"fingerprint":"hmac-/,
    );
});

test("redacting what was redacted changes nothing, from folder to tar.gz to zip and back to a folder", async () => {
    const steps = ["in", "a.tar.gz", "b.zip", "c.tar", "d"].map((name) => join(folder, name));
    for (const [at, from] of steps.slice(0, -1).entries())
        expect(await redacted(from, steps[at + 1] ?? "")).toMatchObject({ ok: true });
    await redacted(join(folder, "in"), join(folder, "once"));
    expect(contents(join(folder, "d"))).toEqual(contents(join(folder, "once")));
});

function contents(root: string): Record<string, string> {
    const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => statSync(join(root, path)).isFile());
    return Object.fromEntries(
        paths
            .filter((path) => path !== "redaction-report.json")
            .sort()
            .map((path) => [path, readFileSync(join(root, path), "latin1")]),
    );
}

test("stdin goes to stdout", async () => {
    const parts: Buffer[] = [];
    const to = new Writable({ write: (chunk, _encoding, done) => done(void parts.push(chunk)) });
    const lines = [`pushing with ${TOKEN}\n`, JSON.stringify({ kind: "Secret", data: { a: "aHVudGVyMg==" } }), "\n"];
    const from: RedactInput = { type: "stream", stream: Readable.from(lines.map((line) => Buffer.from(line))) };
    expect(await redacted(from, to)).toMatchObject({ ok: true });
    expect(Buffer.concat(parts).toString()).toMatch(
        /^pushing with <redacted:github-token:\w{10}>\n\{"kind":"Secret","data":\{"a":\{"bytes":7,"fingerprint":"hmac-\w{12}"\}\}\}\n$/,
    );
});

test("what cannot be looked into is left out and said, and searched only where asked for", async () => {
    writeFileSync(
        join(folder, "in/core"),
        Buffer.concat([Buffer.from([127, 69, 76, 70]), Buffer.alloc(300), Buffer.from(TOKEN)]),
    );
    writeFileSync(join(folder, "in/a.xz"), Buffer.from("fd377a585a000004", "hex"));
    symlinkSync("/etc/passwd", join(folder, "in/out"));
    expect(await redacted(join(folder, "in"), join(folder, "out"))).toMatchObject({
        value: {
            withheld: [
                { path: "a.xz", because: "it is packed in a way that cannot be opened here" },
                { path: "core", because: "it is no text, and what it holds cannot be told" },
                { path: "out", because: "it is a link that leads out of its folder" },
            ],
        },
    });
    await redacted(join(folder, "in"), join(folder, "out2"), { binary: "search" });
    expect(readFileSync(join(folder, "out2/core"), "latin1")).toMatch(/<redacted:github-token:\w{10}>$/);
});

test("nothing is written over, into or around what is there", async () => {
    const inside = join(folder, "in/out.tar.gz");
    expect(await redacted(join(folder, "in"), inside)).toEqual({
        ok: false,
        problem: { code: "configuration", message: `-o ${inside}: it lies inside what is to be redacted` },
    });
    writeFileSync(join(folder, "there.zip"), "mine");
    expect(await redacted(join(folder, "in"), join(folder, "there.zip"))).toMatchObject({
        problem: { hint: "another name, or --force to replace it" },
    });
    expect(readFileSync(join(folder, "there.zip"), "utf8")).toBe("mine");
});

test("a tar that climbs out of its folder or writes through a link is refused, and nothing is left", async () => {
    execFileSync("tar", ["cf", "climbs.tar", "-P", "--transform=s,^in,../in,", "in/secret.yaml"], { cwd: folder });
    expect(await redacted(join(folder, "climbs.tar"), join(folder, "out"))).toMatchObject({ problem: { code: "damaged" } });
    expect([existsSync(join(folder, "out")), existsSync(join(folder, "out.partial"))]).toEqual([false, false]);
});
