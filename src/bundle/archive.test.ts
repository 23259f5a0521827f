import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { promisify } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ENDING, log, NOTHING, newArchive, pod, podText, putSample, temporaryFolder } from "../../test/archive.ts";
import { redactedBatch, redactedStream } from "../../test/redacted.ts";
import { MANAGEMENT } from "../core/cluster-ref.ts";
import type { EvidenceRef } from "../core/evidence-ref.ts";
import type { ArchiveBundle } from "./archive-bundle.ts";
import type { Evidence } from "./bundle.ts";
import { createArchive } from "./create-archive.ts";
import { openArchive } from "./open-archive.ts";
import { encodeTarHeader } from "./tar-header.ts";
import { verifyIntegrity } from "./verify-integrity.ts";

const run = promisify(execFile);

async function opened(path: string): Promise<ArchiveBundle> {
    const result = await openArchive(path);
    if (!result.ok) throw new Error(result.problem.message);
    return result.value;
}

async function textOf(bundle: ArchiveBundle, ref: EvidenceRef): Promise<string | undefined> {
    const evidence = await bundle.read(ref);
    return evidence && "bytes" in evidence ? Buffer.from(await evidence.bytes()).toString() : undefined;
}

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
    const all: T[] = [];
    for await (const value of values) all.push(value);
    return all;
}

test("what was put is in the sealed archive, with everything that a run says of itself", async () => {
    const path = join(temporaryFolder(), "case.tar.gz");
    const writer = await newArchive(path);
    await putSample(writer);
    expect(existsSync(`${path}.partial`)).toBe(true);
    const sealed = await writer.seal(ENDING);
    expect(sealed).toEqual({
        path,
        bytes: statSync(path).size,
        sha256: createHash("sha256").update(readFileSync(path)).digest("hex"),
        entries: 5,
    });
    expect(readdirSync(join(path, ".."))).toEqual(["case.tar.gz"]);

    const bundle = await opened(path);
    expect({ format: bundle.format, takenAt: bundle.takenAt }).toEqual({
        format: "casefile/v1",
        takenAt: new Date("2026-11-21T09:00:00Z"),
    });
    expect(await collect(bundle.refs())).toEqual([log("db-0"), pod("db-0"), pod("db-1")]);
    expect(await collect(bundle.refs({ cluster: MANAGEMENT, type: "objects", name: "db-1" }))).toEqual([pod("db-1")]);
    expect(await textOf(bundle, log("db-0"))).toBe("2026-11-21T09:00:00Z one\n2026-11-21T09:00:01Z two\n");
    expect(await ((await bundle.read(pod("db-1"))) as Evidence).object()).toEqual({
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "db-1", namespace: "msp" },
    });
    expect(await bundle.read(pod("db-2"))).toBe(undefined);
    expect(await bundle.read({ ...pod("x"), kind: "Secret" })).toMatchObject({
        type: "gap",
        problem: { code: "forbidden", hint: "casefile rbac" },
    });
    expect((await collect(bundle.planned())).length).toBe(3);
    expect(Buffer.from((await bundle.document("errors.txt")) ?? []).toString()).toBe(
        "2026-11-21T09:00:00Z  objects  all of Secret: GET /api/v1/secrets: 403 (casefile rbac)\n",
    );
    expect((await bundle.files()).map(({ path }) => path)).toEqual([
        "diagnosis.json",
        "errors.txt",
        "management-cluster/logs/msp/db-0-app.yaml",
        "management-cluster/resources/Pod/msp/db-0.yaml",
        "management-cluster/resources/Pod/msp/db-1.yaml",
        "manifest.json",
    ]);
    expect(await bundle.manifest()).toMatchObject({
        spec: "default",
        redactions: { "known-value": 2 },
        duplicates: 0,
        clusters: [{ serverVersion: "v1.36.3", kinds: { Pod: "v1" } }],
    });
    expect(readFileSync(path).toString("latin1")).not.toContain("never written");
    await bundle.close();
    expect(await verifyIntegrity(path)).toEqual([]);
});

