import { ok, type Result } from "../core/problem.ts";
import { Counter } from "./counts.ts";
import { isObject, type JsonObject, objectAt, stringAt } from "./json.ts";
import { visitItems } from "./page-items.ts";
import type { SecretNames } from "./secret-names.ts";
import type { ObjectType } from "./structure/places.ts";
import { Structure } from "./structure/structure.ts";
import type { KnownValue } from "./text-nets.ts";

/**
 * What an object shows to be secret: the values of a Secret, decoded, and every value net one would hide in any other object, such as a
 * literal env value or a password in a ConfigMap. For the second net, which searches them everywhere else. The source of a value that
 * is not of a Secret is told as `Kind.name`. The object is changed: it is good for nothing afterwards. Remembers what it has looked into:
 * keep one for many objects.
 *
 * Deterministic, because of when it is called: on the lists of Secrets, ConfigMaps and workloads, all of them, before the first byte of a run
 * is rendered. What a later object shows is hidden where it stands and never searched elsewhere, whichever worker meets it first.
 */
export class ValuesShown {
    #found: [string, Uint8Array][] = [];
    readonly #structure: Structure;

    /** `names`: under which a value is secret. */
    constructor(names: SecretNames) {
        this.#structure = new Structure({
            nets: { token: () => "<redacted:shown>", string: (text) => ({ text, counts: {} }) },
            fingerprint: () => "",
            names,
            keep: new Set(),
            shown: (value, name) => this.#found.push([name, Buffer.from(value)]),
        });
    }

    /** By one object. */
    by(object: JsonObject, type: ObjectType): KnownValue[] {
        const metadata = objectAt(object, "metadata");
        const namespace = stringAt(metadata, "namespace") ?? "";
        const name = stringAt(metadata, "name") ?? "";
        const own =
            type.kind === "Secret" ? secretValues(object).map(([key, value]) => ({ namespace, secret: name, key, value })) : [];
        const hidden = this.#hidden(object, type).map(([key, value]) => ({
            namespace,
            secret: `${type.kind}.${name}`,
            key,
            value,
        }));
        return [...own, ...hidden].filter(({ value }) => value.length > 0);
    }

    /** By all objects of a list page as received. */
    byPage(bytes: Uint8Array, type: ObjectType): Result<KnownValue[]> {
        let values: KnownValue[] = [];
        const visited = visitItems(bytes, false, {
            item: (item) => {
                if (isObject(item)) values.push(...this.by(item, type));
            },
            again: () => {
                values = [];
            },
        });
        return visited.ok ? ok(values) : visited;
    }

    /** What net one would hide, as it stands. */
    #hidden(object: JsonObject, type: ObjectType): readonly [string, Uint8Array][] {
        this.#found = [];
        this.#structure.redact(object, type, new Counter());
        return this.#found;
    }
}

/** In a stable order, each value once: of equal ones the first by namespace, Secret and key, those of Secrets before others. */
export function knownValues(values: readonly KnownValue[]): KnownValue[] {
    const place = ({ namespace, secret, key }: KnownValue) =>
        [secret.includes(".") ? "1" : "0", namespace, secret, key].join("\u0000");
    const sorted = values
        .map((one) => ({ one, place: place(one) }))
        .sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0));
    const unique = new Map<string, KnownValue>();
    for (const { one } of sorted) {
        const text = Buffer.from(one.value).toString("latin1");
        if (!unique.has(text)) unique.set(text, one);
    }
    return [...unique.values()];
}

function secretValues(secret: JsonObject): [string, Uint8Array][] {
    const decoded = (part: string, encoding: "base64" | "utf8") =>
        Object.entries(objectAt(secret, part)).flatMap(([key, value]): [string, Uint8Array][] =>
            typeof value === "string" ? [[key, Buffer.from(value, encoding)]] : [],
        );
    return [...decoded("data", "base64"), ...decoded("stringData", "utf8")];
}
