import fc from "fast-check";
import { expect, test } from "vitest";
import { scrubbedLines } from "./scrubbed-lines.ts";

const LOG = Buffer.from(
    "kern: Command line: talos.config=https://u:p@h/c siderolink.api=grpc://h?jointoken=t x=1\nplain \u00fc line\nhttps://u:p@h/\nno end \u00ff",
);
const SCRUBBED =
    "kern: Command line: talos.config=<redacted:kernel-argument> siderolink.api=<redacted:kernel-argument> x=1\nplain \u00fc line\nhttps://<redacted:userinfo>@h/\nno end \u00ff";

async function* pieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
    let from = 0;
    for (const to of [...cuts].sort((a, b) => a - b)) {
        yield bytes.subarray(from, to);
        from = to;
    }
    yield bytes.subarray(from);
}

async function scrubbed(bytes: Uint8Array, cuts: readonly number[]): Promise<Buffer> {
    const out: Uint8Array[] = [];
    for await (const chunk of scrubbedLines(pieces(bytes, cuts))) out.push(chunk);
    return Buffer.concat(out);
}

test("wherever the chunks break, the same lines come out", async () => {
    await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(LOG.byteLength)), async (cuts) => {
            expect((await scrubbed(LOG, cuts)).toString()).toBe(SCRUBBED);
        }),
    );
});

test("bytes that are no text come out as they went in", async () => {
    await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat(300)), async (bytes, cuts) => {
            const within = cuts.map((cut) => Math.min(cut, bytes.byteLength));
            expect(await scrubbed(bytes, within)).toEqual(Buffer.from(bytes));
        }),
    );
});

test("a log that breaks off gives its error after what came before", async () => {
    async function* broken() {
        yield Buffer.from("one\ntwo");
        throw new Error("cut");
    }
    const out: string[] = [];
    await expect(
        (async () => {
            for await (const chunk of scrubbedLines(broken())) out.push(Buffer.from(chunk).toString());
        })(),
    ).rejects.toThrow("cut");
    expect(out).toEqual(["one\n"]);
});
