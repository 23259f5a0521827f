import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { isPlainBehind } from "./plain-value.ts";

/** The name stands between ⟦ and ⟧. */
function asked(text: string): boolean {
    const [before = "", name = "", after = ""] = text.split(/[⟦⟧]/);
    return isPlainBehind(Buffer.from(`${before}${name}${after}`), before.length, before.length + name.length);
}

test.each([
    'failed to sync "msp/⟦db-credentials⟧": secret "db-credentials" not found',
    'failed to sync: ⟦secret⟧ "db-credentials" not found',
    'a ⟦token⟧ "msp" was read',
])("A plain word behind a name is no value: %s", (text) => {
    expect(asked(text)).toBe(true);
});

test.each([
    '"⟦secret⟧": hunter2 and more',
    '"⟦secret⟧": string = "q8Zr4kLmNw7xYpT2vBc9"',
    '"⟦secret⟧": abcdefghijkl and more',
    '"⟦secret⟧": word',
    'a ⟦secret⟧ "hunter2" was read',
    'a ⟦secret⟧ "abcdefghijklmno" was read',
    'a ⟦secret⟧ "value": x',
    "a ⟦secret⟧ 'word' was read",
    '(⟦secret⟧ "word" was read',
])("Where it may be one, it is looked at: %s", (text) => {
    expect(asked(text)).toBe(false);
});
