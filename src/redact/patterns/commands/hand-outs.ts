import type { Found, PatternRule } from "../pattern.ts";
import { isHarmless } from "../shapes/harmless.ts";
import { readQuoted } from "../shapes/read-quoted.ts";

const TYPE = '"random_password"';
const RESULT = /"(?:result|bcrypt_hash)"[ \t]{0,4}:[ \t]{0,4}(?=")/;
const REACH = 1600;

/** Terraform's state keeps what `random_password` has made. */
export const randomPassword: PatternRule = {
    id: "terraform-password",
    anchors: [TYPE],
    severalLines: true,
    match(text, at, ended): Found {
        const from = at + TYPE.length;
        const rest = text.slice(from, at + REACH);
        const next = rest.indexOf(TYPE);
        const result = RESULT.exec(next < 0 ? rest : rest.slice(0, next));
        if (result === null) return !ended && next < 0 && text.length - at < REACH ? "more" : undefined;
        const value = readQuoted(text, from + result.index + result[0].length);
        return value === undefined || isHarmless(value.text) ? undefined : { start: value.start, end: value.end };
    },
};
