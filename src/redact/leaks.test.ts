import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { createLeakSearch, type Suspicion } from "./leaks.ts";
import { sampleOf } from "./patterns/sample.ts";

const token = `ghp_${sampleOf("base62", 36, 9)}`;
const random = sampleOf("base62", 40, 10);
const TEXT = [
    "level=info msg=ok image=x@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    `pushing with ${token} now`,
    "password=<redacted:secret:0123456789> user=app",
    `opaque ${random} here`,
    "db says Xk29!fjQpl-zz0",
    "",
].join("\n");

function search(
    text: string,
    size: number,
    known: { namespace: string; secret: string; key: string; value: Uint8Array }[] = [],
): readonly Suspicion[] {
    const reader = createLeakSearch({ known, names: [], keep: [] }).open();
    const bytes = Buffer.from(text);
    const found: Suspicion[] = [];
    for (let at = 0; at < bytes.length; at += size) found.push(...reader.read(bytes.subarray(at, at + size), false));
    return [...found, ...reader.read(new Uint8Array(0), true)];
}

test("a leak is told with its rule, place and a preview that gives nothing away; our own tokens are none", () => {
    expect(search(TEXT, 1000)).toEqual([
        { rule: "github-token", line: 2, column: 14, preview: `gh…${token.slice(-2)} (40 chars)`, certainty: "leak" },
        {
            rule: "high-entropy",
            line: 4,
            column: 8,
            preview: `${random.slice(0, 2)}…${random.slice(-2)} (40 chars)`,
            certainty: "hint",
        },
    ]);
});

test("the value of a Secret is told by its name", () => {
    const known = [{ namespace: "msp", secret: "db", key: "password", value: Buffer.from("Xk29!fjQpl-zz0") }];
    expect(search(TEXT, 1000, known).filter(({ rule }) => rule === "known-value")).toEqual([
        { rule: "known-value", line: 5, column: 9, preview: "Xk…z0 (14 chars)", certainty: "leak", secret: "msp/db/password" },
    ]);
});

test("places do not depend on how the text arrives", () => {
    const whole = search(TEXT, 1000);
    expect([1, 7, 64].map((size) => search(TEXT, size))).toEqual([whole, whole, whole]);
});
