import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { type Alphabet, sampleOf } from "../patterns/sample.ts";
import { createTextNets } from "./create.ts";

const ALPHABETS: readonly Alphabet[] = ["base62", "base64", "hex", "base64url", "lower"];
const SIGNS = ["", "!", "ß", '"', "'", "\\", "&", "<", " ", "$", "%"];

/** 2,000 values as Secrets hold them: random, with odd signs, long, in files. */
const KNOWN = Array.from({ length: 2000 }, (_, at) => {
    const random = (length: number) => sampleOf(ALPHABETS[at % 5] ?? "base62", length, at + 3);
    const text = at % 97 === 0 ? random(5000) : `${random(12 + (at % 30))}${SIGNS[at % 11]}${random(5)}x`;
    return { namespace: "ns", secret: `s${at}`, key: "password", value: Buffer.from(text), text };
});
const nets = createTextNets({
    key: new Uint8Array(32).fill(2),
    known: KNOWN,
    names: [],
    user: { keys: [], patterns: [], values: [], keep: [], hide: [] },
});

const utf8 = (text: string) => Buffer.from(text);
const FORMS: Readonly<Record<string, (text: string) => string>> = {
    raw: (text) => text,
    base64: (text) => utf8(text).toString("base64"),
    "base64 behind one byte": (text) => Buffer.concat([utf8("u"), utf8(text)]).toString("base64"),
    "base64 behind two bytes and before more": (text) => utf8(`u:${text}:and more`).toString("base64"),
    base64url: (text) => utf8(text).toString("base64url"),
    hex: (text) => utf8(text).toString("hex"),
    "upper-case hex": (text) => utf8(text).toString("hex").toUpperCase(),
    encodeURIComponent: (text) => encodeURIComponent(text),
    json: (text) => JSON.stringify({ v: text }),
    "json in json": (text) => JSON.stringify({ m: JSON.stringify({ v: text }) }),
    yaml: (text) => `v: '${text.replaceAll("'", "''")}'`,
    shell: (text) => `x='${text.replaceAll("'", "'\\''")}'`,
    xml: (text) => `<v>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;")}</v>`,
};

for (const [name, write] of Object.entries(FORMS)) {
    test(`2,000 known values are found as ${name}`, () => {
        const log = KNOWN.map(({ text }) => `line ${write(text)} end`).join("\n");
        const lines = Buffer.from(nets.piece(Buffer.from(log), true).bytes)
            .toString()
            .split("\n");
        const left = lines.filter((line, at) => !line.includes(`<redacted:ns/s${at}/password>`));
        expect(left).toEqual([]);
    });
}

test("of two values that begin alike the whole longer one is hidden", () => {
    const [a, b] = ["kV7#pQ2m-Lx9Zr4tWw8", "kV7#pQ2m-Lx9Zr4tWw8-and-3More"];
    const two = createTextNets({
        key: new Uint8Array(32),
        known: [a, b].map((text, at) => ({ namespace: "n", secret: `s${at}`, key: "password", value: Buffer.from(text ?? "") })),
        names: [],
        user: { keys: [], patterns: [], values: [], keep: [], hide: [] },
    });
    expect(two.string(`x ${b} y`).text).toBe("x <redacted:n/s1/password> y");
    expect(two.string(`x ${a} y`).text).toBe("x <redacted:n/s0/password> y");
});

test("what is inside a file that a Secret holds is known too", () => {
    const file = "host: db\npassword: Zq81-xxTT-9\nurl: postgres://app:nn3-Kp-22x@db/app\nlog: info\n";
    const one = createTextNets({
        key: new Uint8Array(32),
        known: [{ namespace: "n", secret: "s", key: "config.yaml", value: Buffer.from(file) }],
        names: [],
        user: { keys: [], patterns: [], values: [], keep: [], hide: [] },
    });
    expect(one.string("tried Zq81-xxTT-9 and nn3-Kp-22x, log: info").text).toBe(
        "tried <redacted:n/s/config.yaml> and <redacted:n/s/config.yaml>, log: info",
    );
    expect(one.string(`data ${Buffer.from(file).toString("base64")}`).text).toBe("data <redacted:n/s/config.yaml>");
});
