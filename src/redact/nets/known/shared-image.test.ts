import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { sampleOf } from "../../patterns/sample.ts";
import type { NetSettings } from "../../text-nets.ts";
import { createTextNets } from "../create.ts";
import { emptyImage } from "./shared-image.ts";

function sharing(values: readonly string[], secret: string): NetSettings {
    const bytes = values.map((value) => Buffer.from(value));
    const memory = new Uint8Array(new SharedArrayBuffer(bytes.reduce((sum, { length }) => sum + length, 0)));
    let at = 0;
    const known = bytes.map((one) => {
        const value = memory.subarray(at, at + one.length);
        value.set(one);
        at += one.length;
        return { namespace: "ns", secret, key: "password", value };
    });
    return {
        key: new Uint8Array(32).fill(3),
        known,
        names: [],
        user: { keys: [], patterns: [], values: ["orange-juice"], keep: [], hide: [] },
        image: emptyImage(),
    };
}

const LONG = sampleOf("base64", 65_536, 5);
const VALUES = ["Zq81-xxTT-9kk", sampleOf("base62", 40, 1), 'pa"ss\\w-0rd!Xy', "4711081234", LONG];
const TEXT = `a Zq81-xxTT-9kk b ${Buffer.from(VALUES[1] ?? "").toString("base64")} c {"x":"pa\\"ss\\\\w-0rd!Xy"} d 4711081234 e ${Buffer.from(LONG).toString("hex")} f orange-juice`;

test("what one thread built serves the others, which build nothing", () => {
    const settings = sharing(VALUES, "s");
    const first = createTextNets(settings).string(TEXT).text;
    const others = { ...settings, known: settings.known.map((one) => ({ ...one, secret: "built-again" })) };
    expect(createTextNets(others).string(TEXT).text).toBe(first);
    const token = "<redacted:ns/s/password>";
    expect(first.replace(/<redacted:user-value:\w+>/, "<user>")).toBe(
        `a ${token} b ${token} c {"x":"${token}"} d ${token} e ${token} f <user>`,
    );
});

test("the index is the same with the values in shared memory and in the heap", () => {
    const { image, ...alone } = sharing(VALUES, "s");
    expect(image?.memory.byteLength).toBe(0);
    const inHeap = { ...alone, known: alone.known.map((one) => ({ ...one, value: Uint8Array.from(one.value) })) };
    expect(createTextNets(inHeap).string(TEXT).text).toBe(createTextNets(sharing(VALUES, "s")).string(TEXT).text);
});

const nets = createTextNets(sharing([LONG], "long"));
const WAYS: Readonly<Record<string, (text: string) => string>> = {
    "as it is": (text) => text,
    "in base64": (text) => Buffer.from(text).toString("base64"),
    "in base64 behind one byte": (text) => Buffer.from(`u${text}`).toString("base64"),
    "in base64 for URLs behind two bytes": (text) => Buffer.from(`u:${text}`).toString("base64url"),
    "in hex": (text) => Buffer.from(text).toString("hex"),
    "in upper-case hex": (text) => Buffer.from(text).toString("hex").toUpperCase(),
    "in a URL": (text) => encodeURIComponent(text),
};

test.each(Object.keys(WAYS))("any 4.5 KiB of a value of 64 KiB are found %s", (name) => {
    const write = WAYS[name] ?? String;
    for (const at of [0, 1234, 30_001, 60_900]) {
        const hidden = nets.string(`part: ${write(LONG.slice(at, at + 4608))} end`).text;
        expect(hidden).toMatch(/^part: .{0,6}<redacted:ns\/long\/password>.{0,6} end$/);
    }
});
