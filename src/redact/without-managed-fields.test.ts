import fc from "fast-check";
import { expect, test } from "vitest";
import { withoutManagedFields } from "./without-managed-fields.ts";

const cut = (text: string) => {
    const { bytes, fields } = withoutManagedFields(Buffer.from(text));
    return { text: Buffer.from(bytes).toString(), fields };
};

test("managedFields give way to a number, whatever brackets and quotes their keys hold", () => {
    const fields = '[{"manager":"kubelet","fieldsV1":{"k:{\\"a]\\":[\\\\}":{".":{}}}},{}]';
    expect(cut(`{"items":[{"metadata":{"managedFields":${fields},"name":"a"}},{"metadata":{"managedFields":[]}}]}`)).toEqual({
        text: '{"items":[{"metadata":{"managedFields":0,"name":"a"}},{"metadata":{"managedFields":0}}]}',
        fields: 2,
    });
});

test("what stands inside a string stays", () => {
    const text = JSON.stringify({ data: { applied: '{"metadata":{"managedFields":[{"a":1}]}}' } });
    expect(cut(text)).toEqual({ text, fields: 0 });
});

test("JSON that breaks off inside managedFields comes out broken", () => {
    expect(() => JSON.parse(cut('{"items":[{"metadata":{"managedFields":[{"a":"b').text)).toThrow();
});

test("everything else is as it was", () => {
    fc.assert(
        fc.property(fc.array(fc.jsonValue()), fc.array(fc.jsonValue()), (items, managedFields) => {
            const page = JSON.stringify({ items, metadata: { managedFields } });
            expect(JSON.parse(cut(page).text)).toEqual({ ...JSON.parse(page), metadata: { managedFields: 0 } });
        }),
    );
});
