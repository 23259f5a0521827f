/** An identifier in the text. */
export interface Name {
    readonly start: number;
    readonly end: number;
    readonly text: string;
}

const MAX_SIDE = 80;

/** The identifier around `at`: letters, digits, `_`, `-`, `.`; leading dashes of a flag and trailing punctuation are not part of it. */
export function nameAround(text: string, at: number): Name {
    let start = at;
    while (start > 0 && at - start < MAX_SIDE && isNameChar(text.charCodeAt(start - 1))) start--;
    let end = at;
    while (end < text.length && end - at < MAX_SIDE && isNameChar(text.charCodeAt(end))) end++;
    if (text[start - 1] === "\\" && "ntr".includes(text[start] ?? "") && start < at) start++;
    while (start < at && "-.".includes(text[start] ?? "")) start++;
    while (end > at && "-.".includes(text[end - 1] ?? "")) end--;
    return { start, end, text: text.slice(start, end) };
}

const SECOND_WORD = /^(?:keys?|codes?|phrase|string|str|pin|auth|word|token|secret)$/i;

/** The name and the word before it: `API key`, `recovery code`. */
export function withWordBefore(text: string, name: Name): Name | undefined {
    if (!SECOND_WORD.test(name.text)) return undefined;
    const before = /[A-Za-z]{2,20} {1,2}$/.exec(text.slice(Math.max(0, name.start - 22), name.start));
    if (before === null) return undefined;
    const start = name.start - before[0].length;
    return { start, end: name.end, text: text.slice(start, name.end) };
}

function isNameChar(code: number): boolean {
    return (
        (code >= 97 && code <= 122) ||
        (code >= 65 && code <= 90) ||
        (code >= 48 && code <= 57) ||
        code === 95 ||
        code === 45 ||
        code === 46
    );
}
