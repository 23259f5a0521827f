import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load, loadAll } from "js-yaml";
import type { GroupDiscovery } from "./discovery.ts";
import type { KubeObject } from "./object-store.ts";

/**
 * A cluster as it was at one moment: what its API would answer. Plain JSON, so that a build can pack it into one file.
 * `logs` is keyed by `NAMESPACE/POD/CONTAINER.log` and `.previous.log`, lines as container runtimes write them (CRI); `documents` by
 * path: `/version`, `/readyz?verbose`, `/api/v1/nodes/NODE/proxy/stats/summary`.
 */
export interface Recording {
    /** RFC 3339, to the second. */
    readonly recordedAt: string;
    /** Of /api, then of /apis. */
    readonly discovery: readonly { readonly items: readonly GroupDiscovery[] }[];
    readonly objects: readonly KubeObject[];
    readonly logs: Readonly<Record<string, string>>;
    readonly documents: Readonly<Record<string, string>>;
}

/** Reads a folder such as `samples/appliance/` (its README says what lies where), or what packRecording made of one. */
export async function loadRecording(location: URL): Promise<Recording> {
    const path = fileURLToPath(location);
    return path.endsWith(".json") ? (JSON.parse(await readFile(path, "utf8")) as Recording) : readFolder(path);
}

/** The folder as the text of one file, for a build that has no folders. */
export async function packRecording(folder: URL): Promise<string> {
    return JSON.stringify(await loadRecording(folder));
}

async function readFolder(folder: string): Promise<Recording> {
    const [cluster, namespaced, logs, kubelets, discovery, version, livez, readyz, recordedAt] = await Promise.all([
        textsBelow(join(folder, "cluster")),
        textsBelow(join(folder, "namespaces")),
        textsBelow(join(folder, "logs")),
        textsBelow(join(folder, "server/nodes")),
        ...["discovery.yaml", "version.yaml", "livez.txt", "readyz.txt", "recorded-at.txt"].map((name) =>
            readFile(join(folder, "server", name), "utf8"),
        ),
    ]);
    return {
        recordedAt: (recordedAt ?? "").trim(),
        discovery: loadAll(discovery ?? "") as Recording["discovery"],
        objects: [...cluster, ...namespaced].flatMap(([, text]) => loadAll(text).map(objectIn)),
        logs: Object.fromEntries(logs),
        documents: {
            "/version": JSON.stringify(load(version ?? ""), undefined, 2),
            "/livez?verbose": livez ?? "",
            "/readyz?verbose": readyz ?? "",
            ...Object.fromEntries(kubelets.map(([path, text]) => [kubeletPath(path), text])),
        },
    };
}

/** `alga-01/stats/summary.json` → `/api/v1/nodes/alga-01/proxy/stats/summary`. */
function kubeletPath(file: string): string {
    const [node, ...rest] = file.replace(/\.json$/, "").split("/");
    return `/api/v1/nodes/${node}/proxy/${rest.join("/")}`;
}

function objectIn(document: unknown): KubeObject {
    if (isObject(document)) return document;
    throw new Error(`a document of the sample is no Kubernetes object: ${JSON.stringify(document).slice(0, 200)}`);
}

function isObject(document: unknown): document is KubeObject {
    return (
        typeof document === "object" &&
        document !== null &&
        "apiVersion" in document &&
        "kind" in document &&
        "metadata" in document
    );
}

/** Every file below the folder, in a stable order, by its path with forward slashes. */
async function textsBelow(folder: string): Promise<[string, string][]> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return Promise.all(
        files
            .sort()
            .map(
                async (file): Promise<[string, string]> => [
                    file.slice(folder.length + 1).replaceAll("\\", "/"),
                    await readFile(file, "utf8"),
                ],
            ),
    );
}
