import type { EvidenceRef, ObjectRef } from "../../src/core/evidence-ref.ts";
import { eventRef } from "../../src/redact/event-ref.ts";
import type { Json } from "../../src/redact/json.ts";
import { isObject, listAt, objectAt, stringAt } from "../../src/redact/json.ts";
import { parseJson } from "../../src/redact/lossless-json.ts";
import { podFound } from "../../src/redact/pod-found.ts";
import type { Renderer } from "../../src/redact/render.ts";
import { YamlWriter } from "../../src/redact/yaml.ts";
import { redactedBatch, redactedDocument, redactedGap, redactedStream } from "../redacted.ts";

/** Renders as the real one does and hides nothing. Only a test that puts it in the real one's place gets it: no flag and no setting does. */
export function nakedRenderer(): Renderer {
    const yaml = new YamlWriter();
    let events = 0;
    return {
        counts: {},
        close: async () => {},
        gap: redactedGap,
        ours: async (name, bytes) => redactedDocument(name, Buffer.from(bytes).toString("utf8")),
        log: (raw) => redactedStream(raw.ref, raw.chunks, { maxBytes: raw.maxBytes }),
        async document({ ref, format, bytes }) {
            const parsed = format === "json" ? parseJson(bytes) : undefined;
            const text = parsed?.ok ? yaml.document(parsed.value) : Buffer.from(bytes).toString("utf8");
            return { evidence: redactedBatch([{ ref, text }]), gaps: [] };
        },
        async page({ cluster, apiVersion, kind, as, write, bytes }) {
            const parsed = parseJson(bytes);
            const items = parsed.ok ? listAt(parsed.value, "items").filter(isObject) : [];
            const pods = kind === "Pod" ? items.map(podFound) : [];
            const entries = items.map((item) => {
                const ref: EvidenceRef =
                    as === "events"
                        ? { ...eventRef(cluster, item), ordinal: ++events }
                        : objectRef(item, { cluster, apiVersion, kind });
                return { ref, text: yaml.object(apiVersion, kind, item) };
            });
            return { evidence: redactedBatch(write ? entries : []), gaps: [], pods };
        },
    };
}

function objectRef(item: Json, list: Pick<ObjectRef, "cluster" | "apiVersion" | "kind">): ObjectRef {
    const metadata = objectAt(item, "metadata");
    const namespace = stringAt(metadata, "namespace");
    const name = stringAt(metadata, "name") ?? "";
    return { ...list, type: "object", name, ...(namespace === undefined ? {} : { namespace }) };
}
