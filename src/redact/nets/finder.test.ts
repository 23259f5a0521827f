import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import type { PatternRule } from "../patterns/pattern.ts";
import { Finder } from "./finder.ts";

const rule = (id: string, anchor: string, format: RegExp): PatternRule => ({
    id,
    anchors: [anchor],
    match(text, at) {
        const end = format.exec(text.slice(at))?.[0].length;
        return end === undefined ? undefined : { start: at, end: at + end };
    },
});

const finder = new Finder([rule("short", "first", /^first\w{0,8}/), rule("long", "second", /^second[\w.]+/)]);
const found = (text: string) =>
    finder.find(Buffer.from(text), text, true).hits.map((hit) => [hit.rule, text.slice(hit.start, hit.end)]);

test("of two formats that overlap the one that begins later keeps its end", () => {
    expect(found("firstsecondabcdefgh.ijk end")).toEqual([
        ["short", "firstsecondab"],
        ["long", "secondabcdefgh.ijk"],
    ]);
});

test("what stands in a hit that ends with its token is not looked at again", () => {
    expect(found("firstsecond; end")).toEqual([["short", "firstsecond"]]);
    expect(found("firstsecond. End")).toEqual([["short", "firstsecond"]]);
});

test("only so many anchors inside a hit are asked", () => {
    const asked: number[] = [];
    const counting = new Finder([
        rule("whole", "whole", /^whole.{1000}/),
        {
            id: "inner",
            anchors: ["inner"],
            match(_text, at) {
                asked.push(at);
                return undefined;
            },
        },
    ]);
    const text = `whole${"inner".repeat(300)}`;
    counting.find(Buffer.from(text), text, true);
    expect(asked.filter((at) => at < 1005).length).toBe(16);
});
