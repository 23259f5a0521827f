import type { Damage } from "../bundle/verify-integrity.ts";
import type { Suspicion } from "../redact/leaks.ts";

/** A suspicion and the file it is in. Never holds the value. */
export interface PlacedSuspicion extends Omit<Suspicion, "line" | "column"> {
    /** As the archive has it; `logs.tar.gz!/app.log` inside another. */
    readonly path: string;
    readonly line?: number;
    readonly column?: number;
    /** RFC 6901, where a document's structure shows it. */
    readonly pointer?: string;
}

/** What `casefile verify` found. */
export interface Verification {
    readonly apiVersion: "casefile.dev/v1";
    readonly kind: "Verification";
    readonly path: string;
    /** `not-applicable`: nothing in it says what it should be; `says` why. */
    readonly integrity: {
        readonly status: "whole" | "damaged" | "not-applicable";
        readonly says: string;
        readonly damages: readonly Damage[];
    };
    /** Which nets searched. */
    readonly nets: readonly { readonly name: string; readonly on: boolean; readonly says: string }[];
    readonly searched: { readonly files: number; readonly bytes: number };
    /** What could not be looked into. */
    readonly unsearched: readonly { readonly path: string; readonly because: string }[];
    /** In the order of the archive; at most MAX_SUSPICIONS. */
    readonly suspicions: readonly PlacedSuspicion[];
    /** All that were found, also those for which there was no room. */
    readonly found: { readonly leaks: number; readonly hints: number };
}

/** More than anybody reads; the counts go on. */
export const MAX_SUSPICIONS = 10_000;

/** Whether nothing is wrong; hints alone are nothing. */
export function isClean({ integrity, found }: Verification): boolean {
    return integrity.status !== "damaged" && found.leaks === 0;
}
