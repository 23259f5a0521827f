import type { Counter } from "../counts.ts";
import type { JsonObject } from "../json.ts";
import { Look, type LookSettings } from "./look.ts";
import { PLACES } from "./places.ts";

/** What kind of object it is: what the list said where the item does not. */
export interface ObjectType {
    readonly apiVersion: string;
    readonly kind: string;
}

/** Net one: hides what is secret by the place where it stands. */
export class Structure {
    readonly #settings: LookSettings;

    constructor(settings: LookSettings) {
        this.#settings = settings;
    }

    /**
     * Changes the object in place: everything that may hold a payload, by the table of places. Gives what had to be masked whole because it
     * could not be looked into, one sentence each.
     */
    redact(object: JsonObject, type: ObjectType, counter: Counter): readonly string[] {
        const look = new Look(this.#settings, counter);
        for (const place of PLACES) if (place.applies(object, type)) place.redact(object, look);
        return look.unreadable;
    }
}
