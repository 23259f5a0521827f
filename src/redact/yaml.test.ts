import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { CORE_SCHEMA, load } from "js-yaml";
import { expect, test } from "vitest";
import type { Json } from "./json.ts";
import { ExactNumber } from "./json.ts";
import { YamlWriter } from "./yaml.ts";

const yaml = (value: Json) => new YamlWriter().document(value);

/** PyYAML is the YAML 1.1 that most people's tools are. */
function pyYaml(documents: readonly string[]): unknown[] {
    const program = "import sys,json,yaml\nprint(json.dumps([yaml.safe_load(d) for d in json.load(sys.stdin)]))";
    try {
        return JSON.parse(
            execFileSync("python3", ["-c", program], { input: JSON.stringify(documents), maxBuffer: 1 << 28, encoding: "utf8" }),
        );
    } catch (error) {
        throw new Error("the test needs PyYAML: apt-get install python3-yaml", { cause: error });
    }
}

test("an object is printed as kubectl prints it", () => {
    const configMap = {
        metadata: {
            name: "app",
            labels: {},
            creationTimestamp: "2025-01-03T09:08:41Z",
            annotations: { "checksum/config": "0123", enabled: "true" },
        },
        data: {
            "app.conf": "[server]\nport = 8080\n\nhost = a\n",
            "run.sh": "#!/bin/sh\n  exec app",
            note: "tab\there",
            "empty.txt": "",
        },
        spec: {
            args: ["--listen=:8080", "-v", "a: b", "10.0.0.1", "12e3"],
            nested: [[1, 2], [], [{ a: 1, b: [{}] }]],
            replicas: 3,
            host: null,
            on: true,
        },
    };
    expect(new YamlWriter().object("v1", "ConfigMap", configMap)).toBe(`apiVersion: v1
kind: ConfigMap
metadata:
  name: app
  labels: {}
  creationTimestamp: "2025-01-03T09:08:41Z"
  annotations:
    checksum/config: "0123"
    enabled: "true"
data:
  app.conf: |
    [server]
    port = 8080

    host = a
  run.sh: |-
    #!/bin/sh
      exec app
  note: "tab\\there"
  empty.txt: ""
spec:
  args:
  - --listen=:8080
  - -v
  - "a: b"
  - 10.0.0.1
  - "12e3"
  nested:
  -
    - 1
    - 2
  - []
  -
    - a: 1
      b:
      - {}
  replicas: 3
  host: null
  "on": true
`);
});

test("numbers that a double would change are written as they came", () => {
    const exact = ["9007199254740993", "1.0", "-0", "18446744073709551615"].map((source) => new ExactNumber(source));
    expect(yaml([...exact, new ExactNumber("1e3"), 1e21, 0.5])).toBe(
        "- 9007199254740993\n- 1.0\n- -0\n- 18446744073709551615\n- 1.0e+3\n- 1.0e+21\n- 0.5\n",
    );
});

test("a key that is too long to be implicit is written as an explicit one", () => {
    const long = { ["k".repeat(3000)]: { a: "b" }, ["l".repeat(3000)]: ["x"], ["m".repeat(3000)]: "two\nlines\n" };
    expect(load(yaml({ within: [long] }), { schema: CORE_SCHEMA })).toEqual({ within: [long] });
    expect(pyYaml([yaml({ within: [long] })])).toEqual([{ within: [long] }]);
});

const tricky = fc.oneof(
    fc.constantFrom(
        "",
        "y",
        "No",
        "ON",
        "true",
        "~",
        "null",
        "NULL",
        "1:30",
        "190:20:30",
        "0x1F",
        "0o17",
        "017",
        "1_000",
        "1e3",
        "12E5",
        ".5",
        "5.",
        "+1",
        "-",
        "--",
        "---",
        "--- a",
        "...",
        "2001-01-01",
        "2001-01-01T00:00:00Z",
        "=",
        "<<",
        ".inf",
        "-.INF",
        ".NaN",
        "0b1",
        "a: b",
        "a:",
        ":a",
        "a #b",
        "#a",
        " a",
        "a ",
        "- a",
        "-a",
        "?a",
        "? a",
        "!a",
        "&a",
        "*a",
        "|",
        ">",
        "%a",
        "@a",
        "`a",
        "'a'",
        '"a"',
        "[a]",
        "{a}",
        "a, b",
        "\\",
        "a\\n",
        "10.0.0.1",
        "1.2.3.4.5",
        "5e3a",
        "7d9f8",
        "1e5",
        "\u0085",
        "\u2028",
        "\ufeff",
        "😀",
        "é",
        "a\nb",
        "a\n",
        "a\n\n",
        "\na",
        "\n",
        "\n\n",
        " a\nb",
        "\ta\nb",
        "a\n b",
        "a\n  \nb",
        "a\n  ",
        "a \nb ",
        "a\r\nb",
        "---\na",
        "a\n---\nb",
        "# a\nb",
        "a\n\n\nb",
        "a\tb\nc",
        "\t",
        "a\0b",
        "-\n",
    ),
    fc.string({ unit: fc.constantFrom(..."ab01 :#-.,\n\n\t\"'\\[]{}&*!|>%@`?=~_eEx+".split("")), maxLength: 20 }),
    fc.string({ unit: "grapheme", maxLength: 12 }),
);
const json = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
        { maxDepth: 4, depthSize: "small" },
        tricky,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(
            tricky.filter((key) => key !== "__proto__"),
            tie("value"),
            { maxKeys: 4 },
        ),
    ),
})).value;

test("any value comes back from a YAML 1.2 reader", () => {
    fc.assert(
        fc.property(json, (value) => {
            expect(load(yaml(value), { schema: CORE_SCHEMA })).toEqual(value);
        }),
        { numRuns: 3000 },
    );
});

test("any value comes back from a YAML 1.1 reader", () => {
    const values = fc.sample(json, 3000);
    const documents = pyYaml(values.map(yaml));
    for (const [at, value] of values.entries()) expect(documents[at]).toEqual(value);
});
