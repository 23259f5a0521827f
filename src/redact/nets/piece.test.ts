import { Buffer } from "node:buffer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { patternFamilies } from "../patterns/rules.ts";
import { sampleOf } from "../patterns/sample.ts";
import type { NetSettings, TextNets } from "../text-nets.ts";
import { createTextNets } from "./create.ts";

const KNOWN = "kV7#pQ2m-Lx9Zr4tWw8";
const settings: NetSettings = {
    key: new Uint8Array(32).fill(3),
    known: [
        { namespace: "msp", secret: "api", key: "token", value: Buffer.from(KNOWN) },
        { namespace: "msp", secret: "blob", key: "key", value: Buffer.from(sampleOf("base64", 3000, 5)) },
    ],
    names: [],
    user: { keys: [], patterns: [], values: [], keep: [], hide: [] },
};
const nets = createTextNets(settings);

/** The text fed in pieces that end at the given places. */
function inPieces(by: TextNets, bytes: Buffer, ends: readonly number[]): { text: string; longestRest: number } {
    const out: Uint8Array[] = [];
    let rest: Uint8Array = new Uint8Array(0);
    let longestRest = 0;
    let from = 0;
    for (const end of [...ends, bytes.length]) {
        const result = by.piece(Buffer.concat([rest, bytes.subarray(from, end)]), false);
        out.push(result.bytes);
        rest = result.rest;
        longestRest = Math.max(longestRest, rest.length);
        from = end;
    }
    const last = by.piece(rest, true);
    out.push(last.bytes);
    return { text: Buffer.concat(out).toString("latin1"), longestRest };
}

const whole = (text: Buffer) => Buffer.from(nets.piece(text, true).bytes).toString("latin1");
const pemBody = Array.from({ length: 12 }, (_, at) => sampleOf("base64", 4000, 6).slice(at * 64, at * 64 + 64)).join("\n");

const LOG = Buffer.from(
    [
        '2026-01-01T00:00:00.000000001Z level=info msg="start" version=1.2.3',
        `2026-01-01T00:00:00.000000002Z dialing with ${KNOWN} now`,
        `{"level":"warn","msg":"bad","password":"a \\"b\\" c","pin":12,"apiKey":99}`,
        `-----BEGIN RSA PRIVATE KEY-----\n${pemBody}\n-----END RSA PRIVATE KEY-----`,
        "password: |\n  first line\n  second line\nnext: 1",
        `\u001b[31mtoken=${KNOWN.slice(0, 6)}\u001b[1m${KNOWN.slice(6)}\u001b[0m done`,
        Buffer.from("password=hunter2\r\n", "utf16le").toString("latin1"),
        `- name: DB_PASSWORD\n  value: hunter2`,
        `postgres://app:s3cret@db:5432/app \u00e9\u00ff`,
        "2026-01-01T00:00:00.000000004Z stdout P token=abcD",
        "2026-01-01T00:00:00.000000005Z stdout P efGh12",
        `2026-01-01T00:00:00.000000006Z stdout F ${KNOWN} tail`,
        `{"log":"next ${KNOWN.slice(0, 5)}","stream":"stderr","time":"2026-01-01T00:00:00.000000007Z"}`,
        `{"log":"${KNOWN.slice(5)} end\\n","stream":"stderr","time":"2026-01-01T00:00:00.000000008Z"}`,
        Buffer.from("pass\u200bword: hun\u00adter2 \uff30\uff21\uff33\uff33\uff37\uff2f\uff32\uff24\uff1a hunter2").toString(
            "latin1",
        ),
        "",
    ].join("\n"),
    "latin1",
);

test("the result is the same wherever the text is cut in two", () => {
    const expected = whole(LOG);
    const differing = Array.from({ length: LOG.length + 1 }, (_, at) => at).filter(
        (at) => inPieces(nets, LOG, [at]).text !== expected,
    );
    expect(differing).toEqual([]);
});

test("the result is the same when each byte comes alone", () => {
    const ends = Array.from({ length: LOG.length }, (_, at) => at);
    expect(inPieces(nets, LOG, ends).text).toBe(whole(LOG));
});

