/** What a list says about itself, as far as paging needs it. */
export interface ListMetadata {
    /** Absent on the last page. */
    readonly continueToken?: string;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const decoder = new TextDecoder();

/**
 * The `metadata` of a list page, found without parsing its items. Typed lists have it before the items; lists of custom resources
 * after them (UnstructuredList writes its keys sorted). Where it stands in neither place the page is walked once, still unparsed.
 * Undefined when the page is no list or ends in the middle.
 */
export function readListMetadata(page: Uint8Array): ListMetadata | undefined {
    const before = walk(page, true);
    if (before !== "items") return before;
    return atEnd(page) ?? asMetadata(walk(page, false));
}

/** The last key of the document, when it is a flat `metadata` object: what comes just before the last two braces. */
function atEnd(page: Uint8Array): ListMetadata | undefined {
    const tail = Buffer.from(page.buffer, page.byteOffset, page.length).subarray(-16_384).toString("latin1");
    const flat = /"metadata":(\{(?:[^{}"\\]|"[^"\\{}]*")*\})\}\s*$/.exec(tail);
    return flat?.[1] === undefined ? undefined : metadataOf(Buffer.from(flat[1], "latin1").toString("utf8"));
}

function asMetadata(found: ListMetadata | "items" | undefined): ListMetadata | undefined {
    return found === "items" ? undefined : found;
}

/** Goes through the document's own keys. Gives "items" instead of passing over them when `stopAtItems`. */
function walk(page: Uint8Array, stopAtItems: boolean): ListMetadata | "items" | undefined {
    let at = skipSpace(page, 0);
    if (page[at] !== 0x7b) return undefined;
    at++;
    for (;;) {
        at = skipSpace(page, at);
        if (page[at] === 0x2c) at = skipSpace(page, at + 1);
        if (page[at] === 0x7d) return {};
        if (page[at] !== QUOTE) return undefined;
        const keyEnd = stringEnd(page, at);
        const key = decoder.decode(page.subarray(at + 1, keyEnd - 1));
        const start = skipSpace(page, skipSpace(page, keyEnd) + 1);
        if (stopAtItems && key === "items") return "items";
        const end = valueEnd(page, start);
        if (end > page.length) return undefined;
        if (key === "metadata") return metadataOf(decoder.decode(page.subarray(start, end)));
        at = end;
    }
}

function metadataOf(json: string): ListMetadata | undefined {
    try {
        const { continue: token } = JSON.parse(json) as { continue?: unknown };
        return typeof token === "string" && token !== "" ? { continueToken: token } : {};
    } catch {
        return undefined;
    }
}

function skipSpace(page: Uint8Array, from: number): number {
    let at = from;
    while (at < page.length && (page[at] ?? 0) <= 0x20) at++;
    return at;
}

/** The index after the string that starts at `from`; past the end of the page when it does not end. */
function stringEnd(page: Uint8Array, from: number): number {
    for (let at = page.indexOf(QUOTE, from + 1); at >= 0; at = page.indexOf(QUOTE, at + 1)) {
        let escapes = 0;
        while (page[at - 1 - escapes] === BACKSLASH) escapes++;
        if (escapes % 2 === 0) return at + 1;
    }
    return page.length + 1;
}

/** The index after the value that starts at `from`; past the end of the page when it does not end. */
function valueEnd(page: Uint8Array, from: number): number {
    let depth = 0;
    for (let at = from; at < page.length; at++) {
        const byte = page[at];
        if (byte === QUOTE) {
            at = stringEnd(page, at) - 1;
            if (depth === 0) return at + 1;
        } else if (byte === 0x7b || byte === 0x5b) depth++;
        else if (byte === 0x7d || byte === 0x5d) {
            if (depth === 0) return at;
            if (--depth === 0) return at + 1;
        } else if (depth === 0 && byte === 0x2c) return at;
    }
    return page.length + 1;
}
