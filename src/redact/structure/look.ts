import type { Counter } from "../counts.ts";
import type { TextNets } from "../text-nets.ts";

/** What the places need of the run. */
export interface LookSettings {
    readonly nets: Pick<TextNets, "token" | "string">;
    /** Keyed: see fingerprint.ts. */
    fingerprint(value: Uint8Array): string;
    isSecretName(name: string): boolean;
    /** Values a user wants to keep. */
    readonly keep: ReadonlySet<string>;
}

/** One look into one object: hides values, counts them, and remembers what could not be read. */
export class Look {
    readonly unreadable: string[] = [];
    readonly #settings: LookSettings;
    readonly #counter: Counter;

    constructor(settings: LookSettings, counter: Counter) {
        this.#settings = settings;
        this.#counter = counter;
    }

    isSecretName(name: string): boolean {
        return this.#settings.isSecretName(name);
    }

    /** The token that stands for the value; a token stays what it is. */
    hide(rule: string, value: string): string {
        if (isToken(value) || this.#settings.keep.has(value)) return value;
        this.#counter.add(rule);
        return this.#settings.nets.token(rule, value);
    }

    /** As hide, for a value that is never kept. */
    fingerprint(rule: string, value: Uint8Array): string {
        this.#counter.add(rule);
        return this.#settings.fingerprint(value);
    }

    /** Nets two and three over a text that will be encoded again, where they could not see it later. */
    text(text: string): string {
        const hidden = this.#settings.nets.string(text);
        this.#counter.addAll(hidden.counts);
        return hidden.text;
    }
}

/** `<redacted:…>`, one or several and nothing else. */
export function isToken(text: string): boolean {
    return /^(?:<redacted:[^<>\n]*>)+$/.test(text);
}
