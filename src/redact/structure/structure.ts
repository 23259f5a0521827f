import type { Counter } from "../counts.ts";
import { isObject, type Json, type JsonObject, stringAt } from "../json.ts";
import { redactEmbedded } from "./embedded.ts";
import { redactFields } from "./fields.ts";
import { Look, type LookSettings, type Within } from "./look.ts";
import { type ObjectType, PLACES } from "./places.ts";

/** Net one: hides what is secret by the place where it stands. */
export class Structure {
    readonly #settings: LookSettings;

    constructor(settings: Omit<LookSettings, "clean">) {
        this.#settings = { ...settings, clean: new Set() };
    }

    /**
     * Changes the object in place: everything that may hold a payload, by the table of places. Gives what had to be masked whole because it
     * could not be looked into, one sentence each. `type` is what the list said, where the item does not.
     */
    redact(object: JsonObject, type: ObjectType, counter: Counter): readonly string[] {
        const look = new Look(this.#settings, counter, WITHIN);
        redactObject(object, type, look);
        return look.unreadable;
    }

    /** Any JSON value: a document of another API, in place. */
    redactTree(value: Json, counter: Counter): readonly string[] {
        const look = new Look(this.#settings, counter, WITHIN);
        look.tree(value);
        return look.unreadable;
    }

    /** A document as text, by its format; `name` is of its file. */
    redactText(text: string, name: string, counter: Counter): { readonly text: string; readonly unreadable: readonly string[] } {
        const look = new Look(this.#settings, counter, WITHIN);
        return { text: look.within(text, name), unreadable: look.unreadable };
    }
}

const WITHIN: Within = { tree: redactTree, text: redactEmbedded };

function redactObject(object: JsonObject, type: ObjectType, look: Look): void {
    for (const place of PLACES) if (place.applies(object, type)) place.redact(object, look);
}

/** Kubernetes objects inside, such as those of a List, an annotation or a manifest in a ConfigMap, are what they say they are. */
function redactTree(value: Json, look: Look): Json {
    if (Array.isArray(value)) for (const item of value) redactTree(item, look);
    else if (isObject(value)) {
        const kind = stringAt(value, "kind");
        if (kind === undefined) redactFields(value, look);
        else redactObject(value, { apiVersion: stringAt(value, "apiVersion") ?? "", kind }, look);
    }
    return value;
}
