import type { PlacedSuspicion, Verification } from "./verification.ts";

/** A verification in SARIF 2.1.0 (OASIS), for programs that show findings in files. Values are masked in it as everywhere. */
export function sarifOf(verification: Verification, version: string): object {
    const { suspicions, integrity } = verification;
    const ids = [...new Set([...suspicions.map(({ rule }) => rule), ...(integrity.damages.length > 0 ? [DAMAGE] : [])])].sort();
    return {
        $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [
            {
                tool: {
                    driver: {
                        name: "casefile",
                        version,
                        rules: ids.map((id) => ({ id, shortDescription: { text: titleOf(id) } })),
                    },
                },
                columnKind: "utf16CodeUnits",
                results: [
                    ...integrity.damages.map(({ path, says }) => ({
                        ruleId: DAMAGE,
                        ruleIndex: ids.indexOf(DAMAGE),
                        level: "error",
                        message: { text: says },
                        locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path ?? verification.path) } } }],
                    })),
                    ...suspicions.map((suspicion) => resultOf(suspicion, ids.indexOf(suspicion.rule))),
                ],
            },
        ],
    };
}

const DAMAGE = "damaged";

function resultOf({ path, rule, certainty, preview, secret, line, column, pointer }: PlacedSuspicion, ruleIndex: number): object {
    const region =
        line === undefined ? {} : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } };
    return {
        ruleId: rule,
        ruleIndex,
        level: certainty === "leak" ? "error" : "note",
        message: { text: `${titleOf(rule)}: ${preview}${secret === undefined ? "" : `, the value of ${secret}`}` },
        locations: [
            {
                physicalLocation: { artifactLocation: { uri: uriOf(path) }, ...region },
                ...(pointer === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: pointer, kind: "member" }] }),
            },
        ],
    };
}

function titleOf(rule: string): string {
    return TITLES[rule] ?? `text in the format of ${rule}`;
}

const TITLES: Readonly<Record<string, string>> = {
    [DAMAGE]: "the archive is not what its manifest says",
    "known-value": "the value of a Secret of the cluster",
    "high-entropy": "random text, which may be a secret",
    "secret-data": "the payload of a Secret",
    "secret-name": "a value under a secret-like name",
    "encoded-secret": "an encoded text with a secret in it",
    unreadable: "a value that cannot be looked into",
};

function uriOf(path: string): string {
    return path.split("/").map(encodeURIComponent).join("/");
}
