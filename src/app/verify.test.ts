import { appendFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { ENDING, newArchive, putSample, temporaryFolder } from "../../test/archive.ts";
import { sarifOf } from "./sarif.ts";
import { isClean, type Verification } from "./verification.ts";
import { verify } from "./verify.ts";

const TOKEN = "ghp_0123456789abcdefghijABCDEFGHIJ012345";

async function verified(path: string): Promise<Verification> {
    const result = await verify({ path, keep: [], now: () => new Date(0) }, () => {}, new AbortController().signal);
    if (!result.ok) throw new Error(result.problem.message);
    return result.value;
}

test("each suspicion says where, by which rule, and never the value", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "app.log.gz"), gzipSync(`ok\npushing with ${TOKEN}\n`));
    writeFileSync(join(folder, "config.yaml"), "db:\n  host: db\n  password: Tr0ub4dor-and-3\n");
    const found = await verified(folder);
    expect(found.suspicions).toEqual([
        { path: "app.log.gz", rule: "github-token", line: 2, column: 14, preview: "gh…45 (40 chars)", certainty: "leak" },
        {
            path: "config.yaml",
            rule: "secret-assignment",
            line: 3,
            column: 13,
            pointer: "/db/password",
            preview: "Tr…-3 (15 chars)",
            certainty: "leak",
        },
    ]);
    expect(found.integrity).toEqual({
        status: "not-applicable",
        says: "it holds no manifest of this program to compare it with",
        damages: [],
    });
    expect(isClean(found)).toBe(false);
});

test("an archive of ours is whole and clean, one byte later it is damaged", async () => {
    const path = join(temporaryFolder(), "case.tar.gz");
    const writer = await newArchive(path);
    await putSample(writer);
    await writer.seal(ENDING);
    const found = await verified(path);
    expect(found).toMatchObject({ integrity: { status: "whole" }, suspicions: [], unsearched: [] });
    expect(isClean(found)).toBe(true);
    truncateSync(path, readFileSync(path).length - 700);
    expect(await verified(path)).toMatchObject({ integrity: { status: "damaged" } });
});

test("a random text alone is a hint and does not make an archive unclean; a cut archive of anything does", async () => {
    const path = join(temporaryFolder(), "app.log");
    writeFileSync(path, "opaque q7Rz0KpX4mVb2LsT9wYc1NdF6hJg8QeU here\n");
    const found = await verified(path);
    expect([found.found, isClean(found)]).toEqual([{ leaks: 0, hints: 1 }, true]);
    writeFileSync(path, gzipSync("ok\n").subarray(0, 15));
    expect(await verified(path)).toMatchObject({ integrity: { status: "damaged" } });
});

test("SARIF has what its schema requires of a run, a rule and a result", async () => {
    const path = join(temporaryFolder(), "a b.log");
    appendFileSync(path, `x ${TOKEN}\n`);
    expect(sarifOf(await verified(path), "1.0.0")).toMatchObject({
        version: "2.1.0",
        runs: [
            {
                tool: { driver: { name: "casefile", rules: [{ id: "github-token" }] } },
                results: [
                    {
                        ruleId: "github-token",
                        ruleIndex: 0,
                        level: "error",
                        message: { text: "text in the format of github-token: gh…45 (40 chars)" },
                        locations: [
                            {
                                physicalLocation: {
                                    artifactLocation: { uri: "a%20b.log" },
                                    region: { startLine: 1, startColumn: 3 },
                                },
                            },
                        ],
                    },
                ],
            },
        ],
    });
});
