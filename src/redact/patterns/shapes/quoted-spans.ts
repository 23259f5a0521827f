import { isSecretName } from "../../secret-name.ts";
import type { Found, Span } from "../pattern.ts";
import { isPassphrase } from "./bare-value.ts";
import { namesItsSecret } from "./connection-string.ts";
import { isHarmless, isProse } from "./harmless.ts";
import { looksRandom, looksSecret } from "./looks-random.ts";
import type { Name } from "./name-around.ts";
import { isKeyOfSecret } from "./no-value.ts";
import { isOneTimeCode } from "./one-time-code.ts";
import { type Place, spanOf } from "./place.ts";
import { readQuoted, type Value } from "./read-quoted.ts";
import { withoutUser } from "./without-user.ts";

/** What is secret of a quoted value behind a connector. */
export function quotedSpans(place: Place, quoted: Value): Found {
    return acceptsQuoted(place, quoted) ? [withoutUser(place.name.text, quoted), ...changedTo(place.text, quoted)] : undefined;
}

/** Terraform's `"old" -> "new"`. */
function changedTo(text: string, { after }: Value): readonly Span[] {
    const next = text.startsWith(" -> ", after) ? readQuoted(text, after + 4) : undefined;
    return next === undefined || isHarmless(next.text) ? [] : [spanOf(next)];
}

/** Of a connection string. */
const MAX_STRING = 1024;
const OBJECT_NAME = /^(?:[a-z0-9]+(?:[-./:][a-z0-9]+)*|[a-z0-9-]+)$/;

/** `"puts", "pwd", "quit"`: a word among words, neither the first of two nor a flag. */
function isInList(text: string, name: Name): boolean {
    return /["'`],\s?["'`]$/.test(text.slice(Math.max(0, name.start - 4), name.start));
}

function acceptsQuoted({ text, connector, strong, name, judged }: Place, { text: value }: Value): boolean {
    if (judged.isDoubtful) return looksRandom(value);
    if (judged.isCode && isOneTimeCode(value)) return true;
    if (!(strong || looksSecret(value) || isPassphrase(value) || (connector.type === "quoted" && isMixed(value)))) return false;
    if (namesItsSecret(name.text, value.slice(0, MAX_STRING))) return false;
    if (isHarmless(value) || /^[[{]/.test(value) || isKeyOfSecret(value, name.text)) return false;
    if (connector.type === "listed" && isInList(text, name) && !looksSecret(value)) return false;
    if (connector.type === "listed" && (value === name.text || (/^[a-z][a-z_-]*$/i.test(value) && isSecretName(value))))
        return false;
    if (!strong) return true;
    if (/^(?:secret|private|access|shared|account)/i.test(name.text) && connector.type === "quoted")
        return !OBJECT_NAME.test(value) || looksSecret(value);
    return !(isProse(value) && value.length > 40);
}

/** `Ab1!x9`: what a person takes for a password. */
function isMixed(value: string): boolean {
    return value.length >= 6 && /\d/.test(value) && /[A-Z!@#$%^&*+=]/.test(value);
}
