import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyCrds } from "../harness/apply-crds.ts";
import { type OwnRig, startRig } from "../harness/rig.ts";
import { Canaries, type Canary } from "./canaries.ts";
import { plantedKnown } from "./planted-known.ts";
import { ANYTHING, type Manifest, NAMESPACE, plantedObjects } from "./planted-objects.ts";
import { plantedPatterns } from "./planted-patterns.ts";

/** A cluster with a canary in every place where a secret may stand. */
export interface PlantedCluster {
    readonly rig: OwnRig;
    readonly canaries: readonly Canary[];
}

export async function plantedCluster(): Promise<PlantedCluster> {
    const rig = await startRig({ audit: false });
    const canaries = new Canaries();
    const planted = plantedObjects(canaries);
    const namespace = planted.find(({ kind }) => kind === "Namespace");
    const objects = planted.filter((one) => one !== namespace);
    const known = plantedKnown(canaries);
    const patterns = plantedPatterns(canaries);
    await applyCrds(rig);
    await rig.apply(ANYTHING);
    await rig.apply(JSON.stringify(namespace));
    await rig.apply(JSON.stringify(NODE));
    await rig.apply(JSON.stringify({ apiVersion: "v1", kind: "List", items: [...objects, ...known.objects, ...loggers()] }));
    await annotate(rig, planted);
    rig.setLog(NAMESPACE, "known", "app", { lines: known.lines });
    rig.setLog(NAMESPACE, "parts", "app", { file: known.parts });
    rig.setLog(NAMESPACE, "wide", "app", { file: wideLog(known.wide) });
    rig.setLog(NAMESPACE, "patterns", "app", { lines: patterns });
    rig.setLog(NAMESPACE, "patterns", "app", { lines: patterns }, true);
    return { rig, canaries: canaries.all };
}

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** The annotation of client-side apply, put there by hand: every way kubectl has to make an object would replace it. */
async function annotate(rig: OwnRig, objects: readonly Manifest[]): Promise<void> {
    for (const { kind, metadata } of objects) {
        const text = metadata.annotations?.[LAST_APPLIED];
        const patch = JSON.stringify({ metadata: { annotations: { [LAST_APPLIED]: text } } });
        if (text !== undefined) await rig.kubectl(["patch", kind, metadata.name, "-n", NAMESPACE, "--type=merge", "-p", patch]);
    }
}

const NODE = {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "canary-node" },
    status: { addresses: [{ type: "InternalIP", address: "10.250.0.9" }], daemonEndpoints: { kubeletEndpoint: { Port: 10250 } } },
};

/** Pods that have run, so that their logs are asked for. */
function loggers() {
    return ["known", "parts", "wide", "patterns"].map((name) => ({
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name, namespace: NAMESPACE },
        spec: { nodeName: "canary-node", containers: [{ name: "app", image: "quay.io/team/app:1.7.3" }] },
        status: {
            phase: "Running",
            containerStatuses: [
                {
                    name: "app",
                    image: "quay.io/team/app:1.7.3",
                    imageID: "",
                    ready: true,
                    restartCount: 1,
                    state: { running: { startedAt: "2026-11-21T09:00:00Z" } },
                },
            ],
        },
    }));
}

/** The runtime puts its stamp before what the program wrote. */
function wideLog(bytes: Uint8Array): Uint8Array {
    return Buffer.concat([Buffer.from("2026-11-21T11:00:00.000000000Z stdout F "), bytes, Buffer.from("\n")]);
}

/** What an archive holds, unpacked by tar, file by file below its top folder. */
export function unpacked(archive: string): ReadonlyMap<string, Buffer> {
    const folder = mkdtempSync(join(tmpdir(), "casefile-canary-"));
    try {
        execFileSync("tar", ["xzf", archive, "-C", folder, "--strip-components=1"]);
        const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
        const files = paths.filter((path) => statSync(join(folder, path)).isFile());
        return new Map(files.map((path) => [path, readFileSync(join(folder, path))]));
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
