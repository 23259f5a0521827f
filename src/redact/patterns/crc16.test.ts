import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { base32Bytes } from "./base32.ts";
import { crc16 } from "./crc16.ts";

test("the check value of CRC-16/XMODEM comes out", () => {
    expect(crc16(Buffer.from("123456789"))).toBe(0x31c3);
});

test("base32 of RFC 4648 is read without its padding", () => {
    expect(Buffer.from(base32Bytes("MZXW6YTBOI")).toString()).toBe("foobar");
});
