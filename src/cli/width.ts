/** Control characters and bidirectional overrides: a name must not move the cursor or turn the line around. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Columns a grapheme takes: East Asian wide ones and emoji take two. Source: Unicode UAX #11. */
function columnsOf(grapheme: string): number {
    if (/^\p{Mark}+$/u.test(grapheme)) return 0;
    return /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        grapheme,
    )
        ? 2
        : 1;
}

/** The text cut to so many columns, with an ellipsis where something was cut. Safe for any name that an API may give. */
export function fitted(text: string, columns: number): string {
    const safe = text.replace(UNSAFE, "�");
    let used = 0;
    let kept = "";
    for (const { segment } of new Intl.Segmenter().segment(safe)) {
        const wide = columnsOf(segment);
        if (used + wide > columns - 1) return kept.length < safe.length ? `${kept}…` : kept;
        used += wide;
        kept += segment;
    }
    return kept;
}

/** Safe to print as it is: no control characters. */
export function printable(text: string): string {
    return text.replace(UNSAFE, "�");
}
