import { isHarmlessValue } from "./harmless-value.ts";
import type { Look } from "./look.ts";

/** The rule's name in tokens and counts. */
const RULE = "secret-name";

/**
 * A value under a secret-like name, hidden: the password of a URL or a connection string, where it is one, else all of it. Harmless values stay.
 */
export function hideNamed(name: string, value: string, look: Look): string {
    if (isHarmlessValue(value)) return value;
    if (URL_LIKE.test(value)) return hideInUrl(name, value, look);
    if (PAIRS.test(value)) {
        const parts = value.replace(PAIR, (all, key: string, sign: string, part: string) =>
            look.isSecretName(key.trim()) ? `${key}${sign}${hidePart(part, key, look)}` : all,
        );
        if (parts !== value || PAIR_TOKEN.test(value)) return parts;
    }
    return look.hide(RULE, value, name);
}

function hideInUrl(name: string, url: string, look: Look): string {
    return url
        .replace(USER_INFO, (_, before: string, password: string) => `${before}${hidePart(password, name, look)}@`)
        .replace(TOKEN_AS_USER, (_, before: string, token: string) => `${before}${hidePart(token, name, look)}@`);
}

function hidePart(part: string, name: string, look: Look): string {
    return isHarmlessValue(part) ? part : look.hide(RULE, part, name);
}

const URL_LIKE = /^[a-z][a-z\d+.:-]*:\/\/\S+$/i;
const USER_INFO = /^([^@/]*:\/\/[^:@/]*:)([^@]*)@/;
/** `https://TOKEN@host`: no user's name is so long. */
const TOKEN_AS_USER = /^([^@/]*:\/\/)([^@/:<>]{16,})@/;
/** `Server=db;Password=x` or libpq's `host=db password=x`. */
const PAIRS = /^\s*[A-Za-z][\w .-]*=[^;]*;\s*[A-Za-z][\w .-]*=|^\w+=\S* +\w+=/;
const PAIR = /([A-Za-z][\w .-]*?)(\s*=\s*)("[^"]*"|'[^']*'|[^;\s]+(?=[;\s]|$))/g;
const PAIR_TOKEN = /=\s*<redacted:/;
