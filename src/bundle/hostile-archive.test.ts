import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { constants, deflateRawSync, gunzipSync, gzipSync, inflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { ENDING, newArchive, pod, putSample, temporaryFolder } from "../../test/archive.ts";
import { redactedBatch } from "../../test/redacted.ts";
import { decodeChunk, decodeDirectory, decodeFooter, encodeFooter, FOOTER_BYTES, FOOTER_FROM_END } from "./archive-index.ts";
import { openArchive } from "./open-archive.ts";
import { encodeTarHeader, paddingOf, TAR_BLOCK } from "./tar-header.ts";
import { verifyIntegrity } from "./verify-integrity.ts";

function tarOf(...files: readonly (readonly [path: string, text: string, type?: string])[]): Buffer {
    const blocks = files.map(([path, text, type]) => {
        const header = Buffer.from(encodeTarHeader(path, text.length, 0));
        if (type !== undefined) retype(header, type);
        return Buffer.concat([header, Buffer.from(text), Buffer.alloc(paddingOf(text.length))]);
    });
    return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** Another type flag, and the checksum that goes with it. */
function retype(header: Buffer, type: string): void {
    header.write(type, 156, "latin1");
    header.write("        ", 148, "latin1");
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
}

async function reasonFor(bytes: Uint8Array): Promise<string> {
    const path = join(temporaryFolder(), "evil.tar.gz");
    writeFileSync(path, bytes);
    const opened = await openArchive(path);
    if (opened.ok) throw new Error("it was opened");
    return `${opened.problem.code}: ${opened.problem.message.replace(path, "FILE")}`;
}

const GOOD = ["case/management-cluster/cluster/version.yaml", "a: 1\n"] as const;

test("a tar that means harm, or two things at once, is refused with the reason", async () => {
    const refused = (path: string, type?: string) =>
        reasonFor(gzipSync(tarOf(GOOD, type === undefined ? [path, "x"] : [path, "", type])));
    expect(await refused("case/../../etc/passwd")).toBe(
        'damaged: reading FILE: refused: it holds a file named "case/../../etc/passwd"',
    );
    expect(await refused("/etc/passwd")).toBe('damaged: reading FILE: refused: it holds a file named "/etc/passwd"');
    expect(await refused("C:/x")).toBe('damaged: reading FILE: refused: it holds a file named "C:/x"');
    expect(await refused("case/a", "2")).toBe('damaged: reading FILE: refused: "case/a" is a symbolic link');
    expect(await refused("case/a", "1")).toBe('damaged: reading FILE: refused: "case/a" is a hard link');
    expect(await refused("case/a", "3")).toBe('damaged: reading FILE: refused: "case/a" is a device');
    expect(await refused(GOOD[0])).toBe(`damaged: reading FILE: refused: it holds "${GOOD[0]}" twice`);
});

test("what is no archive of ours is said to be none", async () => {
    expect(await reasonFor(Buffer.from("hello"))).toBe("unsupported: reading FILE: it is not a gzip file");
    expect(await reasonFor(gzipSync(tarOf(["a/b", "c"])))).toBe(
        "unsupported: reading FILE: it holds neither management-cluster nor managed-clusters nor errors.txt",
    );
    expect(await reasonFor(gzipSync("hello".repeat(200)))).toBe("damaged: reading FILE: refused: there is no tar header at 0");
    const missing = await openArchive("/no/such.tar.gz");
    expect(missing.ok ? undefined : missing.problem.message).toBe("reading /no/such.tar.gz: there is no such file");
});

test("a bomb is given up on long before it is inflated", { timeout: 30_000 }, async () => {
    const zeros = Buffer.alloc(64 * 2 ** 20);
    const header = encodeTarHeader("case/management-cluster/cluster/version.yaml", 2 ** 40, 0);
    const members = Array<Buffer>(8).fill(gzipSync(zeros));
    expect(await reasonFor(Buffer.concat([gzipSync(header), ...members]))).toMatch(
        /^damaged: reading FILE: its first \d+ bytes inflate to more than \d+: no archive of evidence does$/,
    );
});

test("an index that says anything else than the tar is refused, whichever file is asked for", async () => {
    const path = join(temporaryFolder(), "case.tar.gz");
    const writer = await newArchive(path);
    await putSample(writer);
    await writer.seal(ENDING);
    const bytes = readFileSync(path);
    const footer = decodeFooter(bytes.subarray(-FOOTER_FROM_END, -FOOTER_FROM_END + FOOTER_BYTES));
    if (footer === undefined) throw new Error("no footer");
    const directory = decodeDirectory(inflated(bytes, footer.directory.at, footer.directory.packedBytes));
    const chunk = directory?.chunks[0];
    if (directory === undefined || chunk === undefined) throw new Error("no directory");
    const members = decodeChunk(inflated(bytes, footer.base + chunk.at, chunk.packedBytes)) ?? [];

    /** The same archive with an index that was written anew, behind its end. */
    const lie = async (rows: readonly (readonly [string, number, number])[], file: string) => {
        const text = Buffer.from(JSON.stringify(rows));
        const packed = deflateRawSync(text);
        const table = Buffer.from(
            JSON.stringify({
                ...directory,
                chunks: [
                    { first: rows[0]?.[0] ?? "", count: rows.length, at: 0, packedBytes: packed.length, bytes: text.length },
                ],
            }),
        );
        const packedTable = deflateRawSync(table);
        const base = bytes.length;
        const stretch = { at: base + packed.length, packedBytes: packedTable.length, bytes: table.length };
        const lying = Buffer.concat([
            bytes,
            packed,
            packedTable,
            encodeFooter({ ...footer, base, directory: stretch }),
            Buffer.alloc(2 * TAR_BLOCK + 8),
        ]);
        const to = join(temporaryFolder(), "lie.tar.gz");
        writeFileSync(to, lying);
        const opened = await openArchive(to);
        if (!opened.ok) throw new Error(opened.problem.message);
        try {
            const found = await opened.value.file(file);
            for await (const _chunk of found?.chunks() ?? []);
            return "read";
        } catch (error) {
            return error instanceof Error ? error.message.replace(to, "FILE") : "";
        } finally {
            await opened.value.close();
        }
    };
    const rows = members.map(({ path, at, size }) => [path, at, size] as const);
    expect(await lie(rows, "diagnosis.json")).toBe("read");
    const moved = rows.map(([name, at, size]) => [name, name === "diagnosis.json" ? at + TAR_BLOCK : at, size] as const);
    expect(await lie(moved, "diagnosis.json")).toMatch(
        /^the index says that diagnosis\.json of 3 bytes lies at \d+, but the tar has something else there$/,
    );
    const longer = rows.map(([name, at, size]) => [name, at, name === "diagnosis.json" ? size + 1 : size] as const);
    expect(await lie(longer, "diagnosis.json")).toMatch(/^the index says that diagnosis\.json of 4 bytes/);
    expect(await lie([["../x", 0, 1]], "../x")).toBe('reading FILE: it holds a file named "../x"');
});

test("a changed byte that changes the tar is found, wherever it stands", { timeout: 60_000 }, async () => {
    const folder = temporaryFolder();
    const path = join(folder, "case.tar.gz");
    const writer = await newArchive(path);
    await writer.put(redactedBatch([{ ref: pod("a"), text: "a: 1\n" }]));
    await writer.seal(ENDING);
    const bytes = readFileSync(path);
    const broken = join(folder, "broken.tar.gz");
    const unnoticed: number[] = [];
    for (let at = 10; at < bytes.length; at += 29) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 0x10;
        if (isSame(changed, bytes)) continue;
        writeFileSync(broken, changed);
        if ((await verifyIntegrity(broken)).length === 0) unnoticed.push(at);
    }
    expect(unnoticed).toEqual([]);
});

function inflated(bytes: Buffer, at: number, length: number): Buffer {
    return inflateRawSync(bytes.subarray(at, at + length), { finishFlush: constants.Z_SYNC_FLUSH });
}

/** Deflate has bits that nobody reads: between a block and the byte where the next one begins. */
function isSame(changed: Buffer, bytes: Buffer): boolean {
    try {
        return gunzipSync(changed).equals(gunzipSync(bytes));
    } catch {
        return false;
    }
}
