import type { Found, PatternRule } from "../pattern.ts";
import { isHarmless } from "../shapes/harmless.ts";
import { readQuoted } from "../shapes/read-quoted.ts";

const RESULT = /"random_password"[\s\S]{0,1500}?"(?:result|bcrypt_hash)"[ \t]{0,4}:[ \t]{0,4}(?=")/y;
const REACH = 1600;

/** Terraform's state keeps what `random_password` has made. */
export const randomPassword: PatternRule = {
    id: "terraform-password",
    anchors: ['"random_password"'],
    severalLines: true,
    match(text, at, ended): Found {
        RESULT.lastIndex = at;
        if (!RESULT.test(text)) return !ended && text.length - at < REACH ? "more" : undefined;
        const value = readQuoted(text, RESULT.lastIndex);
        return value === undefined || isHarmless(value.text) ? undefined : { start: value.start, end: value.end };
    },
};