test("an archive that is being written can be judged before it is sealed", async () => {
    const path = join(temporaryFolder(), "case.tar.gz");
    const writer = await newArchive(path);
    await putSample(writer);
    const view = writer.view({ takenAt: new Date(0), gaps: [], planned: [{ cluster: MANAGEMENT, type: "events" }] });
    expect(await textOf(view, pod("db-0"))).toBe(podText("db-0"));
    expect((await collect(view.scan())).map(({ path }) => path)).toEqual([
        "management-cluster/resources/Pod/msp/db-0.yaml",
        "management-cluster/resources/Pod/msp/db-1.yaml",
        "management-cluster/logs/msp/db-0-app.yaml",
    ]);
    await writer.put(redactedBatch([{ ref: pod("later"), text: podText("later") }]));
    await writer.seal(NOTHING);
    expect(await textOf(await opened(path), pod("later"))).toBe(podText("later"));
    expect(await verifyIntegrity(path)).toEqual([]);
});

test("the same puts give the same bytes", async () => {
    const folder = temporaryFolder();
    const sums = [];
    for (const name of ["a.tar.gz", "b.tar.gz"]) {
        const writer = await newArchive(join(folder, name), { parallel: name === "a.tar.gz" ? 1 : 4 });
        await putSample(writer);
        sums.push((await writer.seal(ENDING)).sha256);
    }
    expect(sums[0]).toBe(sums[1]);
});

test("any entries of any size come back, by tar and by the index", async () => {
    const size = fc.oneof(fc.constantFrom(0, 1, 511, 512, 513, 1024 * 1024 - 512, 1024 * 1024, 2_500_000), fc.nat(5000));
    await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(size, fc.boolean()), { maxLength: 12 }), async (sizes) => {
            const path = join(temporaryFolder(), "case.tar.gz");
            const writer = await newArchive(path, { rawBytes: 1_000_000, packedBytes: 500 });
            const contents = sizes.map(([bytes], index) => Buffer.alloc(bytes, `${index} line\n`));
            await Promise.all(
                contents.map((bytes, index) =>
                    sizes[index]?.[1]
                        ? writer.put(redactedStream(log(`p${index}`), chopped(bytes, 70_001)))
                        : writer.put(redactedBatch([{ ref: pod(`p${index}`), text: bytes }])),
                ),
            );
            await writer.seal(NOTHING);
            const bundle = await opened(path);
            for (const [index, bytes] of contents.entries()) {
                const ref = sizes[index]?.[1] ? log(`p${index}`) : pod(`p${index}`);
                expect(await textOf(bundle, ref)).toBe(bytes.toString());
            }
            await bundle.close();
            expect(await verifyIntegrity(path)).toEqual([]);
        }),
        { numRuns: 15 },
    );
});

test("of a log, the newest bytes within the limit stay, from the start of a line, and the manifest says how much is missing", async () => {
    const lines = Buffer.from(Array.from({ length: 200_000 }, (_, index) => `line ${index}\n`).join(""));
    for (const rawBytes of [0, 100_000_000]) {
        const path = join(temporaryFolder(), "case.tar.gz");
        const writer = await newArchive(path, { rawBytes });
        await writer.put(redactedStream(log("db-0"), chopped(lines, 99_991), { maxBytes: 1_500_000 }));
        await writer.seal(NOTHING);
        const bundle = await opened(path);
        const text = (await textOf(bundle, log("db-0"))) ?? "";
        expect(text.length).toBeGreaterThan(1_499_980);
        expect(text.length).toBeLessThanOrEqual(1_500_000);
        expect(text).toMatch(/^line \d+\n/);
        expect(lines.toString().endsWith(`\n${text}`)).toBe(true);
        const evidence = (await bundle.read(log("db-0"))) as Evidence;
        expect(evidence.truncation).toEqual({ type: "limit", droppedBytes: lines.length - text.length });
        await bundle.close();
        expect(await verifyIntegrity(path)).toEqual([]);
    }
});

