import { base64, type Canaries } from "./canaries.ts";
import { NAMESPACE } from "./planted-objects.ts";
import { LINES, SPELLINGS } from "./spellings.ts";

type Manifest = Record<string, unknown>;

/** Values of Secrets that stand elsewhere too, where neither a name nor a format shows what they are. */
export interface PlantedKnown {
    readonly objects: readonly Manifest[];
    /** Lines for a container's log. */
    readonly lines: readonly string[];
    /** A log as a container runtime writes it, with lines in parts. */
    readonly parts: string;
    /** A log of a program that writes UTF-16. */
    readonly wide: Uint8Array;
}

/** Plants values in every spelling, in logs and in every free text that objects have. */
export function plantedKnown(canaries: Canaries): PlantedKnown {
    const data: Record<string, string> = {};
    let count = 0;
    const secret = (value: string, key = `v${count++}`) => {
        data[key] = base64(value);
        return value;
    };
    const lines = Object.entries(SPELLINGS).flatMap(([spelling, spell]) =>
        Object.entries(LINES).map(([line, write]) => write(spell(secret(canaries.password(`log: ${spelling} in ${line}`))))),
    );
    const events = Object.entries(SPELLINGS).map(([spelling, spell], at) =>
        event(`spelled-${at}`, `probe failed: got ${spell(secret(canaries.password(`event: ${spelling}`)))}`),
    );
    const notes = Object.entries(SPELLINGS).map(([spelling, spell], at) => [
        `example.com/note-${at}`,
        `was ${spell(secret(canaries.password(`annotation: ${spelling}`)))} before`,
    ]);
    const word = (place: string) => secret(canaries.word(place));
    const coloured = word("log: ANSI");
    lines.push(
        `step \u001b[32m${word("log: coloured")}\u001b[0m done`,
        `step ${coloured.slice(0, 9)}\u001b[1m${coloured.slice(9)} done`,
        `pin was ${secret(canaries.number("log: number"), "pin")} today`,
        `id=${secret(canaries.hex("log: hex value", 40))}`,
        `caf\u00e9 \u0000 ${word("log: beside NUL")} \ufffd`,
    );
    const [first, second] = [word("log: in two parts"), word("log: in two parts of a JSON line")];
    const stamp = "2026-11-21T11:00:00.000000000Z stdout";
    const parts = [
        `${stamp} P worker handed over ${first.slice(0, 10)}`,
        `${stamp} F ${first.slice(10)} at last`,
        `${stamp} P {"msg":"handed over ${second.slice(0, 14)}`,
        `${stamp} F ${second.slice(14)}"}`,
        "",
    ].join("\n");
    const wide = Buffer.from(`\ufeffhanded over ${word("log: UTF-16")}\r\nagain\r\n`, "utf16le");
    const objects = [
        ...events,
        event(
            "pull",
            `Failed to pull image "quay.io/team/app:1.7.3": unauthorized: https://robot:${word("image pull error")}@quay.io/v2/`,
        ),
        {
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: "noted", namespace: NAMESPACE, annotations: Object.fromEntries(notes) },
        },
        ...places(word, (place) => secret(canaries.name(place))),
    ];
    const known = { apiVersion: "v1", kind: "Secret", metadata: { name: "handed", namespace: NAMESPACE }, data };
    return { objects: [known, ...objects], lines, parts, wide };
}

function event(name: string, message: string): Manifest {
    return {
        apiVersion: "v1",
        kind: "Event",
        metadata: { name, namespace: NAMESPACE },
        involvedObject: { apiVersion: "v1", kind: "Pod", namespace: NAMESPACE, name: "app" },
        reason: "Unhealthy",
        message,
        source: { component: "kubelet" },
        firstTimestamp: "2026-11-21T09:00:00Z",
        lastTimestamp: "2026-11-21T09:00:00Z",
        type: "Warning",
        count: 1,
    };
}

function places(word: (place: string) => string, name: (place: string) => string): Manifest[] {
    const object = (apiVersion: string, kind: string, named: string, rest: Manifest) => ({
        apiVersion,
        kind,
        metadata: { name: named, namespace: NAMESPACE, ...(rest.metadata as Manifest | undefined) },
        ...Object.fromEntries(Object.entries(rest).filter(([key]) => key !== "metadata")),
    });
    return [
        object("v1", "ConfigMap", "plain", {
            data: { note: `seen ${word("ConfigMap: prose")} there`, [word("ConfigMap: key")]: "1" },
        }),
        object("v1", "ConfigMap", name("name of an object"), { data: { a: "b" } }),
        object("v1", "ConfigMap", "labelled", { metadata: { labels: { build: word("label value"), [word("label key")]: "x" } } }),
        object("v1", "ConfigMap", "annotated", {
            metadata: { annotations: { "example.com/note": `used ${word("annotation: prose")}` } },
        }),
        object("v1", "Service", "web", {
            spec: { ports: [{ port: 80, name: "web" }], selector: { build: word("Service selector") } },
        }),
        object("v1", "Pod", "waiting", {
            spec: {
                containers: [
                    {
                        name: "app",
                        image: "quay.io/team/app:1.7.3",
                        env: [{ name: "MODE", value: word("env under a plain name") }],
                    },
                ],
            },
            status: {
                phase: "Pending",
                containerStatuses: [
                    {
                        name: "app",
                        image: "quay.io/team/app:1.7.3",
                        imageID: "",
                        ready: false,
                        restartCount: 0,
                        state: {
                            waiting: {
                                reason: "ImagePullBackOff",
                                message: `pulling with ${word("Pod status: waiting message")}`,
                            },
                        },
                    },
                ],
                conditions: [
                    {
                        type: "Ready",
                        status: "False",
                        message: `tried ${word("Pod status: condition")}`,
                        lastTransitionTime: null,
                    },
                ],
            },
        }),
        object("canary.example.com/v1", "Anything", "free", {
            spec: { deep: [{ er: { [word("custom resource: key")]: { text: `so ${word("custom resource: text")}` } } }] },
            status: { conditions: [{ type: "Ready", message: `auth with ${word("custom resource: condition")} failed` }] },
        }),
    ];
}
