import type { Counter } from "./counts.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";
import type { TextNets } from "./text-nets.ts";

/** Puts every string of an object, its keys too, through nets two and three, in place. Keep one per worker: it remembers what it has seen. */
export class StringHider {
    readonly #nets: TextNets;
    /** Strings in which nothing was hidden: most strings of a page stand in it many times. */
    readonly #clean = new Set<string>();

    constructor(nets: TextNets) {
        this.#nets = nets;
    }

    hide(value: Json, counter: Counter): Json {
        if (typeof value === "string") return this.text(value, counter);
        if (Array.isArray(value)) {
            for (let at = 0; at < value.length; at++) {
                const item = value[at] ?? null;
                const hidden = this.hide(item, counter);
                if (hidden !== item) value[at] = hidden;
            }
            return value;
        }
        return isObject(value) ? this.#fields(value, counter) : value;
    }

    text(text: string, counter: Counter): string {
        if (this.#clean.has(text)) return text;
        const hidden = this.#nets.string(text);
        if (hidden.text === text) {
            if (text.length <= MAX_REMEMBERED) this.#remember(text);
            return text;
        }
        counter.addAll(hidden.counts);
        return hidden.text;
    }

    #isClean(text: string): boolean {
        const clean = this.#nets.string(text).text === text;
        if (clean && text.length <= MAX_REMEMBERED) this.#remember(text);
        return clean;
    }

    #remember(text: string): void {
        if (this.#clean.size >= MAX_CLEAN) this.#clean.clear();
        this.#clean.add(text);
    }

    #fields(object: JsonObject, counter: Counter): JsonObject {
        let renamed = false;
        for (const key in object) {
            const field = object[key] ?? null;
            const hidden = this.hide(field, counter);
            if (hidden !== field) object[key] = hidden;
            if (!this.#clean.has(key) && !this.#isClean(key)) renamed = true;
        }
        return renamed
            ? Object.fromEntries(Object.entries(object).map(([key, field]) => [this.text(key, counter), field]))
            : object;
    }
}

const MAX_REMEMBERED = 200;
const MAX_CLEAN = 50_000;
