import { expect, test } from "vitest";
import { isBech32 } from "./bech32.ts";
import { crcEndedLength } from "./crc-ended.ts";

test("a token whose checksum holds ends there, whatever letters follow", () => {
    const random = "0".repeat(30);
    const token = ["ghp", `${random}2C8GjS`].join("_");
    expect([token, `${token}AndMore`, `${token.slice(0, -1)}_`].map(crcEndedLength)).toEqual([40, 40, undefined]);
});

test("bech32 holds for the examples of BIP 173 and for none with a char changed", () => {
    expect([
        isBech32("A12UEL5L"),
        isBech32("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"),
        isBech32("A12UEL5M"),
        isBech32("nothing"),
    ]).toEqual([true, true, false, false]);
});
