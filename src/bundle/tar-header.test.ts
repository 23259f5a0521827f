import fc from "fast-check";
import { expect, test } from "vitest";
import { decodePax, decodeTarHeader, encodeTarHeader, paddingOf, TAR_BLOCK } from "./tar-header.ts";

/** What a reader makes of header blocks: the pax records win. */
function read(blocks: Uint8Array): { path: string | undefined; size: number | undefined } {
    const first = decodeTarHeader(blocks.subarray(0, TAR_BLOCK));
    if (first?.type !== "x") return { path: first?.path, size: first?.size };
    const records = decodePax(blocks.subarray(TAR_BLOCK, TAR_BLOCK + first.size));
    const last = decodeTarHeader(blocks.subarray(TAR_BLOCK + first.size + paddingOf(first.size)));
    const size = records?.get("size");
    return { path: records?.get("path") ?? last?.path, size: size === undefined ? last?.size : Number(size) };
}

test("any path and any size up to 2^53 come back", () => {
    const path = fc.string({ minLength: 1, maxLength: 400, unit: "grapheme" }).filter((text) => !text.includes("\0"));
    const size = fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constantFrom(0, 8 ** 11 - 1, 8 ** 11, 8 ** 11 + 1));
    fc.assert(
        fc.property(path, size, (path, size) => {
            const blocks = encodeTarHeader(path, size, 1_770_000_000);
            expect(blocks.byteLength % TAR_BLOCK).toBe(0);
            expect(read(blocks)).toEqual({ path, size });
        }),
    );
});

test("a size of 8 GiB stands in base-256 in the header too, for readers that know no pax", () => {
    const blocks = encodeTarHeader("a", 8 ** 11, 0);
    expect(decodeTarHeader(blocks.subarray(-TAR_BLOCK))).toEqual({
        path: "a",
        size: 8 ** 11,
        type: "0",
        mtime: 0,
        mode: 0o644,
        target: "",
    });
});

test("a header whose checksum is wrong is none", () => {
    const block = Buffer.from(encodeTarHeader("a", 1, 0));
    block[0] = 0x62;
    expect(decodeTarHeader(block)).toBe(undefined);
});

test("pax records that lie about their length are none", () => {
    expect(decodePax(Buffer.from("99 path=a\n"))).toBe(undefined);
    expect(decodePax(Buffer.from("x path=a\n"))).toBe(undefined);
    expect(decodePax(Buffer.from("10 path=a\n"))).toEqual(new Map([["path", "a"]]));
});
