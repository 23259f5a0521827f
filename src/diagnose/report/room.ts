import type { Markup } from "./markup.ts";

/** How many bytes a section may still fill, so that the page stays small whatever the cluster. */
export class Room {
    #bytes: number;

    constructor(bytes: number) {
        this.#bytes = bytes;
    }

    /** Takes the room when there is enough; false, and takes nothing, when there is not. */
    take(markup: Markup): boolean {
        const bytes = Buffer.byteLength(markup.text);
        if (bytes > this.#bytes) return false;
        this.#bytes -= bytes;
        return true;
    }

    /** The first of the items that fit; how many were left out. */
    fill<T>(items: readonly T[], draw: (item: T, index: number) => Markup): { readonly shown: Markup[]; readonly left: number } {
        const shown: Markup[] = [];
        for (const [index, item] of items.entries()) {
            const markup = draw(item, index);
            if (!this.take(markup)) return { shown, left: items.length - index };
            shown.push(markup);
        }
        return { shown, left: 0 };
    }
}
