import { type Leaf, leaves } from "../../readers/members/leaves.ts";
import type { Members } from "../../readers/members/member.ts";
import { documentFormat } from "../../redact/document-format.ts";
import type { FileRedactor } from "../../redact/file-redactor.ts";
import type { KnownValue } from "../../redact/text-nets.ts";
import { knownValues } from "../../redact/values-shown.ts";
import { heldDocument } from "./held-document.ts";

/** What the input itself shows to be secret, and names in it that are none. In memory only. */
export interface ShownInside {
    readonly known: readonly KnownValue[];
    readonly names: readonly string[];
}

/** Reads everything once before anything is written, so that what is hidden does not depend on what comes first. */
export async function firstLook(members: Members, redactor: FileRedactor, signal: AbortSignal): Promise<ShownInside> {
    const known: KnownValue[] = [];
    const names = new Set<string>();
    for await (const leaf of leaves(members)) {
        signal.throwIfAborted();
        const bytes = await documentOf(leaf);
        if (bytes === undefined) continue;
        const shown = await redactor.shown(leaf.path, bytes, signal).catch(() => undefined);
        signal.throwIfAborted();
        known.push(...(shown?.values ?? []));
        for (const name of shown?.names ?? []) names.add(name);
    }
    return { known: knownValues(known), names: [...names].sort() };
}

async function documentOf(leaf: Leaf): Promise<Uint8Array | undefined> {
    if (leaf.type !== "text") return undefined;
    if (documentFormat(leaf.path, leaf.head) !== undefined) return heldDocument(leaf.content);
    return undefined;
}
