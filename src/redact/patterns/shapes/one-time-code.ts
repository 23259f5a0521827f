import type { Span } from "../pattern.ts";

const DIGITS = "\\d(?:[\\d -]{2,10})\\d";
const GROUPS =
    "(?=[A-Z-]*\\d|[A-Z]{4}-[A-Z]{4}(?!\\w))[A-Z0-9]{3,6}(?:-[A-Z0-9]{3,6}){1,3}|(?=[a-z-]*\\d)[a-z0-9]{4}(?:-[a-z0-9]{4}){1,3}";
const SEED = "(?=[A-Z]*[2-7])[A-Z2-7]{16,64}=*";
const CODE = new RegExp(`^(?:${DIGITS}|${GROUPS}|${SEED})$`);
const NEXT = new RegExp(`[ ,;]{1,3}(\\d{4,10}|${GROUPS})(?![\\w-])`, "y");
const MAX_CODES = 50;

/** What a person types once: digits, groups of letters and digits, the base32 of a seed. */
export function isOneTimeCode(value: string): boolean {
    return CODE.test(value);
}

/** The codes that stand behind one another on a line: `backup codes: 83920174 55120938`. */
export function codesFrom(text: string, at: number): readonly Span[] {
    const spans: Span[] = [];
    NEXT.lastIndex = at - 1;
    for (let match = NEXT.exec(text); match !== null && spans.length < MAX_CODES; match = NEXT.exec(text))
        spans.push({ start: NEXT.lastIndex - (match[1] ?? "").length, end: NEXT.lastIndex });
    return spans;
}
