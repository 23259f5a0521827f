import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyCrds } from "../harness/apply-crds.ts";
import { type OwnRig, startRig } from "../harness/rig.ts";
import { Canaries, type Canary } from "./canaries.ts";
import { plantedKnown } from "./planted-known.ts";
import { ANYTHING, NAMESPACE, plantedObjects } from "./planted-objects.ts";
import { plantedPatterns } from "./planted-patterns.ts";

/** A cluster with a canary in every place where a secret may stand. */
export interface PlantedCluster {
    readonly rig: OwnRig;
    readonly canaries: readonly Canary[];
}

export async function plantedCluster(): Promise<PlantedCluster> {
    const rig = await startRig({ audit: false });
    const canaries = new Canaries();
    const [namespace, ...objects] = [...plantedObjects(canaries)].sort(
        (a, b) => Number(b.kind === "Namespace") - Number(a.kind === "Namespace"),
    );
    const known = plantedKnown(canaries);
    const patterns = plantedPatterns(canaries);
    await applyCrds(rig);
    await rig.apply(ANYTHING);
    await rig.apply(JSON.stringify(namespace));
    await rig.apply(JSON.stringify(NODE));
    await rig.apply(JSON.stringify({ apiVersion: "v1", kind: "List", items: [...objects, ...known.objects, ...loggers()] }));
    rig.setLog(NAMESPACE, "known", "app", { lines: known.lines });
    rig.setLog(NAMESPACE, "parts", "app", { file: known.parts });
    rig.setLog(NAMESPACE, "wide", "app", { file: wideLog(known.wide) });
    rig.setLog(NAMESPACE, "patterns", "app", { lines: patterns });
    rig.setLog(NAMESPACE, "patterns", "app", { lines: patterns }, true);
    return { rig, canaries: canaries.all };
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
