import type { JsonObject } from "../json.ts";
import { redactFields } from "./fields.ts";
import type { Look } from "./look.ts";
import { isHelmConfigMap, isSecret, redactHelmConfigMap, redactSecret } from "./secret-object.ts";

/** What kind of object it is; both are "" for a document that is none. */
export interface ObjectType {
    readonly apiVersion: string;
    readonly kind: string;
}

/** Where an object may hold a payload. */
export interface Place {
    readonly id: string;
    /** What would leak, in one line. */
    readonly why: string;
    applies(object: JsonObject, type: ObjectType): boolean;
    redact(object: JsonObject, look: Look): void;
}

/** All places, in the order in which they are looked at. */
export const PLACES: readonly Place[] = [
    {
        id: "secret",
        why: "A Secret of any type is payload: only names, sizes and fingerprints may be seen.",
        applies: (object, { kind }) => isSecret(object, kind),
        redact: redactSecret,
    },
    {
        id: "helm-config-map",
        why: "Helm's ConfigMap driver stores values and rendered manifests, Secrets included, in one key.",
        applies: (object, { kind }) => isHelmConfigMap(object, kind),
        redact: redactHelmConfigMap,
    },
    {
        id: "fields",
        why: "Any field may hold a secret by its name, a command line, or a document that does: annotations, env, ConfigMaps, custom resources.",
        applies: () => true,
        redact: redactFields,
    },
];
