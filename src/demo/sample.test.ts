import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { KubeObject } from "./object-store.ts";
import { loadRecording, packRecording } from "./recording.ts";
import { startSample } from "./sample.ts";
import { sampleLocation } from "./sample-location.ts";

const recording = await loadRecording(sampleLocation());
const uids = new Map(recording.objects.map((object) => [object.metadata.uid, object]));

interface Reference {
    readonly kind: string;
    readonly name: string;
    readonly uid: string;
}

interface ContainerStatus {
    readonly name: string;
    readonly containerID?: string;
    readonly restartCount: number;
}

interface Parts {
    readonly involvedObject?: Reference;
    readonly endpoints?: readonly { readonly targetRef?: Reference }[];
    readonly status?: {
        readonly containerStatuses?: readonly ContainerStatus[];
        readonly initContainerStatuses?: readonly ContainerStatus[];
    };
}

function referencesOf(object: KubeObject & Parts): Reference[] {
    const owners = (object.metadata.ownerReferences ?? []) as readonly Reference[];
    return [
        ...owners,
        ...(object.involvedObject ? [object.involvedObject] : []),
        ...(object.endpoints ?? []).flatMap(({ targetRef }) => targetRef ?? []),
    ];
}

test("every owner, event and endpoint names an object that is there", () => {
    const lost = recording.objects.flatMap(referencesOf).filter(({ uid, kind, name }) => {
        const target = uids.get(uid);
        return target?.kind !== kind || target.metadata.name !== name;
    });
    expect(lost).toEqual([]);
});

test("every container that ran has its log, and its previous one when it ran before; no log is without its container", () => {
    const pods: readonly (KubeObject & Parts)[] = recording.objects.filter(({ kind }) => kind === "Pod");
    const expected = pods.flatMap(({ metadata, status }) =>
        [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
            .filter(({ containerID }) => containerID !== undefined)
            .flatMap(({ name, restartCount }) => {
                const path = `${metadata.namespace}/${metadata.name}/${name}`;
                return restartCount > 0 ? [`${path}.log`, `${path}.previous.log`] : [`${path}.log`];
            }),
    );
    expect(Object.keys(recording.logs).sort()).toEqual(expected.sort());
});

test("what redaction must catch is in the sample, in Secrets or in the open", async () => {
    const planted = (await readFile(new URL("../../test/fixtures/appliance/planted-secrets.txt", import.meta.url), "utf8"))
        .trim()
        .split("\n");
    const secrets = recording.objects
        .filter(({ kind }) => kind === "Secret")
        .flatMap(({ data }) => Object.values((data ?? {}) as Readonly<Record<string, string>>));
    const haystack = [JSON.stringify(recording), ...secrets.map((value) => Buffer.from(value, "base64").toString())].join("\n");
    expect(planted.filter((secret) => !haystack.includes(secret))).toEqual([]);
    const inLogs = planted.filter((secret) => Object.values(recording.logs).some((log) => log.includes(secret)));
    expect(inLogs.length).toBeGreaterThanOrEqual(6);
});

test("packed into one file it is the same", async () => {
    expect(JSON.parse(await packRecording(sampleLocation()))).toEqual(recording);
});

test("the sample starts on loopback with a kubeconfig that names its context", async () => {
    const identity = { token: "t", serial: Uint8Array.of(1), now: new Date("2026-11-21T12:00:00Z") };
    const api = await startSample(identity, new AbortController().signal);
    await api.close();
    expect(JSON.parse(api.kubeconfig)).toMatchObject({
        "current-context": "alga-appliance",
        clusters: [{ cluster: { server: api.url } }],
    });
    expect(api.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
});
