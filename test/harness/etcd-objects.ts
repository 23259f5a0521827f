import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { groupOf } from "../../src/core/scope.ts";

/** An object as it lies in the store. */
export interface StoredObject {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string; readonly resourceVersion?: string };
    readonly status?: unknown;
}

/**
 * Objects written past the API server into its etcd, the way `rig seed` puts its own there: uids, ages and status stay as they are, and
 * nothing is checked. No controller may run. The API shows them on return.
 */
export interface EtcdObjects {
    put(objects: readonly StoredObject[]): Promise<void>;
    remove(objects: readonly StoredObject[]): Promise<void>;
}

/** `dir` is the rig's. */
export async function etcdObjects({ dir }: { readonly dir: string }): Promise<EtcdObjects> {
    const { etcd } = JSON.parse(await readFile(join(dir, "cluster.json"), "utf8")) as { etcd: string };
    return {
        put: (objects) => inBatches(objects, (object) => put(etcd, object)),
        remove: (objects) => inBatches(objects, (object) => ask(etcd, "deleterange", { key: base64(storageKey(object)) })),
    };
}

const AT_ONCE = 16;

async function inBatches(objects: readonly StoredObject[], work: (object: StoredObject) => Promise<void>): Promise<void> {
    for (let from = 0; from < objects.length; from += AT_ONCE) await Promise.all(objects.slice(from, from + AT_ONCE).map(work));
}

/** etcd's own JSON gateway; the API server reads JSON from its store as well as protobuf. */
function put(etcd: string, object: StoredObject): Promise<void> {
    const { resourceVersion: _given, ...metadata } = object.metadata;
    return ask(etcd, "put", { key: base64(storageKey(object)), value: base64(JSON.stringify({ ...object, metadata })) });
}

async function ask(etcd: string, what: "put" | "deleterange", request: Record<string, string>): Promise<void> {
    const response = await fetch(`${etcd}/v3/kv/${what}`, { method: "POST", body: JSON.stringify(request) });
    if (!response.ok) throw new Error(`etcd: ${what}: ${response.status} ${await response.text()}`);
}

// kubernetes pkg/registry: the folders whose name is not just the plural, with the group for custom and aggregated ones.
const FOLDERS: Readonly<Record<string, string>> = { Node: "minions", Service: "services/specs", Endpoints: "services/endpoints" };
const PLURALS: Readonly<Record<string, string>> = {
    StorageClass: "storageclasses",
    PriorityClass: "priorityclasses",
    HelmRepository: "helmrepositories",
    OCIRepository: "ocirepositories",
};

/** `/registry/pods/msp/db-0`. */
function storageKey({ apiVersion, kind, metadata }: StoredObject): string {
    const group = groupOf(apiVersion);
    const foreign = group.endsWith(".fluxcd.io") || group === "apiextensions.k8s.io" || group === "apiregistration.k8s.io";
    const folder = FOLDERS[kind] ?? PLURALS[kind] ?? `${kind.toLowerCase()}s`;
    return [
        "/registry",
        ...(foreign ? [group] : []),
        folder,
        ...(metadata.namespace ? [metadata.namespace] : []),
        metadata.name,
    ].join("/");
}

function base64(text: string): string {
    return Buffer.from(text).toString("base64");
}
