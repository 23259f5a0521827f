import { isObject, type Json, type JsonObject, objectAt } from "../json.ts";
import { helmRelease } from "./helm-release.ts";
import type { Look } from "./look.ts";

/**
 * A Secret's payload: every value becomes what can be said about it, in the place where it stood. Keys stay.
 *
 *     data:
 *       password:
 *         bytes: 12
 *         fingerprint: hmac-4f0c1d2e3a4b
 *
 * `bytes` is the size of the decoded value. A Helm release also has `helm`: see helm-release.ts. Tools that want base64 there
 * (kubectl's typed commands) need it put back: the shape says clearly that nothing was there to put.
 */
export function redactSecret(secret: JsonObject, look: Look): void {
    for (const part of ["data", "stringData"]) {
        const payload = secret[part];
        if (payload === undefined || payload === null) continue;
        if (!isObject(payload)) secret[part] = about(payload, part === "data", look);
        else for (const key in payload) payload[key] = about(payload[key] ?? null, part === "data", look);
    }
}

function about(value: Json, encoded: boolean, look: Look): Json {
    if (isAbout(value)) return value;
    const text = typeof value === "string" ? value : JSON.stringify(value);
    const bytes = Buffer.from(text, encoded && typeof value === "string" ? "base64" : "utf8");
    const release = helmRelease(bytes, look);
    const said: JsonObject = { bytes: bytes.length, fingerprint: `hmac-${look.fingerprint("secret-data", bytes)}` };
    return release === undefined ? said : { ...said, helm: release };
}

/** What this file wrote before: redacting twice changes nothing. */
function isAbout(value: Json): boolean {
    if (!isObject(value)) return false;
    const { bytes, fingerprint, helm, ...rest } = value;
    const known = Number.isInteger(bytes) && typeof fingerprint === "string" && /^hmac-[\da-f]{12}$/.test(fingerprint);
    return known && (helm === undefined || isObject(helm)) && Object.keys(rest).length === 0;
}

/** Whether the object is one, in whatever version a program wrote it. */
export function isSecret(object: JsonObject, kind: string): boolean {
    return (
        kind === "Secret" && (isObject(object.data) || isObject(object.stringData) || "data" in object || "stringData" in object)
    );
}

/** Whether Helm's release storage wrote it: driver ConfigMap, in Helm's own label. Source: helm pkg/storage/driver/cfgmaps.go. */
export function isHelmConfigMap(object: JsonObject, kind: string): boolean {
    return (
        kind === "ConfigMap" &&
        String(objectAt(object.metadata, "labels").owner).toLowerCase() === "helm" &&
        isObject(object.data)
    );
}

/** The payload of Helm's ConfigMap driver, as that of a Secret. */
export function redactHelmConfigMap(configMap: JsonObject, look: Look): void {
    const data = objectAt(configMap, "data");
    if (typeof data.release === "string") data.release = about(Buffer.from(data.release).toString("base64"), true, look);
}
