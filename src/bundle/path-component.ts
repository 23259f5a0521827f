import { createHash } from "node:crypto";

/** Illegal on Windows or invisible: control, format and separator characters, lone surrogates; `%` because it is the escape. */
const ILLEGAL = /[<>:"/\\|?*%\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/iu;
const TRAILING = /[. ]$/;
/** ext4, NTFS and APFS allow 255; the rest is left for what unpacking tools append. */
const MAX_BYTES = 240;
const HASH_DIGITS = 12;

/**
 * A name as one component of a path that every file system takes: `system:node.yaml` becomes `system%3Anode.yaml`. Unicode stays.
 * Percent-encoding (RFC 3986) can be undone; a name too long for a file system is cut and ends in `~` and a hash, which cannot.
 * Source of what Windows forbids: learn.microsoft.com, "Naming Files, Paths, and Namespaces".
 */
export function encodeComponent(name: string): string {
    const legal = (name === "" ? "_" : name).replace(ILLEGAL, percent).replace(TRAILING, percent).replace(RESERVED, percentFirst);
    return Buffer.byteLength(legal) > MAX_BYTES ? shorten(legal) : legal;
}

/** Undoes `encodeComponent`, but for what it cut; undefined when the escapes are not UTF-8. */
export function decodeComponent(component: string): string | undefined {
    if (!component.includes("%")) return component;
    try {
        return decodeURIComponent(component);
    } catch {
        return undefined;
    }
}

/** `a.yaml` as `a-2.yaml`, `b.previous.yaml` as `b-2.previous.yaml`: where the second of two things that meet on one path goes. */
export function withOrdinal(path: string, ordinal: number): string {
    const { stem, extension } = splitExtension(path);
    return `${stem}-${ordinal}${extension}`;
}

function splitExtension(path: string): { stem: string; extension: string } {
    const extension = /(?<=[^/])(?:\.previous)?\.[A-Za-z0-9]{1,8}$/.exec(path)?.[0] ?? "";
    return { stem: path.slice(0, path.length - extension.length), extension };
}

function percent(character: string): string {
    return Array.from(Buffer.from(character), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}

function percentFirst(name: string): string {
    return percent(name.slice(0, 1)) + name.slice(1);
}

function shorten(component: string): string {
    const { stem, extension } = splitExtension(component);
    const hash = createHash("sha256").update(component).digest("hex").slice(0, HASH_DIGITS);
    const room = MAX_BYTES - Buffer.byteLength(extension) - HASH_DIGITS - 1;
    const kept = Buffer.from(stem)
        .subarray(0, room)
        .toString("utf8")
        .replace(/\uFFFD+$/, "");
    return `${kept.replace(/%[0-9A-F]?$/, "")}~${hash}${extension}`;
}
