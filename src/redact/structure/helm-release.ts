import { gunzipSync } from "node:zlib";
import { type JsonObject, objectAt, stringAt } from "../json.ts";
import { parseJson } from "../lossless-json.ts";
import type { Look } from "./look.ts";

/**
 * What may be said of a Helm release: name, chart, status, times. Values, manifest, hooks and notes hold secrets and are left out. Undefined when the
 * bytes are none. Source: helm pkg/storage/driver/util.go (base64 of gzip of JSON), pkg/release/release.go.
 */
export function helmRelease(bytes: Uint8Array, look: Look): JsonObject | undefined {
    const json = unpack(bytes);
    if (json === undefined) return undefined;
    const release = parseJson(json);
    if (!release.ok) return undefined;
    const chart = objectAt(objectAt(release.value, "chart"), "metadata");
    const info = objectAt(release.value, "info");
    const description = stringAt(info, "description");
    const said: Record<string, string | undefined> = {
        name: stringAt(release.value, "name"),
        namespace: stringAt(release.value, "namespace"),
        chart: stringAt(chart, "name"),
        version: stringAt(chart, "version"),
        appVersion: stringAt(chart, "appVersion"),
        status: stringAt(info, "status"),
        firstDeployed: stringAt(info, "first_deployed"),
        lastDeployed: stringAt(info, "last_deployed"),
        deleted: stringAt(info, "deleted"),
        description: description === undefined ? undefined : look.text(description),
    };
    const known = Object.entries(said).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const revision = objectAt({ release: release.value }, "release").version;
    return { ...Object.fromEntries(known), ...(typeof revision === "number" ? { revision } : {}) };
}

const MAX_RELEASE_BYTES = 64 << 20;

function unpack(bytes: Uint8Array): Uint8Array | undefined {
    if (bytes.length < 20) return undefined;
    const inner = Buffer.from(Buffer.from(bytes).toString("latin1"), "base64");
    if (inner[0] !== 0x1f || inner[1] !== 0x8b) return undefined;
    try {
        return gunzipSync(inner, { maxOutputLength: MAX_RELEASE_BYTES });
    } catch {
        return undefined;
    }
}
