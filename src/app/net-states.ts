import type { NetState } from "../bundle/manifest.ts";
import type { KnownOfRun } from "./known-of-run.ts";

/** Which nets of redaction were on, for the manifest and the user: the second needs Secrets, ConfigMaps and workloads to be readable. */
export function netStates({ pages, problem, missed }: KnownOfRun): NetState[] {
    const because = [
        ...(problem === undefined ? [] : [`${secretsMissed(pages)}: ${problem.message}`]),
        ...(missed.size === 0 ? [] : [othersMissed([...missed])]),
    ];
    return [
        { name: "structure", on: true },
        {
            name: "known-values",
            on: problem === undefined || pages > 0,
            ...(because.length === 0 ? {} : { because: because.join("; ") }),
        },
        { name: "patterns", on: true },
    ];
}

function secretsMissed(pages: number): string {
    return pages > 0
        ? "not all Secrets could be read, so the values of some were not searched for"
        : "the Secrets could not be read, so their values were not searched for";
}

/** In their own place such values are hidden all the same: net one needs to know nothing beforehand. */
function othersMissed(missed: readonly (readonly [kind: string, problem: { readonly message: string }])[]): string {
    const kinds = missed.map(([kind]) => kind).sort();
    const [first = "", ...others] = [...new Set(missed.map(([, { message }]) => message))].sort();
    const reasons = `${first}${others.length === 0 ? "" : `, and ${others.length} more`}`;
    return `what these show to be secret is hidden where it stands, but was not searched for elsewhere: ${kinds.join(", ")} (${reasons})`;
}