test("a log that broke off is kept as far as it came, and says why", async () => {
    const path = join(temporaryFolder(), "case.tar.gz");
    const writer = await newArchive(path);
    const problem = { code: "stalled" as const, message: "log of msp/db-0: silent for 30s" };
    await writer.put(redactedStream(log("db-0"), [Buffer.from("one\n")], { ending: { problem } }));
    await writer.put(redactedStream(log("db-1"), [Buffer.from("one")], { ending: { mayBeCut: true } }));
    await writer.put(redactedStream(log("db-2"), []));
    await writer.seal(NOTHING);
    const bundle = await opened(path);
    const evidence = (await collect(bundle.scan())).map(({ truncation }) => truncation);
    expect(evidence).toEqual([{ type: "broken", because: "log of msp/db-0: silent for 30s" }, { type: "may-be-cut" }, undefined]);
    expect(await textOf(bundle, log("db-2"))).toBe("");
});

test("nothing is overwritten, and what cannot be written is said before any work", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "case.tar.gz");
    writeFileSync(path, "precious");
    const create = (to: string, overwrite = false) =>
        createArchive({
            to: { type: "file", path: to, overwrite },
            topFolder: "case",
            tool: { name: "casefile", version: "0" },
            startedAt: new Date(0),
            clock: () => new Date(0),
            clusters: [],
        });
    const problems = [await create(path), await create(join(folder, "no/such/case.tar.gz")), await create(folder)].map(
        (result) => (result.ok ? undefined : result.problem),
    );
    expect(problems.map((problem) => problem && { code: problem.code, message: problem.message, hint: problem.hint })).toEqual([
        {
            code: "configuration",
            message: `writing ${path}: it is there already`,
            hint: "name another with -o, or replace it with --force",
        },
        {
            code: "configuration",
            message: `writing ${folder}/no/such/case.tar.gz: there is no such folder`,
            hint: "make the folder, or name another place with -o",
        },
        { code: "configuration", message: `writing ${folder}: it is a folder`, hint: "name a file with -o" },
    ]);
    const forced = await create(path, true);
    if (!forced.ok) throw new Error(forced.problem.message);
    const second = await create(`${path}.x`);
    expect(readFileSync(path, "utf8")).toBe("precious");
    await forced.value.discard();
    if (second.ok) await second.value.discard();
    expect(readdirSync(folder)).toEqual(["case.tar.gz"]);
});

test("a file that came to be there during the run is not replaced", async () => {
    const path = join(temporaryFolder(), "case.tar.gz");
    const writer = await newArchive(path);
    writeFileSync(path, "somebody else's");
    await expect(writer.seal(NOTHING)).rejects.toThrow(`writing ${path}: something of that name came to be there during the run`);
    expect(readFileSync(path, "utf8")).toBe("somebody else's");
    expect((await opened(`${path}.partial`)).format).toBe("casefile/v1");
});

test("an archive goes down a pipe as it goes into a file, and can be judged on the way", async () => {
    const folder = temporaryFolder();
    const stream = new PassThrough();
    const received: Uint8Array[] = [];
    stream.on("data", (chunk: Uint8Array) => received.push(chunk));
    const writer = await newArchive("", { to: { type: "stream", stream, temporaryFolder: folder } });
    await putSample(writer);
    expect(await textOf(writer.view({ takenAt: new Date(0), gaps: [], planned: [] }), pod("db-0"))).toBe(podText("db-0"));
    const sealed = await writer.seal(ENDING);
    expect(sealed).toMatchObject({ path: "-", bytes: Buffer.concat(received).length });
    expect(readdirSync(folder)).toEqual([]);
    const path = join(folder, "case.tar.gz");
    writeFileSync(path, Buffer.concat(received));
    expect(await verifyIntegrity(path)).toEqual([]);
});

