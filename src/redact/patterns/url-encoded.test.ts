import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { urlEncoded } from "./url-encoded.ts";
import { vendorRule } from "./vendor-rule.ts";

const rule = urlEncoded(vendorRule({ id: "hash", anchors: ["$1$"], format: /\$1\$\w{4}\$[\w/]{6}/, anywhere: true }));

test("a format is found where a query encodes it, to the last of its triplets and no further", () => {
    const text = "?h=%241%24salt%24ab%2Fcd%2F&x=1";
    expect(rule.match(text, 3, true, Buffer.from(text))).toEqual({ start: 3, end: 27 });
});

test("what is not encoded is left to the rule itself", () => {
    expect(rule.match("$1$salt$abcdef", 0, true, Buffer.from("$1$salt$abcdef"))).toBeUndefined();
});
