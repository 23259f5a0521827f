import type { NetState } from "../bundle/manifest.ts";
import type { KnownSecrets } from "../redact/read-known.ts";

/** Which nets of redaction were on, for the manifest and the user: the second needs the Secrets to be readable. */
export function netStates({ secrets, problem }: KnownSecrets): NetState[] {
    const partly =
        secrets > 0
            ? `the values of ${secrets} Secrets were searched for, but not all could be read`
            : "the values of Secrets could not be searched for";
    return [
        { name: "structure", on: true },
        {
            name: "known-values",
            on: problem === undefined || secrets > 0,
            ...(problem === undefined ? {} : { because: `${partly}: ${problem.message}` }),
        },
        { name: "patterns", on: true },
    ];
}
