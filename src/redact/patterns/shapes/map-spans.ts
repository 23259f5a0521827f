import type { Span } from "../pattern.ts";
import { isHarmless } from "./harmless.ts";
import { looksSecret } from "./looks-random.ts";
import { readQuoted } from "./read-quoted.ts";

const QUOTE = `(?:\\\\{0,7}["'])?`;
const KEY = new RegExp(`[\\s,]{0,40}:?${QUOTE}([\\w.@/-]{1,128})${QUOTE}\\s{0,4}(?::|=>?)\\s{0,4}`, "y");
const VALUE_KEYS = /^(?:value|plaintext|text|secret|data|raw)$/i;
const SEVERAL = /(?:passwords|secrets|tokens|api_?keys|keys|codes|passphrases)$/i;
const MAX_ENTRIES = 100;

/** Whether a name is of many secrets, each under a key of its own. */
export function namesSeveral(name: string): boolean {
    return SEVERAL.test(name);
}

/** The values of the map at `at`: of `"password": {"value": "x"}` what is called value, of `"tokens": {"ci": "x"}` all. Quoted ones only. */
export function mapSpans(text: string, at: number, name: string, strong: boolean): readonly Span[] | undefined {
    const all = namesSeveral(name);
    const spans: Span[] = [];
    KEY.lastIndex = at + 1;
    for (let count = 0; count < MAX_ENTRIES; count++) {
        const key = KEY.exec(text);
        const value = key === null ? undefined : readQuoted(text, KEY.lastIndex);
        if (key === null || value === undefined) break;
        if ((all || VALUE_KEYS.test(key[1] ?? "")) && !isHarmless(value.text) && (strong || looksSecret(value.text)))
            spans.push({ start: value.start, end: value.end });
        KEY.lastIndex = value.after;
    }
    return spans.length === 0 ? undefined : spans;
}
