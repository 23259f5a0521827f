import fc from "fast-check";
import { expect, test } from "vitest";
import { ExactNumber } from "./json.ts";
import { parseJson } from "./lossless-json.ts";

const parse = (text: string) => parseJson(Buffer.from(text));

test("numbers that a double would change keep their text, others are numbers", () => {
    expect(
        parse('{"a":9007199254740993,"b":1.0,"c":1e3,"d":-0,"e":12,"f":0.5,"g":[ 18446744073709551615 ],"h":"x:1.0,"}'),
    ).toEqual({
        ok: true,
        value: {
            a: new ExactNumber("9007199254740993"),
            b: new ExactNumber("1.0"),
            c: new ExactNumber("1e3"),
            d: new ExactNumber("-0"),
            e: 12,
            f: 0.5,
            g: [new ExactNumber("18446744073709551615")],
            h: "x:1.0,",
        },
    });
});

test.each([
    ['{"a":1,"a":2}', 'JSON has the key "a" twice in one object'],
    ['{"b":{"a":1, "\\u0061" : 2}}', 'JSON has the key "a" twice in one object'],
    ['{"a":"hunter2', "JSON cannot be parsed: error at position 13 (line 1 column 14)"],
    ['{"a":"hunter2"]', "JSON cannot be parsed: error at position 14 (line 1 column 15)"],
    ["", "JSON cannot be parsed: it ends too early or is damaged"],
])("%s is invalid", (text, message) => {
    expect(parse(text)).toEqual({ ok: false, problem: { code: "invalid", message } });
});

test("bytes that are not UTF-8 are invalid", () => {
    const result = parseJson(Uint8Array.of(0x22, 0xff, 0x22));
    expect(result.ok ? undefined : result.problem.code).toBe("invalid");
});

test("what JSON.stringify gives comes back, pretty or not", () => {
    fc.assert(
        fc.property(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(0, 2), (value, indent) => {
            const result = parse(JSON.stringify(value, null, indent));
            const plain = result.ok
                ? JSON.parse(
                      JSON.stringify(result.value, (_, field) => (field instanceof ExactNumber ? Number(field.source) : field)),
                  )
                : result;
            expect(plain).toEqual(JSON.parse(JSON.stringify(value)));
        }),
    );
});
