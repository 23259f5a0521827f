import { isWordChar } from "../edge.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const CAMEL = /^[A-Za-z]?[a-z]*(?:[A-Z]+[a-z]*){0,8}\d{0,2}$/;
const NOT_A_SECRET =
    /^(?:[a-z][a-z0-9+.-]*:\/\/[^@\s]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|v?\d+(?:\.\d+)+\S{0,12}|[\d.:,/_-]+(?:ms|s|m|h)?|\d{4}-\d\d-\d\d[T ][\d:.,+Z-]*|sha(?:1|256|512)[:-]\S+)$/;

/** Of Kubernetes, with namespace, file or image: at least two parts. */
const OBJECT_NAME = /^[a-z0-9]+(?:[-./_:][a-z0-9*]+)+$/;

const PATH = /^\.{0,2}\/[\w./-]*$/;
const ROOTS = /^\.{0,2}\/(?:var|etc|usr|opt|home|run|tmp|proc|sys|data|dev|mnt|root|api|v\d)\//;

/** A number, an address, a file; of paths not what may be base64 that happens to begin with a slash. */
function isNoSecret(text: string): boolean {
    if (PATH.test(text)) return ROOTS.test(text) || longestRun(text) < 20;
    return NOT_A_SECRET.test(text);
}

/** How often letter, digit, upper and lower case take turns; words hardly do, random text does all the time. */
function turns(text: string): number {
    let count = 0;
    let last = 0;
    for (let i = 0; i < text.length && i < 256; i++) {
        const kind = kindOf(text.charCodeAt(i));
        if (last !== 0 && kind !== last && !(last === UPPER && kind === LOWER && i === 1)) count++;
        last = kind;
    }
    return count;
}

const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;
const OTHER = 4;

function kindOf(code: number): number {
    if (!isWordChar(code)) return OTHER;
    return code < 58 ? DIGIT : code < 91 ? UPPER : LOWER;
}

/** Bits per char, of at most the first 256. */
function entropy(text: string): number {
    const counts = new Map<number, number>();
    const length = Math.min(256, text.length);
    for (let i = 0; i < length; i++) counts.set(text.charCodeAt(i), (counts.get(text.charCodeAt(i)) ?? 0) + 1);
    let bits = 0;
    for (const count of counts.values()) bits -= (count / length) * Math.log2(count / length);
    return bits;
}

/** What so many chars are, the rest is too. */
const LONG_ENOUGH = 4096;

/** At least sixteen chars that no person has thought of: base64, base62 or hex of random bytes. Not for what is too short to tell. */
export function looksRandom(text: string): boolean {
    if (text.length < 16 || /\s/.test(text.slice(0, 256)) || isNoSecret(text.slice(0, 256))) return false;
    if (UUID.test(text)) return true;
    if (/^[0-9a-fA-F]+$/.test(text.slice(0, LONG_ENOUGH)))
        return /[0-9]/.test(text) && /[a-fA-F]/.test(text) && entropy(text) > 2.6;
    return longestRun(text) >= 16 && /[A-Za-z]/.test(text) && turns(text) >= Math.min(40, text.length / 5) && entropy(text) > 3.2;
}

/** Longest stretch without dots, dashes and slashes: what Kubernetes names are made of is short between them. */
function longestRun(text: string): number {
    return Math.max(
        ...text
            .slice(0, 4096)
            .split(/[-./:,_]/)
            .map((part) => part.length),
        text.length > 64 ? 16 : 0,
    );
}

/**
 * Whether a value under a word such as `token` or `secret` is the secret and not a word about it (`expired`), a name of an object
 * (`msp/db-credentials`), a path, a number or a type. Short values need a symbol, or digits among letters.
 */
export function looksSecret(value: string): boolean {
    if (value.length < 6 || (value.length < 12 && LETTERS.test(value))) return false;
    const text = value.slice(0, 256);
    if (OBJECT_NAME.test(text))
        return UUID.test(text) || (text.length >= 12 && (hasRandomPart(text) || (text.length >= 16 && looksRandom(text))));
    if (isNoSecret(text) || (CAMEL.test(text) && !isRestless(text))) return false;
    if (DOTTED_WORDS.test(text)) return false;
    if (looksRandom(value)) return true;
    if (/^[A-Z0-9]+(?:_[A-Z0-9]+)*$/.test(text) && turns(text) < 4 && !isShouted(text)) return false;
    if (/[!@#$%^&*+=?~|]/.test(text)) return /[A-Za-z0-9]{3}/.test(text) && !/^[%$@&*]/.test(text);
    if (/\s/.test(text)) return false;
    return turns(text) >= 3 || (text.length >= 8 && /[a-z]\d|\d[a-z]/i.test(text) && turns(text) >= 2);
}

/** A word and some digits, as people make passwords: `walnut2034`, `Copper-lamp.33`. */
export function looksChosen(text: string): boolean {
    return (
        text.length >= 8 && text.length <= 64 && /^[A-Za-z]{4,}(?:[-_.@][A-Za-z]{3,}){0,3}[-_.@]?\d{2,}[!-/:-@]{0,3}$/.test(text)
    );
}

/** Too many capitals for words run together. */
function isRestless(text: string): boolean {
    if (text.length < 12) return false;
    return turns(text) > text.length * 0.34 || (text.length >= 14 && vowels(text) < text.length * 0.24);
}

/** `Keyword.Type`, `Name.Variable`: members of a program's modules. */
const DOTTED_WORDS = /^_?[A-Z]?[a-z]{2,}(?:\._?[A-Z]?[a-z]{2,})+$/;

/** Random capitals. */
function isShouted(text: string): boolean {
    return text.length >= 20 && !text.includes("_") && vowels(text.toLowerCase()) < text.length * 0.24;
}

function vowels(text: string): number {
    return text.length - text.replace(/[aeiouy]/gi, "").length;
}

const LETTERS = /^[a-z]+$/;

function hasRandomPart(text: string): boolean {
    return /[a-z0-9]{12}/.test(text) && text.split(/[-./_:]/).some((part) => part.length >= 12 && turns(part) >= 4);
}
