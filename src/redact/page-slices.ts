const ITEMS = Buffer.from('"items":[');
const FIRST_KEY = /^\{"[A-Za-z]{1,64}":/;
const LIST_END = Buffer.from("}]");

/**
 * Where the items of a list page stand in it, without parsing it: `[start, end)` of each. Undefined when the page is empty or not written as an API server
 * writes it. A guess: every item begins with the same key, and what divides them may also stand inside one. Then, as nothing inside a string looks
 * like it (a quote there has a backslash before it), at least one slice is no valid JSON, and the page is to be parsed whole.
 */
export function pageSlices(bytes: Uint8Array): readonly (readonly [number, number])[] | undefined {
    const page = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const list = page.indexOf(ITEMS);
    const first = list + ITEMS.length;
    const key = list < 0 ? null : FIRST_KEY.exec(page.toString("latin1", first, first + 70));
    const end = page.lastIndexOf(LIST_END);
    if (key === null || end < first || !isEnvelope(page, first, end + 1)) return undefined;
    const divider = Buffer.from(`},${key[0]}`);
    const slices: (readonly [number, number])[] = [];
    let start = first;
    for (let at = page.indexOf(divider, start); at >= 0 && at < end; at = page.indexOf(divider, start)) {
        slices.push([start, at + 1]);
        start = at + 2;
    }
    slices.push([start, end + 1]);
    return slices;
}

/** Whether the page without its items is a list. */
function isEnvelope(page: Buffer, first: number, behind: number): boolean {
    if (first > MAX_ENVELOPE || page.length - behind > MAX_ENVELOPE) return false;
    try {
        const { items } = JSON.parse(page.toString("utf8", 0, first) + page.toString("utf8", behind));
        return Array.isArray(items) && items.length === 0;
    } catch {
        return false;
    }
}

const MAX_ENVELOPE = 65_536;
