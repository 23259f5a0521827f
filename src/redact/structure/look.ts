import type { Counter } from "../counts.ts";
import type { Json } from "../json.ts";
import { looksRandom } from "../patterns/shapes/looks-random.ts";
import type { SecretNames } from "../secret-names.ts";
import type { TextNets } from "../text-nets.ts";

/** What the places need of the run. */
export interface LookSettings {
    readonly nets: Pick<TextNets, "token" | "string">;
    /** Keyed: see fingerprint.ts. */
    fingerprint(value: Uint8Array): string;
    readonly names: SecretNames;
    /** Values a user wants to keep. */
    readonly keep: ReadonlySet<string>;
    /** Short texts with nothing to hide: most strings of a cluster stand in it many times. Kept from object to object. */
    readonly clean: Set<string>;
    /** Told every value that is hidden by its place, before it is. */
    readonly shown?: (value: string, name: string) => void;
}

/** See looks-random.ts. */
const MIN_RANDOM = 16;

/** How to look further, wired up by structure.ts: an object or document inside, a text inside a field. */
export interface Within {
    tree(value: Json, look: Look): Json;
    text(text: string, name: string, look: Look): string;
}

/** How deep documents inside documents are opened; what lies deeper is masked whole. */
const MAX_DEPTH = 6;

/** A shorter word cannot be a document, in base64 or not, or a command line with a secret. */
const MIN_LENGTH = 24;
const NOT_A_WORD = /[\s={[<]/;
const MAX_REMEMBERED = 200;
const MAX_CLEAN = 20_000;

/** One look into one object: hides values, counts them, and remembers what could not be read. */
export class Look {
    /** One sentence for each value that was masked whole because it could not be looked into. */
    readonly unreadable: string[] = [];
    readonly #settings: LookSettings;
    readonly #counter: Counter;
    readonly #within: Within;
    #depth = 0;
    #counting = true;

    constructor(settings: LookSettings, counter: Counter, within: Within) {
        this.#settings = settings;
        this.#counter = counter;
        this.#within = within;
    }

    isSecretName(name: string): boolean {
        return this.#settings.names.has(name);
    }

    /** Whether any value under this name may be one: see isSecret. */
    mayBeSecretName(name: string): boolean {
        return this.#settings.names.has(name) || this.#settings.names.mayBe(name);
    }

    /** Whether a value under this name is one: by the name, or where that leaves it open, by the value. */
    isSecret(name: string, value: string): boolean {
        const { names } = this.#settings;
        return names.has(name) || (value.length >= MIN_RANDOM && names.mayBe(name) && looksRandom(value));
    }

    /** Quick negative: false means that the text has no secret name in it. */
    mayHoldSecretName(text: string): boolean {
        return this.#settings.names.mayStandIn(text);
    }

    /** The token that stands for the value; a token stays what it is, and what a user keeps is kept. `name` is of the field it was found in. */
    hide(rule: string, value: string, name: string): string {
        if (isToken(value) || this.#settings.keep.has(value)) return value;
        if (this.#counting) {
            this.#counter.add(rule);
            this.#settings.shown?.(value, name);
        }
        return this.#settings.nets.token(rule, value);
    }

    /** As hide, for a payload that is never kept. */
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

    /** A text in a field of that name, redacted by its format; the same when nothing was hidden. */
    within(text: string, name: string): string {
        if (text.length < MIN_LENGTH && !NOT_A_WORD.test(text)) return text;
        if (this.#settings.clean.has(text)) return text;
        const before = this.unreadable.length;
        const hidden = this.#further(text, name);
        if (hidden === text && before === this.unreadable.length && text.length <= MAX_REMEMBERED) this.#remember(text);
        return hidden;
    }

    #remember(text: string): void {
        const { clean } = this.#settings;
        if (clean.size >= MAX_CLEAN) clean.clear();
        clean.add(text);
    }

    #further(text: string, name: string): string {
        return this.#deeper(text, name, () => this.#within.text(text, name, this));
    }

    /** A parsed document inside a text, in place. */
    tree(value: Json): Json {
        return this.#within.tree(value, this);
    }

    /** The same, for a copy that is only compared with. */
    uncounted<T>(further: () => T): T {
        this.#counting = false;
        const said = this.unreadable.length;
        try {
            return further();
        } finally {
            this.#counting = true;
            this.unreadable.length = said;
        }
    }

    /** The token for something that should have been readable and was not, and the sentence for the gap. */
    mask(text: string, name: string, why: string): string {
        if (isToken(text)) return text;
        this.unreadable.push(`the value of ${JSON.stringify(name)} was masked whole: ${why}`);
        return this.hide("unreadable", text, name);
    }

    #deeper(text: string, name: string, further: () => string): string {
        if (this.#depth >= MAX_DEPTH) return this.mask(text, name, `it holds documents more than ${MAX_DEPTH} levels deep`);
        this.#depth++;
        try {
            return further();
        } finally {
            this.#depth--;
        }
    }
}

/** `<redacted:…>`, one or several and nothing else. */
export function isToken(text: string): boolean {
    return text.startsWith("<redacted:") && /^(?:<redacted:[^<>\n]*>)+$/.test(text);
}
