import type { NetState } from "../bundle/manifest.ts";
import type { KnownSecrets } from "../redact/read-known.ts";

/** Which nets of redaction were on, for the manifest and the user: the second needs the Secrets to be readable. */
export function netStates({ pages, problem }: KnownSecrets): NetState[] {
    const partly =
        pages > 0
            ? "not all Secrets could be read, so the values of some were not searched for"
            : "the Secrets could not be read, so their values were not searched for";
    return [
        { name: "structure", on: true },
        {
            name: "known-values",
            on: problem === undefined || pages > 0,
            ...(problem === undefined ? {} : { because: `${partly}: ${problem.message}` }),
        },
        { name: "patterns", on: true },
    ];
}
