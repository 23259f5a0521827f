import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { createTextNets } from "../create.ts";

const VALUE = `Kq81xxTT9kmZ"\\&<%'$ +vB2nM7pLx4Qw`;
const SHORT = "'tr0ub4 \\dor\"";
const nets = createTextNets({
    key: new Uint8Array(32).fill(2),
    known: [
        { namespace: "ns", secret: "s", key: "password", value: Buffer.from(VALUE) },
        { namespace: "ns", secret: "short", key: "password", value: Buffer.from(SHORT) },
    ],
    names: [],
    user: { keys: [], patterns: [], values: [], keep: [], hide: [] },
});

const json = (text: string) => JSON.stringify(text).slice(1, -1);
const go = (text: string) => json(text).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
const xml = (text: string) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const html = (text: string) => xml(text).replaceAll("'", "&#39;");
const yaml = (text: string) => text.replaceAll("'", "''");
const shell = (text: string) => text.replaceAll("'", "'\\''");
const double = (text: string) => text.replace(/[$`"\\!]/g, "\\$&");
const ONES = { json, go, xml, html, yaml, shell, double };
const PAIRS = Object.entries(ONES).flatMap(([inner, first]) =>
    Object.entries(ONES).map(([outer, second]) => ({
        name: `${inner} in ${outer}`,
        write: (text: string) => second(first(text)),
    })),
);

test.each(PAIRS)("a value is found in escapes within escapes: $name", ({ write }) => {
    expect(nets.string(`went out: ${write(VALUE)} and back`).text).toBe("went out: <redacted:ns/s/password> and back");
    const line = nets.string(`{"v":"x ${json(write(SHORT))} y"}`).text;
    expect(JSON.parse(line).v).toMatch(/^x ['"\\&#;\w]{0,12}<redacted:ns\/short\/password>['"\\&#;\w]{0,12} y$/);
    expect(line).not.toMatch(/tr0|dor/);
});

test.each(PAIRS)("and three deep: $name in json", ({ write }) => {
    expect(nets.string(`{"m":"got ${json(write(VALUE))} x"}`).text).toBe('{"m":"got <redacted:ns/s/password> x"}');
});

test("what is like a part of a value only stays", () => {
    const text = `Kq81xxTT9kmZ"\\\\&<%'$ and vB2nM7pLx4Qw`;
    expect(nets.string(text).text).toBe(text);
});
