import { rmSync } from "node:fs";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Diagnosis } from "../../src/diagnose/diagnosis.ts";
import { collected, requestFor } from "../collect/collected.ts";
import { applyCrds } from "../harness/apply-crds.ts";
import { type EtcdObjects, etcdObjects, type StoredObject } from "../harness/etcd-objects.ts";
import { type OwnRig, startRig } from "../harness/rig.ts";
import { AT, appliance } from "./appliance.ts";
import { type Case, diagnosed, sketch } from "./judge.ts";
import { APPLIANCE_CASES } from "./scenarios/appliance-cases.ts";

// The scenarios of the appliance as real objects in a real API server: collected over HTTP, judged from the archive.

let rig: OwnRig;
let store: EtcdObjects;

beforeAll(async () => {
    rig = await startRig({ audit: false });
    await applyCrds(rig);
    store = await etcdObjects(rig);
});
afterAll(() => rig?.stop());

function objectsOf({ objects = "" }: Case): StoredObject[] {
    return loadAll(objects) as StoredObject[];
}

/** `msp/pod/container.previous.log` into the kubelet's folder. */
function putLogs({ logs = {} }: Case): void {
    rmSync(join(rig.dir, "logs"), { recursive: true, force: true });
    for (const [path, text] of Object.entries(logs)) {
        const [, namespace = "", pod = "", container = "", previous] =
            /^([^/]+)\/([^/]+)\/(.+?)(\.previous)?\.log$/.exec(path) ?? [];
        rig.setLog(namespace, pod, container, { lines: text.trimEnd().split("\n") }, previous !== undefined);
    }
}

/** Collects the case as it stands in the API server and gives the verdict that is in the archive. */
async function live(given: Case): Promise<Diagnosis> {
    const objects = objectsOf(given);
    const definitions = objects.filter(({ kind }) => kind === "CustomResourceDefinition");
    const others = objects.filter((object) => !definitions.includes(object));
    putLogs(given);
    await store.put(others);
    try {
        await using archive = await collected(
            requestFor(rig.kubeconfig, { diagnose: true, profile: "appliance", now: () => new Date(given.at ?? AT) }),
        );
        return JSON.parse(await archive.text("diagnosis.json"));
    } finally {
        await store.remove(others);
    }
}

const first = ({ roots: [root] }: Diagnosis) => ({
    rule: root?.rule,
    says: root?.says,
    kind: root?.subject.kind,
    name: root?.subject.name,
});

test("the healthy appliance is healthy when it was collected from a real API server", async () => {
    const { verdict } = await live({ at: AT, objects: appliance() });
    expect(verdict.status).toBe("healthy");
});

test.each(APPLIANCE_CASES)("collected and judged from the archive: $title", async ({ given }) => {
    const expected = await diagnosed(given);
    const found = await live(given);
    expect(found.verdict.layer).toBe(expected.verdict.layer);
    expect(first(found)).toEqual(first(expected));
    expect(sketch(found)[0]).toBe(sketch(expected)[0]);
});
