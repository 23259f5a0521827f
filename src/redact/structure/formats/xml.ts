import type { Look } from "../look.ts";
import { hideNamed } from "../secret-value.ts";

/** XML: text of elements, attributes, and `<property name="password" value="…"/>`, where names are secret-like; in place. */
export function redactXml(text: string, look: Look): string {
    const hide = (name: string, value: string) => {
        const plain = unescaped(value);
        const hidden = hideNamed(name, plain, look);
        return hidden === plain ? value : escaped(hidden);
    };
    return text
        .replace(NAMED_TAG, (all, name: string) =>
            look.isSecretName(name)
                ? all.replace(
                      VALUE,
                      (_, before: string, quote: string, value: string) => `${before}${quote}${hide(name, value)}${quote}`,
                  )
                : all,
        )
        .replace(NAMED_TEXT, (all, before: string, name: string, value: string) =>
            look.isSecretName(name) ? before + hide(name, value) : all,
        )
        .replace(ATTRIBUTE, (all, before: string, name: string, quote: string, value: string) =>
            look.isSecretName(name) ? `${before}${quote}${hide(name, value)}${quote}` : all,
        )
        .replace(ELEMENT, (all, before: string, name: string, open: string, value: string, close: string) =>
            look.isSecretName(name) ? before + open + hide(name, value) + close : all,
        );
}

const NAMED_TAG = /<[\w:.-]+\s[^<>]*?\b(?:name|key|id)\s*=\s*["']([^"'<>]{1,128})["'][^<>]*>/g;
const VALUE = /(\b(?:value|val|content)\s*=\s*)(["'])([^"'<>]*)\2/g;
const NAMED_TEXT = /(<[\w:.-]+\s[^<>]*?\b(?:name|key|id)\s*=\s*["']([^"'<>]{1,128})["'][^<>/]*>)([^<>]+)(?=<\/)/g;
const ATTRIBUTE = /(\s([\w:.-]{1,128})\s*=\s*)(["'])([^"'<>]*)\3/g;
const ELEMENT = /(<([\w:.-]{1,128})(?:\s[^<>]*)?>)(\s*(?:<!\[CDATA\[)?)([^<>\]]+)((?:\]\]>)?\s*(?=<\/))/g;

/** `<` and `>` of a token would be markup. */
function escaped(text: string): string {
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function unescaped(text: string): string {
    return text
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .replaceAll("&quot;", '"')
        .replaceAll("&apos;", "'")
        .replaceAll("&amp;", "&");
}
