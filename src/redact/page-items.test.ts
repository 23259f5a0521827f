import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "./json.ts";
import { visitItems } from "./page-items.ts";
import { pageSlices } from "./page-slices.ts";

function visited(page: string, managedFields = false): readonly Json[] | string {
    let items: Json[] = [];
    const done = visitItems(Buffer.from(page), managedFields, {
        item: (item) => items.push(item),
        again: () => {
            items = [];
        },
    });
    return done.ok ? items : done.problem.message;
}

const list = (items: readonly unknown[]) =>
    JSON.stringify({ kind: "PodList", apiVersion: "v1", metadata: { resourceVersion: "7" }, items });

test("the items of a list are parsed one by one, without their managedFields", () => {
    const page = list([
        { metadata: { name: "a", managedFields: [{ manager: "kubelet" }] }, spec: {} },
        { metadata: { name: "b", managedFields: [] } },
    ]);
    expect(visited(page)).toEqual([{ metadata: { name: "a" }, spec: {} }, { metadata: { name: "b" } }]);
    expect(pageSlices(Buffer.from(page))).toHaveLength(2);
});

test("a list of custom resources, with its items between its other fields, is one too", () => {
    const items = [
        { apiVersion: "v1", kind: "X", metadata: { name: "a" } },
        { apiVersion: "v1", kind: "X" },
    ];
    const page = JSON.stringify({ apiVersion: "v1", items, kind: "XList", metadata: { continue: "", resourceVersion: "1" } });
    expect(visited(page)).toEqual(items);
    expect(pageSlices(Buffer.from(page))).toHaveLength(2);
});

test("what divides items may stand inside one: then each item comes once all the same", () => {
    const claims = [{ metadata: { name: "data" } }, { metadata: { name: "wal" } }];
    const items = [
        { metadata: { name: "first" } },
        { metadata: { name: "a" }, spec: { claims } },
        { metadata: { name: '},{"metadata":{' } },
    ];
    expect(visited(list(items))).toEqual(items);
});

test.each([
    ['{"items":null}', []],
    ['{"items":[]}', []],
    [' { "items" : [ {"a":1} ] }', [{ a: 1 }]],
    ['{"items":[{"a":1},7]}', [{ a: 1 }, 7]],
    ['{"items":[{"a":1},{"a":', "JSON cannot be parsed: it ends too early or is damaged"],
    ['{"kind":"Status"}', "the answer is not a list: it has no items"],
    ["[]", "the answer is not a list: it has no items"],
])("%s", (page, expected) => {
    expect(visited(page)).toEqual(expected);
});

test("whatever the items are, they are those that parsing the page whole gives", () => {
    const item = fc.record({ metadata: fc.jsonValue(), spec: fc.jsonValue() });
    fc.assert(
        fc.property(fc.array(item), fc.boolean(), (items, managedFields) => {
            const page = list(items);
            expect(JSON.stringify(visited(page, managedFields))).toBe(JSON.stringify(JSON.parse(page).items));
        }),
    );
});
