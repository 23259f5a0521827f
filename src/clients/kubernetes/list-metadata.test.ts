import fc from "fast-check";
import { expect, test } from "vitest";
import { readListMetadata } from "./list-metadata.ts";

const read = (text: string) => readListMetadata(Buffer.from(text));

test.each([
    [
        "a typed list",
        '{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"7","continue":"abc","remainingItemCount":3},"items":[{"metadata":{"continue":"no"}}]}',
        "abc",
    ],
    ["the last page of one", '{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[]}\n', undefined],
    [
        "a list of custom resources, whose metadata comes last",
        '{"apiVersion":"a/v1","items":[{"metadata":{"name":"x"}}],"kind":"AList","metadata":{"continue":"abc","resourceVersion":"7"}}\n',
        "abc",
    ],
    ["a list that is indented", '{\n  "items": [ { "a": "}]\\\\" } ],\n  "metadata": { "continue": "abc" }\n}\n', "abc"],
    ["metadata in the middle of other keys", '{"items":[{}],"metadata":{"continue":"abc","nested":{"a":[1]}},"z":1}', "abc"],
    ["a list without metadata", '{"items":[{"metadata":{"continue":"no"}}]}', undefined],
    [
        "a string that looks like metadata",
        '{"items":[{"text":"\\"metadata\\":{\\"continue\\":\\"no\\"}}"}],"kind":"L"}',
        undefined,
    ],
])("The token is found in %s", (_, page, continueToken) => {
    expect(read(page)).toEqual(continueToken === undefined ? {} : { continueToken });
});

test.each(["", "null", "[]", "hello", '{"items":[{"a":1}', '{"kind":"PodList","metadata":{"continue":"a'])(
    "%j is no whole list",
    (page) => {
        expect(read(page)).toBeUndefined();
    },
);

test("Whatever the items hold and wherever the metadata stands, it is what a parser would find", () => {
    const token = fc.string({ minLength: 1, unit: "binary" });
    const order = fc.shuffledSubarray(["apiVersion", "kind", "metadata", "items"], { minLength: 4 });
    fc.assert(
        fc.property(fc.array(fc.jsonValue()), token, order, fc.boolean(), (items, continueToken, keys, indented) => {
            const values: Record<string, unknown> = {
                apiVersion: "v1",
                kind: "List",
                metadata: { resourceVersion: "1", continue: continueToken },
                items,
            };
            const list = Object.fromEntries(keys.map((key) => [key, values[key]]));
            expect(read(JSON.stringify(list, null, indented ? 2 : 0))).toEqual({ continueToken });
        }),
    );
});
