import { ExactNumber, type Json } from "../json.ts";
import type { Span } from "./spans.ts";

/** Where each value of a JSON text stands. The text is known to be valid. */
export function jsonSpans(text: string): Span {
    return new JsonReader(text).value();
}

const SPACE = /\s*/y;
const SCALAR = /"(?:[^"\\]|\\.)*"|[^\s,\]}]+/y;

class JsonReader {
    readonly #text: string;
    #at = 0;

    constructor(text: string) {
        this.#text = text;
    }

    value(): Span {
        this.#skipSpace();
        const start = this.#at;
        const opening = this.#text[start];
        if (opening === "{" || opening === "[") return this.#parts(start, opening === "{" ? "}" : "]");
        const source = this.#take(SCALAR);
        const value: Json = /^[-\d]/.test(source) ? new ExactNumber(source) : JSON.parse(source);
        return { start, end: this.#at, value };
    }

    #parts(start: number, closing: string): Span {
        const parts = new Map<string, Span>();
        this.#at++;
        for (this.#skipSpace(); this.#text[this.#at] !== closing; this.#skipSpace()) {
            const key = closing === "}" ? this.#key() : String(parts.size);
            parts.set(key, this.value());
            this.#skipSpace();
            if (this.#text[this.#at] === ",") this.#at++;
        }
        this.#at++;
        return { start, end: this.#at, value: closing === "}" ? {} : [], parts };
    }

    #key(): string {
        const key: string = JSON.parse(this.#take(SCALAR));
        this.#skipSpace();
        this.#at++;
        return key;
    }

    #skipSpace(): void {
        this.#take(SPACE);
    }

    #take(pattern: RegExp): string {
        pattern.lastIndex = this.#at;
        const found = pattern.exec(this.#text)?.[0] ?? "";
        this.#at += found.length;
        if (found === "" && pattern === SCALAR) throw new Error("not valid JSON");
        return found;
    }
}
