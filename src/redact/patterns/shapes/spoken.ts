import { isExpression } from "./code.ts";
import { isHarmless, isProse, isStateWord } from "./harmless.ts";
import { looksChosen, looksRandom, looksSecret } from "./looks-random.ts";
import { isOneTimeCode } from "./one-time-code.ts";
import type { Place } from "./place.ts";
import type { Value } from "./read-quoted.ts";

/** Endings of the words that are said about passwords. */
const ABOUT = /(?:ed|ing|able|ible|ent|ly|al|ive|ous|ect|id|ory|ful|less|ary|ate|ant|ong|ort|ired)$/;
const DASHED_WORDS = /^[a-z]{3,}(?:-[a-z]{3,}){3,}$/;
const USER_BEFORE = /(?:login|user|username)\s+(?!(?:and|or|a|the|&|has|had|without)\s)\S+\s+$/i;
const FILE_LINE = /(?:^|\n)[ \t]*(?:(?:\d{4}-\d\d-\d\dT\S+Z )?(?:Step \d+\/\d+ : )?(ENV|ARG|setenv)[ \t]+)?$/;

/** After `password is`, or just `password`: what has digits or symbols, and what is no English word about a password. */
export function isSpokenSecret(place: Place, value: Value): boolean {
    const { connector, strong, judged } = place;
    const said = value.text.replace(/[.!?:]+$/, "");
    if (judged.isCode && isOneTimeCode(said)) return true;
    if (connector.type === "word") return isSecretWord(place, said, value.end);
    if (/\d/.test(said) || /[^\w.,'-]/.test(said)) return strong ? said.length >= 4 : looksSecret(said);
    return strong && said.length >= 8 && (DASHED_WORDS.test(said) || !ABOUT.test(said));
}

function isSecretWord({ text, name, strong, judged }: Place, said: string, end: number): boolean {
    if (USER_BEFORE.test(text.slice(Math.max(0, name.start - 80), name.start))) return strong;
    const line = FILE_LINE.exec(text.slice(Math.max(0, name.start - 80), name.start));
    if (line?.[1] !== undefined) return strong || looksSecret(said);
    if (!strong) return looksRandom(said) && (!/[-.:/]/.test(said) || /^[\w+/]{20,}=+$/.test(said));
    if (judged.isPhrase && DASHED_WORDS.test(said)) return true;
    if (/^\d{6,10}$/.test(said)) return /pass|pin/i.test(name.text) && line === null;
    if (line !== null && !/^[ \t]*\r?(?:\n|$)/.test(text.slice(end, end + 8)))
        return looksSecret(said) && !/^[A-Z][a-z]+$/.test(said);
    return (looksSecret(said) || looksChosen(said)) && !/^[A-Z][a-z]+$/.test(said);
}

/** The last thing on a line that asks for a password, or says which it is: nothing that a program would answer. */
export function isAnswer({ strong }: Place, { text: value }: Value): boolean {
    if (!strong) return looksRandom(value) && !/[-.:/]/.test(value);
    if (isHarmless(value) || isExpression(value) || ANSWERS.test(value)) return false;
    return looksSecret(value) || looksChosen(value) || DASHED_WORDS.test(value);
}

/** A pair, an error's code, a number, a path. */
const ANSWERS = /^[A-Za-z_][\w.-]*=[^=]|^[A-Z]+-\d+$|^\d{1,4}$|[/:]$|^[/{[(]/;

/** `password: user not found`, after `: ` in the middle of a line. */
export function isSentence({ text, connector }: Place, value: Value): boolean {
    if (text[connector.at - 1] !== " " || !/^[A-Za-z']+[,.]?$/.test(value.text)) return false;
    const following = text.slice(value.end, value.end + 40);
    if (/^, ?\\{0,7}["']?[\w.-]+\\{0,7}["']?[:=]/.test(following)) return false;
    return (
        /^,? (?:[a-z]+(?:[ .,:;]|$)|<redacted:)/.test(following) &&
        (isStateWord(value.text) || isProse(value.text + following) || /^[a-z]+$/.test(value.text))
    );
}
