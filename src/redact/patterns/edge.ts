/**
 * Whether a word may begin at `at`: no letter or digit stands before it, unless that is the end of an escape: `\n`, `\u003d`, `%3D`.
 */
export function beginsAt(text: string, at: number): boolean {
    if (at === 0 || !isWordChar(text.charCodeAt(at - 1))) return true;
    if (text[at - 2] === "\\") return "nrtbf".includes(text[at - 1] ?? "");
    if (text[at - 3] === "%") return HEX2.test(text.slice(at - 2, at));
    return text[at - 6] === "\\" && (text[at - 5] === "u" || text[at - 5] === "U") && HEX4.test(text.slice(at - 4, at));
}

const HEX2 = /^[0-9A-Fa-f]{2}$/;
const HEX4 = /^[0-9A-Fa-f]{4}$/;

const RUN_REACH = 64;

/** Whether 64 chars before `at` are letters, digits, dots, dashes or underscores: the middle of something long, where no name or quote has ended. */
export function isInsideRun(text: string, at: number): boolean {
    if (at < RUN_REACH) return false;
    for (let i = at - 1; i >= at - RUN_REACH; i--) {
        const code = text.charCodeAt(i);
        if (!isWordChar(code) && code !== 95 && code !== 45 && code !== 46) return false;
    }
    return true;
}

/** ASCII letter or digit. */
export function isWordChar(code: number): boolean {
    return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

const LINE_REACH = 1024;

/** Start of the line that `at` is in, looking back 1,024 chars: of a longer line, that far. */
export function lineStart(text: string, at: number): number {
    const from = Math.max(0, at - LINE_REACH);
    return from + text.slice(from, at).lastIndexOf("\n") + 1;
}

/** Whether the char stands before `at` on the same line, as far as lineStart looks. */
export function standsBefore(text: string, char: string, at: number): boolean {
    return text.slice(lineStart(text, at), at).includes(char);
}

/** Just behind the line that `at` is in, before its newline; no further than `reach`. */
export function lineEnd(text: string, at: number, reach: number): number {
    const end = text.slice(at, at + reach).indexOf("\n");
    return end < 0 ? Math.min(text.length, at + reach) : at + end;
}