test("the result of a large piece is that of small ones, whatever stands where it is parted inside", () => {
    const filler = '2026-01-01T00:00:00.000000003Z level=info msg="nothing here" n=1\n'.repeat(1200);
    const longKey = `-----BEGIN PRIVATE KEY-----\n${`${sampleOf("base64", 64, 8)}\n`.repeat(300)}-----END PRIVATE KEY-----\n`;
    const endOfKey = longKey.slice(longKey.indexOf("\n", 6000) + 1);
    const upTo = (length: number) => filler.slice(0, filler.lastIndexOf("\n", length) + 1);
    for (let at = 0; at < LOG.length; at += 41) {
        const before = upTo(59_000 - at) + endOfKey + upTo(50_000);
        const text = Buffer.concat([Buffer.from(before), LOG, Buffer.from(filler + longKey + filler), LOG]);
        const ends = Array.from({ length: Math.floor(text.length / 5000) }, (_, i) => (i + 1) * 5000);
        expect(inPieces(nets, text, ends).text).toBe(whole(text));
    }
});

test("nothing of the secrets is left, in whatever pieces", () => {
    const text = inPieces(nets, LOG, [100, 200, 300, 1000]).text;
    for (const secret of [KNOWN, "hunter2", "s3cret@", "second line", pemBody.slice(70, 120), 'a \\"b'])
        expect(text).not.toContain(secret);
});

test("redacting what was redacted changes nothing", () => {
    const once = whole(LOG);
    expect(whole(Buffer.from(once, "latin1"))).toBe(once);
});

test("random texts out of hard parts come out the same in any pieces, and the same again", () => {
    const parts = [
        ...patternFamilies().flatMap((family) => family.examples.hide.map((example) => example.replace(/[⟦⟧]/g, ""))),
        ...'password= token: secret " \\" \' \n \n\n  - { } [ ] , ; & = == %3D <redacted:a/b/c> \u001b[31m \0 a b 1'.split(" "),
        " ",
        KNOWN,
        Buffer.from(KNOWN).toString("base64"),
    ];
    fc.assert(
        fc.property(
            fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 30 }),
            fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
            (chosen, cuts) => {
                const text = Buffer.from(chosen.join(""), "latin1");
                const ends = cuts.map((cut) => Math.floor(cut * text.length)).sort((a, b) => a - b);
                const expected = whole(text);
                expect(inPieces(nets, text, ends).text).toBe(expected);
                expect(whole(Buffer.from(expected, "latin1"))).toBe(expected);
            },
        ),
        { numRuns: 300, seed: 42 },
    );
});

test("a line of many megabytes passes with a bounded rest, and its secrets are hidden", () => {
    const filler = `"k":"${"x".repeat(500)} lorem ipsum",`;
    const line = Buffer.from(`{${`${filler.repeat(37)}"password":"hunter2",`.repeat(160)}"end":1}`, "latin1");
    const ends = Array.from({ length: Math.floor(line.length / 65_536) }, (_, at) => (at + 1) * 65_536);
    const result = inPieces(nets, line, ends);
    expect(result.text).toBe(whole(line));
    expect(result.text).not.toContain("hunter2");
    expect(result.longestRest).toBeLessThanOrEqual(131_072);
    expect(
        inPieces(
            nets,
            line,
            ends.map((end) => end - 777),
        ).text,
    ).toBe(result.text);
});

test("a secret that the kubelet cut into two parts of a line is found, and the timestamp between stays", () => {
    const head = "x ".repeat(8180);
    const stamp = "2026-01-01T00:00:00.123456789Z ";
    const joined = whole(Buffer.from(`${stamp}${head}${KNOWN.slice(0, 9)}${stamp}${KNOWN.slice(9)} tail\n`));
    expect(joined).toBe(`${stamp}${head}<redacted:msp/api/token>${stamp} tail\n`);
    const raw = `${stamp.trim()} stdout P ${head}${KNOWN.slice(0, 9)}\n${stamp.trim()} stdout F ${KNOWN.slice(9)} tail\n`;
    expect(whole(Buffer.from(raw))).toBe(
        `${stamp.trim()} stdout P ${head}<redacted:msp/api/token>\n${stamp.trim()} stdout F  tail\n`,
    );
});

const CRI = "2026-01-01T00:00:00.123456789Z";
const read = (...lines: string[]) => whole(Buffer.from(lines.map((line) => `${line}\n`).join("")));

