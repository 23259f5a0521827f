import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createTextNets } from "../../src/redact/nets/create.ts";
import { patternFamilies } from "../../src/redact/patterns/rules.ts";
import { CARRIERS } from "./carriers.ts";
import { KEYS, secretOf } from "./secrets.ts";

const nets = createTextNets({
    key: new Uint8Array(32).fill(7),
    known: [],
    names: [],
    user: { keys: [], patterns: [], values: [], keep: [], hide: [] },
});
const linesOf = (name: string) =>
    readFileSync(new URL(name, import.meta.url), "utf8")
        .trim()
        .split("\n");
const hidden = (text: string) => Buffer.from(nets.piece(Buffer.from(text), true).bytes).toString();
const wrappers: readonly ((line: string) => string)[] = [
    (line) => line,
    (line) => `2026-01-01T00:00:00.000000000Z ${line}`,
    (line) => JSON.stringify({ level: "info", msg: line }),
];
const forms = (secret: string) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];

/** The secret, or most of it, is still there. */
function leaks(text: string, secret: string): boolean {
    const most = Math.ceil(secret.length * 0.6);
    const parts = secret.length < 12 ? [] : [secret.slice(0, most), secret.slice(-most)];
    return [...forms(secret), ...parts].some((form) => text.includes(form));
}

for (const carrier of CARRIERS) {
    test(`no secret under a secret name is left in: ${carrier.name}`, () => {
        const left = Array.from({ length: KEYS.length * 10 }, (_, at) => {
            const secret = secretOf(at * 7 + Math.floor(at / KEYS.length));
            const text = carrier.write(KEYS[at % KEYS.length] ?? "password", secret);
            return leaks(hidden(text), secret) ? text : undefined;
        });
        expect(left.filter((text) => text !== undefined)).toEqual([]);
    });
}

test("vendors' tokens are found in any carrier, under names that say nothing", () => {
    const examples = patternFamilies().flatMap((family) =>
        family.examples.hide.filter((example) => example.startsWith("found ⟦")),
    );
    const left = examples.flatMap((example, at) => {
        const secret = /⟦(.*)⟧/.exec(example)?.[1] ?? "";
        const carrier = CARRIERS[at % CARRIERS.length];
        const text = carrier?.write("note", secret) ?? "";
        return leaks(hidden(text), secret) ? [`${carrier?.name}: ${text}`] : [];
    });
    expect(left).toEqual([]);
    expect(examples.length).toBeGreaterThan(250);
});

test("secrets of tricky lines are hidden, in plain lines and inside JSON", () => {
    const left = linesOf("tricky-secrets.txt").flatMap((line) =>
        wrappers.flatMap((wrap) => {
            const text = hidden(wrap(line.replace(/[⟦⟧]/g, "")));
            const secrets = [...line.matchAll(/⟦"?([^⟧]*?)"?⟧/g)].map((match) => match[1] ?? "");
            return secrets.some((secret) => leaks(text, secret)) ? [text] : [];
        }),
    );
    expect(left).toEqual([]);
});

test("lines without secrets come through unchanged, plain and inside JSON", () => {
    const changed = linesOf("healthy-lines.txt").flatMap((line) =>
        wrappers.map((wrap) => wrap(line)).filter((text) => hidden(text) !== text),
    );
    expect(changed).toEqual([]);
});

test("JSON stays JSON, whatever was hidden in it", () => {
    const broken = Array.from({ length: 270 }, (_, at) => {
        const value = at % 3 === 0 ? 10_000 + at : secretOf(at);
        const text = JSON.stringify({
            a: 1,
            [KEYS[at % KEYS.length] ?? "password"]: value,
            nested: JSON.stringify({ password: value, n: 2 }),
        });
        return hidden(text);
    }).filter((text) => {
        const parsed: unknown = JSON.parse(text);
        return typeof parsed !== "object";
    });
    expect(broken).toEqual([]);
});

test("redacting the corpus twice changes nothing", () => {
    const texts = CARRIERS.flatMap((carrier, at) => KEYS.map((key, of) => hidden(carrier.write(key, secretOf(at + of)))));
    expect(texts.filter((text) => hidden(text) !== text)).toEqual([]);
});
