import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { leadsNowhere } from "./leads-nowhere.ts";
import { nameEnd, nameStart } from "./name-around.ts";

/** Asks about the word `token`; enough text follows for the end of the text not to matter. */
function asked(line: string): boolean {
    const text = `${line} ${"and so on ".repeat(20)}`;
    const bytes = Buffer.from(text);
    const at = text.indexOf("token");
    return leadsNowhere(bytes, nameStart(bytes, at), nameEnd(bytes, at));
}

test.each([
    "now a token bucket refilled",
    "the token/ path",
    "auth: token bucket",
    "one password token secret key",
    'secret "token" not found',
])("no value follows the name, which is plain at once: %s", (line) => expect(asked(line)).toBe(true));

test.each([
    "the token is x1",
    "the token: x1",
    "the token x1",
    "a token set to x1",
    "the token value=x1",
    "login bob token hunter",
    "login bob API token hunter",
    "name: token hunter",
    "--token hunter",
    "the token for the first login: 0123456789abcdef",
    '{"token" "x1"}',
    'secret "token" value="x1"',
    'name: "token" not x1',
    'a "token" is x1',
])("the long way decides: %s", (line) => expect(asked(line)).toBe(false));

test("the end of a text that may go on is left to the long way", () => {
    expect(leadsNowhere(Buffer.from("a token bucket"), 2, 7)).toBe(false);
});
