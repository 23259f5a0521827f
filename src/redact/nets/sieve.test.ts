import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { gramAt, gramsBeginningWith, gramsEndingIn } from "./gram.ts";
import { type GramEntry, GramIndex } from "./gram-index.ts";
import { PhaseIndex, phaseTables } from "./phase-index.ts";
import { Sieve } from "./sieve.ts";
import { WordReader } from "./words.ts";

const NOTHING = { filter: new Int32Array(2), shift: 31 };

/** Payloads and ends of all entries in the text, by turns. */
function toldIn(text: string, entries: readonly GramEntry[]): readonly number[] {
    const words = new WordReader().read(Buffer.from(text, "latin1"));
    const sieve = new Sieve(
        entries.map(({ gram }) => gram),
        NOTHING,
    );
    const index = new GramIndex(entries);
    sieve.scan(words);
    index.tell(words, sieve);
    return [...index.told.subarray(0, index.toldCount)];
}

test.each([0, 1, 2, 3, 4, 5, 6, 7])("a gram is told of wherever in a word it begins: behind %i bytes", (before) => {
    const entries = [{ gram: gramAt(Buffer.from("ghp_"), 0), payload: 7 }];
    const filler = "#".repeat(before);
    expect(toldIn(`${filler}ghp_`, entries)).toEqual([7, before + 4]);
    expect(toldIn(`${filler}GHP_x`, entries)).toEqual([7, before + 4]);
    expect(toldIn(`${filler}ghp-`, entries)).toEqual([]);
});

test.each([0, 1, 2, 3, 4])("so are three bytes, by what may stand on either side: behind %i bytes", (before) => {
    const key = Buffer.from("key");
    const ending = gramsEndingIn(key).map((gram) => ({ gram, payload: 1 }));
    const beginning = gramsBeginningWith(key).map((gram) => ({ gram, payload: 2 }));
    const filler = "#".repeat(before);
    expect(toldIn(`${filler}key`, ending)).toEqual([1, before + 3]);
    expect(toldIn(`${filler}key`, beginning)).toEqual([2, before + 4]);
    expect(toldIn(`${filler}key=`, [...ending, ...beginning])).toEqual([1, before + 3, 2, before + 4]);
});

test("where letters' case counts, other letters are not told of; a run of one byte is told of where it begins", () => {
    const exact = Buffer.from("AKIA").readInt32LE();
    expect(toldIn("akia AKIA", [{ gram: gramAt(Buffer.from("AKIA"), 0), payload: 3, exact }])).toEqual([3, 9]);
    const run = [{ gram: gramAt(Buffer.from("AAAA"), 0), payload: 4, atRunStart: true }];
    expect(toldIn(`x${"A".repeat(1000)}`, run)).toEqual([4, 5, 4, 6, 4, 7]);
});

test.each([0, 1, 2, 3, 4, 5])("a known value is told of wherever it begins: behind %i bytes", (before) => {
    const literal = Buffer.from("Zq81xxTT9kk");
    const index = new PhaseIndex(phaseTables(literal, Int32Array.of(0, 5)));
    const words = new WordReader().read(Buffer.from(`${"#".repeat(before)}Zq81xxTT9kk`));
    const sieve = new Sieve([], index.pairs);
    sieve.scan(words);
    const told: number[] = [];
    index.tell(words, sieve, (payload, start) => told.push(payload, start));
    expect(told).toEqual([5, before]);
});
