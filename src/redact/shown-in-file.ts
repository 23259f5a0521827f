import { isObject, type Json, type JsonObject, listAt, objectAt, stringAt } from "./json.ts";
import { parseDocuments } from "./parse-documents.ts";
import type { RenderTask, ShownInFile } from "./render-task.ts";
import type { KnownValue } from "./text-nets.ts";
import type { ValuesShown } from "./values-shown.ts";

type ShownTask = Extract<RenderTask, { type: "shown" }>;

/** Names of such objects stand everywhere and are no secret, whoever took one for a password. */
const NAMING = new Set(["Namespace", "Node", "Secret"]);

/** The values of Secrets in a file of manifests and what its other objects show to be secret; of anything else nothing. */
export function shownInFile({ name, bytes }: ShownTask, shown: ValuesShown): ShownInFile {
    const objects = (parseDocuments(name, bytes)?.documents ?? []).flatMap(objectsIn);
    const names = objects.flatMap(namesOf);
    const values = objects.flatMap((object) =>
        shown.by(object, { apiVersion: stringAt(object, "apiVersion") ?? "", kind: stringAt(object, "kind") ?? "" }),
    );
    return { type: "shown", bytes: new Uint8Array(0), values: values.filter(isPlain), names };
}

/** A List's items, and theirs. */
function objectsIn(value: Json): JsonObject[] {
    if (Array.isArray(value)) return value.flatMap(objectsIn);
    if (!isObject(value) || stringAt(value, "kind") === undefined) return [];
    const items = listAt(value, "items");
    return items.length > 0 ? items.flatMap(objectsIn) : [value];
}

function namesOf(object: JsonObject): string[] {
    const metadata = objectAt(object, "metadata");
    const { name, namespace } = metadata;
    const own = NAMING.has(stringAt(object, "kind") ?? "") ? [name] : [];
    return [...own, namespace].filter((text): text is string => typeof text === "string" && text !== "");
}

/** What a run before this one put there is no value. */
function isPlain({ value }: KnownValue): boolean {
    return !Buffer.from(value).includes("<redacted:");
}