test("a value in short parts of a line is found, and the tags between them stay", () => {
    expect(
        read(
            `${CRI} stderr P a ${KNOWN.slice(0, 4)}`,
            `${CRI} stderr P ${KNOWN.slice(4, 9)}`,
            `${CRI} stderr F ${KNOWN.slice(9)} b`,
        ),
    ).toBe(`${CRI} stderr P a <redacted:msp/api/token>\n${CRI} stderr P \n${CRI} stderr F  b\n`);
    const end = '","stream":"stdout","attrs":{"tag":"x"},"time":"2026-01-01T00:00:00.123456789Z"}';
    expect(read(`{"log":"a ${KNOWN.slice(0, 4)}${end}`, `{"log":"${KNOWN.slice(4)} b\\n${end}`)).toBe(
        `{"log":"a <redacted:msp/api/token>${end}\n{"log":" b\\n${end}\n`,
    );
});

test("lines of another stream, and whole lines, are no rest of a part", () => {
    const apart = [
        [`${CRI} stderr P a ${KNOWN.slice(0, 4)}`, `${CRI} stdout F ${KNOWN.slice(4)} b`],
        [`${CRI} stdout F a ${KNOWN.slice(0, 4)}`, `${CRI} stdout F ${KNOWN.slice(4)} b`],
        [`${CRI} stdout P a`, `${CRI} stdout F b`],
    ];
    for (const lines of apart) expect(read(...lines)).toBe(`${lines.join("\n")}\n`);
});

test("a line of endless parts does not wait for its end, and comes to the same in any pieces", () => {
    const parts = Array.from(
        { length: 40 },
        (_, at) => `${CRI} stdout P ${"x ".repeat(4000)}token=abc${at}D\n${CRI} stdout P efGh12 x\n`,
    );
    const text = Buffer.from(`${parts.join("")}${CRI} stdout F end\n`);
    const ends = Array.from({ length: Math.floor(text.length / 7001) }, (_, at) => (at + 1) * 7001);
    const result = inPieces(nets, text, ends);
    expect(result.text).toBe(whole(text));
    expect(result.longestRest).toBeLessThanOrEqual(163_840);
    expect(result.text.match(/efGh12/g)?.length ?? 0).toBeLessThan(6);
});

test("a line whose last part is long comes to the same in any pieces", () => {
    const parts = Array.from({ length: 7 }, (_, at) => `${CRI} stdout P ${"x ".repeat(4000)}token=abc${at}D\n`);
    const text = Buffer.from(`start\n${parts.join("")}${CRI} stdout F efGh12 ${"y ".repeat(100_000)}token=abcD12 z\nend\n`);
    const ends = Array.from({ length: Math.floor(text.length / 9001) }, (_, at) => (at + 1) * 9001);
    const expected = whole(text);
    expect(inPieces(nets, text, ends).text).toBe(expected);
    expect(expected).not.toContain("efGh12");
});

test("chars that nobody sees and full-width letters hide neither a name nor a value", () => {
    expect(read("pass\u200bword=hun\u2060ter2")).toMatch(/^pass\u00e2\u0080\u008bword=<redacted:secret:\w{10}>\n$/);
    expect(read("\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44\uff1dhunter\uff12")).toMatch(/<redacted:secret:\w{10}>\n$/);
    expect(read('{"password":"ab\uff02cd\uff3c","n":1}')).toMatch(/^\{"password":"<redacted:secret:\w{10}>","n":1\}\n$/);
    const plain = "na\u00efve \u200bcaf\u00e9 \uff21\uff22 \u4e2d\u6587\uff0cok";
    expect(read(plain)).toBe(Buffer.from(`${plain}\n`).toString("latin1"));
});

test("UTF-16 logs stay UTF-16, with either byte order", () => {
    const little = Buffer.from(`start ${KNOWN} end\r\n`, "utf16le");
    const expected = Buffer.from("start <redacted:msp/api/token> end\r\n", "utf16le");
    expect(whole(little)).toBe(expected.toString("latin1"));
    expect(whole(Buffer.from(little).swap16())).toBe(Buffer.from(expected).swap16().toString("latin1"));
});

test("bytes that are no text come through as they are", () => {
    const bytes = Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7 + (at >> 8)) & 255));
    expect(whole(bytes)).toBe(bytes.toString("latin1"));
});

test("a part of a long random value is hidden too", () => {
    const blob = sampleOf("base64", 3000, 5);
    expect(whole(Buffer.from(`got ${blob.slice(1000, 1400)} cut\n`))).toBe("got <redacted:msp/blob/key> cut\n");
});