test("a pipe whose reader has gone is a problem, not a crash", async () => {
    const stream = new PassThrough();
    const writer = await newArchive("", { to: { type: "stream", stream, temporaryFolder: temporaryFolder() } });
    stream.destroy();
    await expect(writer.seal(NOTHING)).rejects.toThrow("writing to standard output: the reader has closed the pipe");
    await writer.discard();
});

test("every tool that people have opens it", { timeout: 30_000 }, async () => {
    const folder = temporaryFolder();
    const path = join(folder, "case.tar.gz");
    const writer = await newArchive(path);
    await putSample(writer);
    const far = pod(`${"long-".repeat(40)}${"größe-日本".repeat(2)}`);
    const big = Buffer.from(Array.from({ length: 300_000 }, (_, index) => `line ${index * 7919}\n`).join(""));
    await writer.put(
        redactedBatch([
            { ref: far, text: "far\n" },
            { ref: pod("big"), text: big },
        ]),
    );
    await writer.put(redactedStream(log("big"), chopped(big, 1_000_003)));
    await writer.seal(ENDING);
    const expected = [...(await (await opened(path)).files()).map(({ path }) => `case/${path}`), "case/.casefile-index"].sort();
    const farPath = expected.find((name) => name.includes("long-")) ?? "";

    await run("gzip", ["-t", path]);
    const listed = async (command: string, ...args: string[]) => (await tool(command, args)).split("\n").filter(Boolean).sort();
    expect(await listed("tar", "--quoting-style=literal", "-tzf", path)).toEqual(expected);
    expect(await listed("bsdtar", "-tzf", path)).toEqual(expected);
    const python =
        "import sys,tarfile; sys.stdout.reconfigure(encoding='utf-8'); t=tarfile.open(sys.argv[1]); [print(m.name) for m in t if t.extractfile(m).read() is not None]";
    expect(await listed("python3", "-c", python, path)).toEqual(expected);
    await tool("7z", ["x", "-y", `-o${folder}/seven`, path]);
    expect((await tool("7z", ["l", "-ba", "-slt", `${folder}/seven/case.tar`])).match(/^Path = .*$/gm)?.length).toBe(
        expected.length,
    );
    await tool("tar", ["-xzf", path, "-C", folder]);
    expect(readFileSync(join(folder, farPath), "utf8")).toBe("far\n");
    expect(readFileSync(join(folder, "case/management-cluster/logs/msp/big-app.yaml")).equals(big)).toBe(true);
    const inflated = new Blob([readFileSync(path)]).stream().pipeThrough(new DecompressionStream("gzip"));
    expect((await new Response(inflated).arrayBuffer()).byteLength % 512).toBe(0);
});

test("the header of a file above 8 GiB is understood by GNU tar and Python", async () => {
    const path = join(temporaryFolder(), "big.tar");
    writeFileSync(path, encodeTarHeader("case/big.log", 9 * 2 ** 30, 0));
    expect((await tool("tar", ["-tvf", path], true)).split(/\s+/)).toContain(String(9 * 2 ** 30));
    expect(await tool("python3", ["-c", "import sys,tarfile; print(tarfile.open(sys.argv[1]).next().size)", path])).toBe(
        `${9 * 2 ** 30}\n`,
    );
});

/** What a tool prints; one that is not there says how to get it. `anyway`: it may fail after printing. */
async function tool(command: string, args: readonly string[], anyway = false): Promise<string> {
    try {
        return (await run(command, args, { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, LC_ALL: "C.UTF-8" } })).stdout;
    } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") {
            const packages = { bsdtar: "libarchive-tools", "7z": "p7zip-full" }[command] ?? command;
            throw new Error(`${command} is not installed: apt-get install -y ${packages}`);
        }
        if (anyway && error instanceof Error && "stdout" in error) return String(error.stdout);
        throw error;
    }
}

function* chopped(bytes: Buffer, size: number): Iterable<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
