import type { RedactSpec } from "../spec/collect-spec.ts";
import type { RedactionCounts } from "./redacted.ts";

/** What all workers of one run share, structured-cloneable, in memory only. */
export interface NetSettings {
    /** Random key of this run, for keyed fingerprints and tokens: same value, same token within one archive, useless outside. */
    readonly key: Uint8Array;
    /** Values of the cluster's own Secrets and where they are from. */
    readonly known: readonly KnownValue[];
    /** Texts that are names in the cluster (namespaces, nodes, object names) and must survive. */
    readonly names: readonly string[];
    readonly user: RedactSpec;
    /** Where threads leave the index of the known values for each other; needs `known` in one piece of shared memory. */
    readonly image?: SharedImage;
}

/** Shared memory in which whichever thread comes first leaves the index of known values for the others. */
export interface SharedImage {
    /** Whether it is there: see nets/known/shared-image.ts. */
    readonly state: Int32Array;
    /** Grows when the index is there: where each part begins and how long it is, in bytes, then the parts. */
    readonly memory: SharedArrayBuffer;
}

/** A value that must not be seen, and the Secret and key it is from. */
export interface KnownValue {
    readonly namespace: string;
    readonly secret: string;
    readonly key: string;
    readonly value: Uint8Array;
}

/** Result over one text. `text` is the input itself when nothing was hidden. */
export interface Hidden<T> {
    readonly text: T;
    readonly counts: RedactionCounts;
}

/** Nets two and three. One per worker; synchronous; linear time. */
export interface TextNets {
    /** One decoded string of an object (a value or a map key). */
    string(text: string): Hidden<string>;
    /**
     * Quick negative over a whole document as yaml.ts writes it: strings stand as they are, indented in literal blocks, or in double quotes with
     * JSON's escapes. False means that no string in it can have a hit.
     */
    mayHit(bytes: Uint8Array): boolean;
    /** A log or text in pieces. Stateless between calls: what is not decided yet comes back as `rest`, to be put before the next piece. */
    piece(
        bytes: Uint8Array,
        last: boolean,
    ): { readonly bytes: Uint8Array; readonly rest: Uint8Array; readonly counts: RedactionCounts };
    /** The token that stands for a value found by its place (net 1): same value, same token as the other nets give it. */
    token(rule: string, value: string): string;
}
