import { expect, test } from "vitest";
import { createTextNets } from "../nets/create.ts";
import { patternFamilies } from "./rules.ts";

const families = patternFamilies();
const nets = createTextNets({
    key: new Uint8Array(32).fill(1),
    known: [],
    names: [],
    user: { keys: [], patterns: [], values: [], keep: [], hide: [] },
});
const TOKEN = /<redacted:[^>]*>/g;

test("each family has an id of its own, a title, a source and fixtures of both kinds", () => {
    expect(new Set(families.map((family) => family.id)).size).toBe(families.length);
    const poor = families.filter(
        ({ title, source, rules, examples }) =>
            title === "" || source === "" || rules.length === 0 || examples.hide.length === 0 || examples.leave.length === 0,
    );
    expect(poor.map((family) => family.id)).toEqual([]);
});

test("at least 120 formats of vendors are known", () => {
    expect(new Set(families.flatMap((family) => family.rules.map((rule) => rule.id))).size).toBeGreaterThan(200);
});

test("no anchor is shorter than three bytes or holds a control char", () => {
    const anchors = families.flatMap((family) => family.rules.flatMap((rule) => rule.anchors));
    expect(anchors.filter((anchor) => !/^[\x20-\x7e\x80-\xff]{3,}$/.test(anchor))).toEqual([]);
});

for (const { id, examples } of families) {
    test(`${id} hides what it must, exactly`, () => {
        const got = examples.hide.map((example) => nets.string(example.replace(/[⟦⟧]/g, "")).text.replace(TOKEN, "§"));
        expect(got).toEqual(examples.hide.map((example) => example.replace(/⟦[^⟧]*⟧/g, "§")));
    });

    test(`${id} leaves what it must`, () => {
        expect(examples.leave.map((example) => nets.string(example).text)).toEqual(examples.leave);
    });

    test(`${id} finds nothing more in what it has hidden`, () => {
        const once = examples.hide.map((example) => nets.string(example.replace(/[⟦⟧]/g, "")).text);
        expect(once.map((text) => nets.string(text).text)).toEqual(once);
    });
}
