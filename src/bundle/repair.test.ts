import { randomBytes } from "node:crypto";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ENDING, log, newArchive, pod, podText, putSample, temporaryFolder } from "../../test/archive.ts";
import { redactedBatch, redactedStream } from "../../test/redacted.ts";
import { MANAGEMENT } from "../core/cluster-ref.ts";
import { openArchive } from "./open-archive.ts";
import { repair } from "./repair.ts";
import { verifyIntegrity } from "./verify-integrity.ts";

const clock = () => new Date("2026-11-21T10:00:00Z");
const tool = { name: "casefile", version: "0" };

/** What a run has on disk when it is killed after its puts. */
async function killed(folder: string, put: (writer: Awaited<ReturnType<typeof newArchive>>) => Promise<void>): Promise<Buffer> {
    const writer = await newArchive(join(folder, "run.tar.gz"));
    await put(writer);
    const view = writer.view({ takenAt: new Date(0), gaps: [], planned: [] });
    for await (const _evidence of view.scan());
    const partial = readFileSync(join(folder, "run.tar.gz.partial"));
    await writer.discard();
    return partial;
}

test("a partial archive cut at any byte becomes an archive with all that was whole, or a reason why there is nothing", {
    timeout: 60_000,
}, async () => {
    const folder = temporaryFolder();
    const partial = await killed(folder, async (writer) => {
        await writer.put(redactedBatch([{ ref: pod("a"), text: podText("a") }]));
        await writer.put(redactedStream(log("a"), [Buffer.from("one\n")]));
    });
    const from = join(folder, "cut.partial");
    let most = 0;
    for (let length = 0; length <= partial.length; length++) {
        const to = join(folder, `${length}.tar.gz`);
        writeFileSync(from, partial.subarray(0, length));
        const repaired = await repair({ from, to, overwrite: false, tool, clock, temporaryFolder: folder });
        if (!repaired.ok) {
            expect(["damaged", "unsupported"]).toContain(repaired.problem.code);
            expect(most).toBe(0);
            continue;
        }
        expect(await verifyIntegrity(to)).toEqual([]);
        expect(repaired.value.entries).toBeGreaterThanOrEqual(most);
        most = repaired.value.entries;
    }
    expect(most).toBe(3);
});

test("what was put before the last checkpoint but one outlives a kill, however little it was", async () => {
    const folder = temporaryFolder();
    const writer = await newArchive(join(folder, "run.tar.gz"));
    await writer.put(redactedBatch([{ ref: pod("a"), text: podText("a") }]));
    await writer.checkpoint();
    const first = readFileSync(join(folder, "run.tar.gz.partial"));
    await writer.checkpoint();
    await writer.put(redactedBatch([{ ref: pod("b"), text: podText("b") }]));
    await writer.checkpoint();
    const from = join(folder, "killed.partial");
    copyFileSync(join(folder, "run.tar.gz.partial"), from);
    await writer.discard();

    expect(first.length).toBe(10);
    const to = join(folder, "a.tar.gz");
    expect(await repair({ from, to, overwrite: false, tool, clock, temporaryFolder: folder })).toMatchObject({ ok: true });
    const opened = await openArchive(to);
    if (!opened.ok) throw new Error(opened.problem.message);
    const paths = (await opened.value.files()).map(({ path }) => path).filter((path) => path.includes("/Pod/"));
    expect(paths).toEqual(["management-cluster/resources/Pod/msp/a.yaml"]);
});

test("a checkpoint ends no block in an archive that is sealed or discarded", async () => {
    const path = join(temporaryFolder(), "run.tar.gz");
    const writer = await newArchive(path);
    await putSample(writer);
    await writer.checkpoint();
    const sealing = writer.seal(ENDING);
    await Promise.all([writer.checkpoint(), writer.checkpoint(), sealing]);
    await writer.checkpoint();
    expect(await verifyIntegrity(path)).toEqual([]);
});

test("its manifest says that it was repaired and that anything may be missing, and logs and kinds are known again", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "a.partial"), await killed(folder, putSample));
    const to = join(folder, "a.tar.gz");
    await repair({ from: join(folder, "a.partial"), to, overwrite: false, tool, clock });
    const opened = await openArchive(to);
    if (!opened.ok) throw new Error(opened.problem.message);
    const manifest = await opened.value.manifest();
    expect({ repaired: manifest?.repaired, notes: manifest?.notes, kinds: manifest?.clusters[0]?.kinds }).toEqual({
        repaired: true,
        notes: [
            "Repaired: made of what a run left that was killed before it sealed its archive. Whatever is missing may just not have been written.",
        ],
        kinds: { Pod: "v1" },
    });
    const refs = [];
    for await (const ref of opened.value.refs()) refs.push(ref);
    expect(refs).toEqual([log("db-0"), pod("db-0"), pod("db-1")]);
    expect(await opened.value.read(pod("db-7"))).toMatchObject({ type: "gap", problem: { code: "cut" }, partial: true });
    await opened.value.close();
});

