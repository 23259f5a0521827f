import { isObject, type Json, type JsonObject } from "../json.ts";
import { hideInArgs } from "./command-line.ts";
import { isHarmlessValue } from "./harmless-value.ts";
import type { Look } from "./look.ts";
import { isPrivateKey } from "./private-key.ts";
import { hideNamed } from "./secret-value.ts";

/**
 * Every field of an object or document, in place: values under secret-like names are hidden, whatever kind it is; texts are looked into by their
 * format; arguments and variables by what stands before the value. References, encrypted and public values survive.
 */
export function redactFields(object: JsonObject, look: Look): void {
    redactPair(object, look);
    const started = Array.isArray(object.command) ? object.command[0] : undefined;
    for (const key in object) {
        if (PUBLIC_FIELDS.has(key)) continue;
        const value = object[key];
        if (typeof value === "string") object[key] = redactText(object, key, value, look);
        else if (Array.isArray(value)) redactList(value, key, look, key === "args" ? started : undefined);
        else if (isObject(value)) redactInside(value, key, look);
        else if (typeof value === "number" && String(value).length >= MIN_DIGITS && look.isSecretName(key)) {
            object[key] = COUNTS.test(key) ? value : look.hide("secret-name", String(value), key);
        }
    }
}

/** SealedSecret's ciphertext; what a schema calls its fields. */
const PUBLIC_FIELDS: ReadonlySet<string> = new Set(["encryptedData", "openAPIV3Schema"]);
/** A PIN is hidden, a count of tokens is not. */
const MIN_DIGITS = 4;
const COUNTS = /(?:tokens|keys|secrets)$/i;
/** A map of names to values: `passwords: {db: hunter2}`. */
const MAP_OF_SECRETS = /(?:passwords|secrets|tokens|api_?keys|private_?keys|secretdata|stringdata)$/i;

function redactInside(value: JsonObject, key: string, look: Look): void {
    look.tree(value);
    if (/snmp/i.test(key) && typeof value.community === "string") value.community = hideNamed(key, value.community, look);
    if (!MAP_OF_SECRETS.test(key)) return;
    for (const name in value) {
        const text = value[name];
        if (typeof text === "string" && !REFERENCE_FIELDS.has(name)) value[name] = hideNamed(name, text, look);
    }
}

/** Fields that say where something is, even below a field called `secrets`. */
const REFERENCE_FIELDS: ReadonlySet<string> = new Set(
    "name namespace kind apiVersion key path type id description format pattern title mountPath subPath store provider property version".split(
        " ",
    ),
);

function redactText(object: JsonObject, key: string, text: string, look: Look): string {
    if (text === "") return text;
    if (key === "auth" || key === "_auth") return isBasicAuth(text) ? look.hide("docker-auth", text, key) : text;
    if (key === "key" && (isPrivateKey(text) || isBesideCertificate(object))) return hidePrivateKey(text, look);
    if (key === "secretKey" && (isObject(object.remoteRef) || isObject(object.sourceRef))) return text;
    if (look.isSecret(key, text) && !isDocument(key, text)) return hideNamed(key, text, look);
    return look.within(text, key);
}

/** `{crt, key}` of Talos and kubeadm. */
function isBesideCertificate({ crt, cert }: JsonObject): boolean {
    return typeof crt === "string" || typeof cert === "string";
}

function hidePrivateKey(text: string, look: Look): string {
    return isHarmlessValue(text) ? text : look.hide("private-key", text, "key");
}

/** `credentials.json`, `tokens.yaml`: the name of a file that is looked into; and whatever holds a document of several fields. */
function isDocument(key: string, text: string): boolean {
    return (
        /\.(?:json|ya?ml|toml|ini|conf|cfg|properties|env|xml|sh|sql)$/i.test(key) || (/^\s*[{[]/.test(text) && text.length > 40)
    );
}

/** Docker's `auth`: base64 of user:password. */
function isBasicAuth(text: string): boolean {
    return (
        /^[A-Za-z0-9+/_-]{6,}={0,2}$/.test(text) && /^[\x20-\x7e]+:[\s\S]+$/.test(Buffer.from(text, "base64").toString("latin1"))
    );
}

/** `{type: password, value: …}` of Keycloak's users. */
function typeOfCredential({ type }: JsonObject): Json | undefined {
    return type === "password" || type === "secret" ? type : undefined;
}

/** `{name: DB_PASSWORD, value: …}` of env, headers, Helm parameters; JSON patches with a path. */
function redactPair(object: JsonObject, look: Look): void {
    const { name = object.key ?? object.path ?? object.header ?? typeOfCredential(object), value } = object;
    if (typeof name !== "string" || typeof value !== "string" || value === "") return;
    const last = name.startsWith("/") ? name.slice(name.lastIndexOf("/") + 1) : name;
    if (look.isSecret(last, value)) object.value = hideNamed(last, value, look);
}

function redactList(list: Json[], key: string, look: Look, started?: Json): void {
    const secret = look.isSecretName(key);
    for (const [at, item] of list.entries()) {
        if (isObject(item)) redactInside(item, "", look);
        else if (Array.isArray(item)) redactList(item, key, look);
        else if (typeof item === "string" && secret) list[at] = hideNamed(key, item, look);
    }
    if (!secret) hideInArgs(list, look, typeof started === "string" ? started : "");
    for (const [at, item] of list.entries()) if (typeof item === "string" && !secret) list[at] = look.within(item, key);
}
