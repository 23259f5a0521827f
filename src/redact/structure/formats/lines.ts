import type { Look } from "../look.ts";
import { hideNamed } from "../secret-value.ts";

/**
 * INI, properties, dotenv, TOML, HCL and whatever else has a name, a sign and a value: values under secret-like names are hidden in place, in
 * their quotes. Understands triple quotes, properties' continued lines, comments and `name value` of a line alone.
 */
export function redactLines(text: string, look: Look): string {
    return assigned(text, look).replace(TWO_WORDS, (all, before: string, name: string, gap: string, value: string) =>
        look.isSecretName(name) ? before + name + gap + hideWritten(name, value, look) : all,
    );
}

/** A name and its sign, where one can begin: on a line, in an inline table, a map or a list of attributes. */
const NAME_AND_SIGN =
    /(?:^|[{,])[ \t]*(?:[#;!]+[ \t]*)?(?:(?:export|set|declare -x|ENV|-)[ \t]+)?(["']?)([A-Za-z_][\w.$/-]{0,127})\1[ \t]*[:=]{1,2}>?[ \t]*/gm;
/** Triple quotes, quotes, a line that a backslash continues, or the rest of the line without its comment. */
const VALUE =
    /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\n]*\\\r?\n(?:[^\n]*\\\r?\n)*[^\n\r]*|[^\s,;][^\n]*?(?=(?<![ \t])[ \t]+[#;][ \t]|(?<![ \t])[ \t]*$)/my;
const TWO_WORDS = /^([ \t]*)([A-Za-z_][\w.-]{0,127})([ \t]+)("[^"\n]*"|'[^'\n]*'|[^\s"'=:<]+)(?=[ \t;]*\r?$)/gm;

function assigned(text: string, look: Look): string {
    let out = "";
    let at = 0;
    for (const match of text.matchAll(NAME_AND_SIGN)) {
        const name = match[2] ?? "";
        const start = match.index + match[0].length;
        if (start < at || !look.mayBeSecretName(name)) continue;
        VALUE.lastIndex = start;
        const value = VALUE.exec(text)?.[0];
        if (value === undefined || !look.isSecret(name, value.replace(/^["']+|["']+$/g, ""))) continue;
        out += text.slice(at, start) + hideWritten(name, value, look);
        at = start + value.length;
    }
    return out + text.slice(at);
}

function hideWritten(name: string, written: string, look: Look): string {
    const quote = /^(?:"""|'''|["'])/.exec(written)?.[0] ?? "";
    const closed = quote !== "" && written.length >= quote.length * 2 && written.endsWith(quote);
    if (!closed) return hideBare(name, written, look);
    return quote + hideNamed(name, written.slice(quote.length, -quote.length), look) + quote;
}

/** A bare value ends before the brackets that close what is around it. */
function hideBare(name: string, written: string, look: Look): string {
    if (/[{[(]/.test(written)) return hideNamed(name, written, look);
    const end = /[ \t]*[\]}]*,?\r?$/.exec(written)?.index ?? written.length;
    return hideNamed(name, written.slice(0, end), look) + written.slice(end);
}
