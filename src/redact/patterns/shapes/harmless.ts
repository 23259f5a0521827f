import { isPublicDsn } from "../../public-dsn.ts";
import { looksRandom } from "./looks-random.ts";

/** What stands where a secret would, and is none: masks, nulls, templates, references. */
const PLACEHOLDER = new RegExp(
    [
        "",
        "[*•.xX#_-]{2,}",
        "x{1,}",
        "\\*",
        "<[^<>]{0,300}>",
        "\\[[\\w -]{0,40}\\]",
        "\\(\\w[\\w -]{0,40}\\)",
        "\\$\\{[^}]{0,300}\\}?",
        "\\$\\([^)]{0,300}\\)?",
        "\\$[A-Za-z_]\\w{0,100}",
        "\\{\\{[^}]{0,300}\\}?\\}?",
        "%\\(?\\w{0,40}\\)?[svqd]?",
        "%[A-Z_]{2,40}%",
        "@[A-Z_]{2,40}@",
        "__\\w{1,60}__",
        "(?:0x)?0+",
        "\\d+(?:\\.\\d+){3,}",
        "-+",
        "\\{\\}?|\\[\\]?|\\(\\)?|&?\\{[^{}]{0,10}\\}",
        "(?:required|nullable|string|sometimes|confirmed|min:\\d+|max:\\d+)(?:\\|[\\w:,]+)*",
        "(?:\\xe2\\x80\\xa6|\u2026){1,3}",
        "ENC\\[[^\\]]{0,2000}\\]?",
        "(?:your|new|old|the|some)[-_ ]?(?:[a-z]{2,8}[-_ ])?(?:password|token|secret|key|api[-_]?key)(?:[-_ ]here)?",
    ]
        .map((part) => `(?:${part})`)
        .join("|")
        .replace(/^/, "^(?:")
        .replace(/$/, ")$"),
);

const WORDS = new Set(
    `null nil none undefined true false yes no on off ok n/a na nan unset set empty missing absent present required optional invalid incorrect
    wrong expired valid changed updated unchanged hidden masked redacted removed filtered omitted scrubbed sanitized secret_redacted rejected
    accepted denied mismatch mismatched failed failure success successful succeeded enabled disabled default unknown provided prompt must cannot
    can should may is was are not has have for from in to and or the a an of with by at on as be will authentication auth authorization reset
    rotation rotated rotating file env string text type str dict list options entries properties field bool boolean int integer number object array any void char bytes byte
    bearer basic digest negotiate scram-sha-256 md5 sha256 sha512 bcrypt scrypt argon2 argon2id pbkdf2 plain plaintext cleartext trust peer
    ident cert ldap pam kerberos gss sspi radius sasl files systemd compat sss found not_found revoked issued created deleted refreshed
    generated loaded using used usage does did cannot could would please check error err warn info debug too it your you this that
    if when unless until policy hash hashing hashes value values key keys name id length strength verification validation validated verified
    configured specified supplied given set. unauthorized forbidden malformed malformed. unsupported mandatory expires expiring issue issues
    via through option flag argument parameter instead interface creation creating refreshing destroying destruction reading still base64
    sensitive confidential private public changeit. sent received stored saved encrypted encoded decoded decrypted`
        .trim()
        .split(/\s+/),
);

const MASKS =
    /^(?:\W{0,3}(?:redacted|masked|hidden|removed|filtered|omitted|scrubbed|sanitized|secret hidden|not shown|sensitive value|sensitive)\W{0,3}|\*{2,}.{0,2}|.{0,4}\*{3,}.{0,4}|.{0,4}\.{3}.{0,1}|(?:<|&lt;|\\+u003c|%3c)redacted:.*)$/i;

/** Whether this text, in the place of a secret, is a mask, a null, a template, a reference or a word about the secret. */
export function isHarmless(value: string): boolean {
    if (SEALED.test(value) || isPublicDsn(value)) return true;
    if (value.length > 2100 || (value.startsWith("<") && looksRandom(value.slice(1, -1)))) return false;
    if (isStateWord(value)) return true;
    return mayBeMask(value) && (PLACEHOLDER.test(value) || MASKS.test(value) || /^\$\{[A-Za-z_][^}]*\}$/.test(value));
}

/** The letters that something in PLACEHOLDER or MASKS begins with, as bits. */
const MASK_LETTERS = [..."xrnscmeyothf"].reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) & 31)), 0);

/** Whether the first letter leaves it open that this is a mask or a template; of dots and asterisks up to four chars stand before. */
function mayBeMask(value: string): boolean {
    const code = value.charCodeAt(0) | 32;
    if (!(code >= 97 && code <= 122)) return true;
    return ((MASK_LETTERS >>> (code & 31)) & 1) === 1 || value.includes("***") || value.includes("...");
}

/** What the controller of Sealed Secrets alone can open. */
const SEALED = /^Ag[AB][A-Za-z0-9+/]{200,}={0,2}$/;

/** `expired`, `Required`, `must`: a word of a sentence, not a password. */
export function isStateWord(value: string): boolean {
    if (value.length >= 20) return false;
    let end = value.length;
    while (end > 0 && ".,;:!?)".includes(value.charAt(end - 1))) end--;
    return WORDS.has(value.slice(0, end).toLowerCase());
}

const PROSE =
    /(?:^|\s)(?:must|be|is|the|for|not|an?|of|with|from|to|was|has|have|at|least|does|did|cannot|should|please|user|because|and|or|in|by|your|you|this|that|will)(?:\s|$)/i;

/** Several words that make a sentence rather than a passphrase. */
export function isProse(value: string): boolean {
    return /\s/.test(value) && PROSE.test(value);
}
