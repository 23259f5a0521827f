import fc from "fast-check";
import { CORE_SCHEMA, load } from "js-yaml";
import { parse as parseToml, stringify as stringifyToml } from "smol-toml";
import { expect, test } from "vitest";
import { Counter } from "../counts.ts";
import type { JsonObject } from "../json.ts";
import { isSecretName } from "../secret-name.ts";
import { secretNames } from "../secret-names.ts";
import { YamlWriter } from "../yaml.ts";
import { Structure } from "./structure.ts";

const structure = new Structure({
    nets: { token: (rule, value) => `<redacted:${rule}:${value.length}>`, string: (text) => ({ text, counts: {} }) },
    fingerprint: (value) => value.length.toString(16).padStart(12, "0"),
    names: secretNames([]),
    keep: new Set(),
});

function redacted(data: Record<string, string>): Record<string, string> {
    const object: JsonObject = { data: { ...data } };
    structure.redact(object, { apiVersion: "v1", kind: "ConfigMap" }, new Counter());
    return object.data as Record<string, string>;
}

const CANARY = /canary-[a-f0-9]{8}/;
const name = fc.constantFrom(
    "password",
    "dbPassword",
    "api_key",
    "token",
    "host",
    "port",
    "names",
    "secretName",
    "users",
    "data",
    "a b",
);
const canary = fc.integer({ min: 0, max: 0xffffffff }).map((value) => `canary-${value.toString(16).padStart(8, "0")}`);
const harmless = fc.oneof(
    fc.constantFrom("", "true", "$(VAR)", "two\nlines\n", "x: y", "#", "- a", '"'),
    fc.integer(),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
);
/** Maps in which secret-like names hold canaries, and others what they like. */
const tree = fc.letrec<{ map: Record<string, unknown> }>((tie) => ({
    map: fc
        .array(fc.tuple(name, fc.oneof({ maxDepth: 3 }, harmless, tie("map"), fc.array(tie("map"), { maxLength: 2 })), canary), {
            maxLength: 4,
        })
        .map((entries) => Object.fromEntries(entries.map(([key, value, secret]) => [key, isSecretName(key) ? secret : value]))),
})).map;

const formats = [
    {
        file: "a.json",
        write: (value: unknown) => JSON.stringify(value, null, 2),
        read: (text: string): unknown => JSON.parse(text),
    },
    {
        file: "a.yaml",
        write: (value: Record<string, unknown>) => new YamlWriter().document(value as JsonObject),
        read: (text: string): unknown => load(text, { schema: CORE_SCHEMA }),
    },
    {
        file: "a.toml",
        write: (value: Record<string, unknown>) => stringifyToml(value),
        read: (text: string): unknown => parseToml(text),
    },
];

test.each(formats)(
    "$file: no canary is left, it stays valid with all else equal, and twice changes nothing",
    ({ file, write, read }) => {
        fc.assert(
            fc.property(tree, (value) => {
                const before = write(value);
                const after = redacted({ [file]: before })[file] ?? "";
                expect(after).not.toMatch(CANARY);
                expect(JSON.stringify(read(after)).replace(/<redacted:[^>]*>/g, "X")).toBe(
                    JSON.stringify(read(before)).replace(new RegExp(CANARY, "g"), "X"),
                );
                expect(redacted({ [file]: after })[file]).toBe(after);
            }),
            { numRuns: 300 },
        );
    },
);

test("text of any kind, redacted twice, is what it was after once", () => {
    const word = fc.constantFrom(
        "password",
        "token",
        "=",
        ": ",
        " ",
        "\n",
        "hunter2",
        '"',
        "'",
        "{",
        "}",
        "<",
        ">",
        "[db]",
        "export ",
        "-p ",
        "mysql ",
        "#",
        "&",
        "*",
        ",",
        "\\",
        "$(A)",
        "://",
        "a:b@",
        "key",
    );
    fc.assert(
        fc.property(
            fc.array(word, { maxLength: 25 }),
            fc.constantFrom("a.conf", "a.yaml", "a.xml", "a.sh", "a.sql", "a.toml", "x"),
            (words, file) => {
                const once = redacted({ [file]: words.join("") });
                expect(redacted(once)).toEqual(once);
            },
        ),
        { numRuns: 2000 },
    );
});

test.each([
    ["a.yaml", "password={{\n"],
    ["a.sh", "\npassword=&,"],
    ["a.conf", "password: &\n password"],
    ["a.conf", "password=password://a:b@"],
])("%s: %j, redacted twice, is what it was after once", (file, text) => {
    const once = redacted({ [file]: text });
    expect(redacted(once)).toEqual(once);
});

test.each(["\n", " ", "\\\n", "a=b;", "password ", '"""', "{,", "<a ", "$(", "--x y "])(
    "a megabyte of %j takes no more than its share of time",
    (unit) => {
        for (const file of ["a.conf", "a.yaml", "a.xml", "a.sh", "a.sql", "a.toml", "a.json", "password"])
            redacted({ [file]: `password\n${unit.repeat(300_000 / unit.length)}` });
    },
);