test("a log that the end cut is kept as far as it is there; half an object is not", async () => {
    const folder = temporaryFolder();
    const noise = Buffer.from(`${randomBytes(3_000_000).toString("hex")}\n`);
    const partial = await killed(folder, async (writer) => {
        await putSample(writer);
        await writer.put(redactedStream(log("web-0"), [noise]));
    });
    const from = join(folder, "b.partial");
    writeFileSync(from, partial.subarray(0, partial.length - 1_000_000));
    const to = join(folder, "b.tar.gz");
    const repaired = await repair({ from, to, overwrite: false, tool, clock });
    expect(repaired.ok).toBe(true);
    expect(await verifyIntegrity(to)).toEqual([]);
    const opened = await openArchive(to);
    if (!opened.ok) throw new Error(opened.problem.message);
    const evidence = await opened.value.read(log("web-0"));
    if (!evidence || !("bytes" in evidence)) throw new Error("the log is gone");
    expect(evidence.truncation).toEqual({ type: "broken", because: "the archive ends early: unexpected end of file" });
    const kept = Buffer.from(await evidence.bytes());
    expect(kept.length).toBeGreaterThan(1_000_000);
    expect(noise.subarray(0, kept.length).equals(kept)).toBe(true);
    await opened.value.close();
});

test("of an archive that was spoilt after it was sealed, the rest is kept, and what cannot be read is a gap", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "run.tar.gz");
    const writer = await newArchive(path);
    await writer.put(redactedBatch([{ ref: pod("a"), text: podText("a") }]));
    await writer.checkpoint();
    await writer.checkpoint();
    const spoiltAt = writer.bytes + 20;
    await writer.put(redactedBatch([{ ref: pod("b"), text: podText("b") }]));
    await writer.checkpoint();
    await writer.checkpoint();
    await writer.put(redactedBatch([{ ref: pod("c"), text: podText("c") }]));
    const about = { cluster: MANAGEMENT, type: "objects", kind: "Pod", namespace: "msp", name: "b" } as const;
    const task = { id: "b", source: "objects", title: "b", about, outcome: "present", entries: 1 } as const;
    await writer.seal({ ...ENDING, tasks: [task] });
    const bytes = readFileSync(path);
    bytes.fill(0x55, spoiltAt, spoiltAt + 40);
    writeFileSync(path, bytes);

    const to = join(folder, "repaired.tar.gz");
    expect(await repair({ from: path, to, overwrite: false, tool, clock, temporaryFolder: folder })).toMatchObject({ ok: true });
    expect(await verifyIntegrity(to)).toEqual([]);
    const opened = await openArchive(to);
    if (!opened.ok) throw new Error(opened.problem.message);
    const paths = (await opened.value.files()).map(({ path }) => path).filter((path) => path.includes("/Pod/"));
    expect(paths).toEqual(["a", "c"].map((name) => `management-cluster/resources/Pod/msp/${name}.yaml`));
    expect(await opened.value.read(pod("b"))).toMatchObject({ type: "gap", problem: { code: "damaged" } });
    await opened.value.close();
});

test("random cuts of a larger one", { timeout: 60_000 }, async () => {
    const folder = temporaryFolder();
    const partial = await killed(folder, async (writer) => {
        for (let page = 0; page < 8; page++) {
            const pods = Array.from({ length: 100 }, (_, index) => ({
                ref: pod(`p${page}-${index}`),
                text: podText(`p${page}-${index}`) + randomBytes(2000).toString("base64"),
            }));
            await writer.put(redactedBatch(pods));
        }
    });
    const from = join(folder, "c.partial");
    const to = join(folder, "c.tar.gz");
    for (let step = 1; step <= 4; step++) {
        const length = Math.floor((partial.length * step) / 5);
        writeFileSync(from, partial.subarray(0, length));
        const repaired = await repair({ from, to, overwrite: true, tool, clock });
        if (!repaired.ok) throw new Error(repaired.problem.message);
        expect(repaired.value.entries).toBeGreaterThan((800 * (step - 1)) / 5);
        expect(await verifyIntegrity(to)).toEqual([]);
    }
});

test("an archive that was only not renamed keeps its manifest", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "d.tar.gz");
    const writer = await newArchive(path);
    await putSample(writer);
    await writer.seal(ENDING);
    copyFileSync(path, join(folder, "d.partial"));
    const to = join(folder, "again.tar.gz");
    const repaired = await repair({ from: join(folder, "d.partial"), to, overwrite: false, tool, clock });
    expect(repaired.ok).toBe(true);
    expect(await verifyIntegrity(to)).toEqual([]);
    const opened = await openArchive(to);
    if (!opened.ok) throw new Error(opened.problem.message);
    expect(await opened.value.manifest()).toMatchObject({
        repaired: true,
        redactions: { "known-value": 2 },
        tasks: [{}, {}, {}],
        gaps: [{ code: "forbidden" }],
    });
    await opened.value.close();
});
