import {
    DOUBTFUL_KEYS,
    DOUBTFUL_WORDS,
    HARMLESS_AFTER,
    HARMLESS_BEFORE,
    KEY_NAMES,
    MODIFIERS,
    PHRASES,
    SECRET_KEYS,
    STRONG,
    WEAK,
} from "./secret-name-words.ts";

/**
 * Whether a field, variable, flag or map key of this name holds a secret: `dbPassword`, `AWS_SECRET_ACCESS_KEY`, `client-secret`. Names
 * of something about a secret do not: `secretName`, `passwordPolicy`, `tokenExpirationSeconds`, `privateKeyPath`. Any spelling: camelCase,
 * snake, kebab, dotted, run together. Decides by the words: see secret-name-words.ts. What the value is (a reference, a placeholder, a
 * boolean) is the caller's second question: structure/harmless-value.ts.
 */
export function isSecretName(name: string): boolean {
    if (name.length > 256 || !MAY_BE.test(name)) return false;
    return holdsNoun(wordsOf(name), (words, at) => !spoiltBefore(words, at));
}

/**
 * Whether a name that isSecretName denies is of a secret in some programs and of an object or a key in others: `authSecret`, `routing_key`. The
 * value decides: see looks-random.ts.
 */
export function isDoubtfulName(name: string): boolean {
    if (name.length > 256 || !MAY_BE.test(name)) return false;
    const words = wordsOf(name);
    const last = words.at(-1) ?? "";
    if (DOUBTFUL_KEYS.has(words.slice(-2).join(" ")) || DOUBTFUL_WORDS.has(last)) return true;
    return last === "secret" && holdsNoun(words, () => true);
}

function holdsNoun(words: readonly string[], isFine: (words: readonly string[], at: number) => boolean): boolean {
    if (words.includes("existing") || words.includes("automount")) return false;
    return words.some((_, at) => {
        const noun = nounAt(words, at);
        return noun !== undefined && isFine(words, at) && holds(noun.strength, words.slice(at + noun.length), words);
    });
}

/** Cheap: most field names of Kubernetes hold none of these. */
const MAY_BE =
    /pass|pwd|psw|pw$|secret|token|key|cred|auth|dsn|cookie|salt|bearer|conn|kennwort|psk|mnemonic|phrase|code|pin|otp|jwt|shared|answer|pat$|macaroon|encrypt$/i;

const RUN_TOGETHER =
    /^(.*?)(password|passwd|passphrase|passcode|passwort|secret|token|apikey|secretkey|privatekey|accesskey|credential|pwd)(s?)([a-z]*)$/;

/** `AWSSecretKey2` → aws secret key. */
function wordsOf(name: string): readonly string[] {
    return name
        .replace(/([a-z\d])([A-Z])/g, "$1 $2")
        .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
        .toLowerCase()
        .split(/[^\p{L}\d]+/u)
        .map((word) => (/^(?:b64|base64|s3|auth0|oauth2|sha256|ed25519)$/.test(word) ? word : word.replace(/\d+$/, "")))
        .filter((word) => word !== "")
        .flatMap(apart);
}

/** `pgpassword` → pg password; `secretname` → secret name; `tokenizer` stays. */
function apart(word: string): readonly string[] {
    if (STRONG.has(word) || WEAK.has(word)) return [word];
    const match = RUN_TOGETHER.exec(word);
    if (match === null) return [word];
    const [, before = "", noun = "", plural = "", after = ""] = match;
    if (after !== "" && !HARMLESS_AFTER.has(after) && !MODIFIERS.has(after)) return [word];
    return [before, noun + plural, after].filter((part) => part !== "");
}

interface Noun {
    readonly strength: "strong" | "weak";
    /** In words. */
    readonly length: number;
}

function nounAt(words: readonly string[], at: number): Noun | undefined {
    const word = words[at] ?? "";
    const next = words[at + 1] ?? "";
    if (word === "token" && next === "id") return undefined;
    const phrase = PHRASES[`${word} ${next}`];
    if (phrase !== undefined) return { strength: phrase, length: 2 };
    if (next === "key" || next === "keys") return keyNoun(words, at);
    if (STRONG.has(word)) return { strength: "strong", length: 1 };
    return WEAK.has(word) ? { strength: "weak", length: 1 } : undefined;
}

/** `api_key` yes, `sortKey` no; `passwordKey` names a key of a Secret, `TOKEN_SIGNING_KEY` is one. */
function keyNoun(words: readonly string[], at: number): Noun | undefined {
    const word = words[at] ?? "";
    return SECRET_KEYS.has(word) && !KEY_NAMES.has(word) ? { strength: "weak", length: 2 } : undefined;
}

function spoiltBefore(words: readonly string[], at: number): boolean {
    const before = words[at - 1];
    if (before === undefined) return false;
    return HARMLESS_BEFORE[words[at] ?? ""]?.has(before) ?? false;
}

function holds(strength: "strong" | "weak", after: readonly string[], all: readonly string[]): boolean {
    const [next] = after;
    if (next === undefined) return true;
    if (strength === "strong" && next === "hash") return !after.some((word) => word !== "hash" && HARMLESS_AFTER.has(word));
    if (next === "key" || next === "keys") return false;
    if (strength === "strong") return !after.some((word) => HARMLESS_AFTER.has(word));
    return after.every((word) => MODIFIERS.has(word)) && !(all[0] === "public");
}
