import fc from "fast-check";
import { CORE_SCHEMA, dump, load } from "js-yaml";
import { expect, test } from "vitest";
import { YamlWriter } from "../redact/yaml.ts";
import { parsePlainYaml } from "./parse-plain-yaml.ts";
import { parseYaml } from "./parse-yaml.ts";

const read = (text: string) => parseYaml(Buffer.from(text), "a.yaml");

test("an object as we write it is read by the fast parser", () => {
    const text = `apiVersion: v1
kind: Pod
metadata:
  annotations: {}
  labels:
    "on": "yes"
    app.kubernetes.io/name: web
  name: web-0
spec:
  containers:
  - args:
    - -c
    - |-
      set -e
        sleep 1

      exit
    image: registry.local/web@sha256:0a1b
    ports:
    - containerPort: 8080
      protocol: TCP
  tolerations: []
status:
  big: 9007199254740993
  ratio: 0.5
  ready: true
  nothing: null
`;
    expect(parsePlainYaml(text)?.value).toEqual({
        apiVersion: "v1",
        kind: "Pod",
        metadata: { annotations: {}, labels: { on: "yes", "app.kubernetes.io/name": "web" }, name: "web-0" },
        spec: {
            containers: [
                {
                    args: ["-c", "set -e\n  sleep 1\n\nexit"],
                    image: "registry.local/web@sha256:0a1b",
                    ports: [{ containerPort: 8080, protocol: "TCP" }],
                },
            ],
            tolerations: [],
        },
        status: { big: 9007199254740993n, ratio: 0.5, ready: true, nothing: null },
    });
});

test("what our emitter writes comes back as it was", () => {
    const json = fc.jsonValue({ maxDepth: 6, stringUnit: "binary" });
    fc.assert(
        fc.property(json, (value) => {
            const text = new YamlWriter().document(JSON.parse(JSON.stringify(value)));
            expect(plainNumbers(read(text))).toEqual(JSON.parse(JSON.stringify(value)));
        }),
        { numRuns: 500 },
    );
});

test("strings of several lines come back as they were", () => {
    const line = fc.constantFrom("", " ", "a", "  b", "- c", "d: e", "#f", "\t", "|", "é");
    const strings = fc.array(line, { maxLength: 6 }).map((lines) => lines.join("\n"));
    fc.assert(
        fc.property(fc.array(fc.record({ a: strings, b: fc.array(strings) })), (value) => {
            expect(read(new YamlWriter().document(value))).toEqual(value);
        }),
        { numRuns: 500 },
    );
});

test("where the fast parser answers, it answers as js-yaml does", () => {
    const token = fc.constantFrom(
        "a",
        "b: ",
        "b:",
        "- ",
        "-",
        "\n",
        "\n  ",
        "\n    ",
        "  ",
        " ",
        '"',
        '"x"',
        "'",
        "|",
        "|-",
        "|+",
        "|2",
        ">",
        "1",
        "0x1f",
        "007",
        "1e3",
        "-",
        "+1",
        ".5",
        "~",
        "null",
        "Null",
        "true",
        "True",
        "#",
        " #",
        "&a",
        "*a",
        "!!str",
        "{}",
        "[]",
        "[1]",
        "{a: 1}",
        "? ",
        ": ",
        "---",
        "...",
        "<<: ",
        "%",
        "@",
        "`",
        "\t",
        "\r",
        "é",
        "=",
        "12345678901234567890",
    );
    fc.assert(
        fc.property(fc.array(token, { maxLength: 14 }), (tokens) => {
            const text = `${tokens.join("")}\n`;
            const fast = parsePlainYaml(text);
            if (fast) expect(plainNumbers(fast.value)).toEqual(load(text, { schema: CORE_SCHEMA }));
        }),
        { numRuns: 20_000 },
    );
});

test("what others write is read too", () => {
    const value = { metadata: { labels: { a: "1", b: "x: y # z" } }, list: [[1, 2], { c: null }], text: "a\nb\n" };
    expect(read(dump(value))).toEqual(value);
    expect(read("a: {b: [1, 2]} # why\n")).toEqual({ a: { b: [1, 2] } });
    expect(read("a: 12345678901234567890 # why\n")).toEqual({ a: 12345678901234567890n });
});

test("what is not YAML is said to be damaged, with its path", () => {
    expect(() => read("a: [1\n")).toThrow(/^a\.yaml is not YAML: /);
});

test("aliases that grow without end are refused", () => {
    const rows = Array.from({ length: 12 }, (_, row) => `a${row + 1}: &a${row + 1} [${Array(9).fill(`*a${row}`).join(", ")}]`);
    expect(() => read(`a0: &a0 x\n${rows.join("\n")}\n`)).toThrow(/^a\.yaml is not YAML: /);
});

function plainNumbers(value: unknown): unknown {
    if (typeof value === "bigint") return Number(value);
    if (Array.isArray(value)) return value.map(plainNumbers);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainNumbers(inner)]));
}
