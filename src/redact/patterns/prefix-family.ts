import type { PatternFamily } from "./pattern.ts";
import { ALPHABETS, type Alphabet, sampleOf, seedOf } from "./sample.ts";
import { isVaried, vendorRule } from "./vendor-rule.ts";

/** A format of the kind most vendors have: a fixed beginning and random chars. */
export interface PrefixFormat {
    readonly id: string;
    readonly prefixes: readonly string[];
    /** Each part: how many chars of what; separated by the `join` before it. A range where the vendor does not promise one length. */
    readonly parts: readonly Part[];
    readonly accepts?: (secret: string) => boolean;
    /** See VendorFormat. */
    readonly standsAlone?: boolean;
    /** See VendorFormat. */
    readonly checkedLength?: (run: string) => number | undefined;
}

interface Part {
    readonly of: Alphabet;
    readonly min: number;
    readonly max?: number;
    /** A literal before the part. */
    readonly join?: string;
}

const SPECIAL = /[.*+?^${}()|[\]\\/]/g;

/** One family of such formats, with a fixture made for each prefix. */
export function prefixFamily(family: {
    readonly id: string;
    readonly title: string;
    readonly source: string;
    readonly formats: readonly PrefixFormat[];
    readonly leave: readonly string[];
}): PatternFamily {
    const { id, title, source, formats, leave } = family;
    return {
        id,
        title,
        source,
        rules: formats.map((format) =>
            vendorRule({
                id: format.id,
                anchors: [...new Set(format.prefixes.flatMap((prefix) => [prefix, encodeURIComponent(prefix)]))],
                format: new RegExp(`(?:${format.prefixes.map(literal).join("|")})${format.parts.map(partSource).join("")}`),
                ...(format.checkedLength === undefined ? {} : { checkedLength: format.checkedLength }),
                ...(format.standsAlone === undefined ? {} : { standsAlone: format.standsAlone }),
                accepts: (secret) => isVaried(secret) && (format.accepts === undefined || format.accepts(secret)),
            }),
        ),
        examples: {
            hide: formats.flatMap((format) => format.prefixes.map((prefix) => `found ⟦${exampleOf(prefix, format)}⟧ there`)),
            leave,
        },
    };
}

/** The text itself or as it stands in a query: `AstraCS:` and `AstraCS%3A`. */
function literal(text: string): string {
    return [...text]
        .map((char) => {
            const plain = char.replace(SPECIAL, "\\$&");
            const encoded = encodeURIComponent(char);
            return encoded === char ? plain : `(?:${plain}|${encoded})`;
        })
        .join("");
}

function partSource({ of, min, max = min, join = "" }: Part): string {
    const char = of === "base64" ? `(?:[${CLASSES.base64}]|%2[BbFf]|%3[Dd])` : `[${CLASSES[of]}]`;
    const padding = of === "base64url" || of === "dotted" ? "={0,2}" : "";
    return `${literal(join)}${char}{${min},${max}}${padding}`;
}

const CLASSES: Readonly<Record<Alphabet, string>> = {
    digits: "0-9",
    hex: "0-9a-f",
    HEX: "0-9A-F",
    lower: "a-z0-9",
    upper: "A-Z0-9",
    base32: "A-Z2-7",
    base32lower: "a-z2-7",
    base58: "1-9A-HJ-NP-Za-km-z",
    base62: "A-Za-z0-9",
    base64: "A-Za-z0-9+/=",
    base64url: "\\w-",
    dotted: "\\w.-",
    equalled: "\\w=-",
};

function exampleOf(prefix: string, { parts, id }: PrefixFormat): string {
    const text = parts.map(({ of, min, join = "" }, at) => join + sampleOf(of, min, seedOf(`${id}${prefix}${at}`))).join("");
    return prefix + text.replace(/[-_.=+/]$/, ALPHABETS.digits[id.length % 10] ?? "0");
}
