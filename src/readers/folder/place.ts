import { type ClusterRef, MANAGEMENT } from "../../core/cluster-ref.ts";
import type { LogRef, MachineRef } from "../../core/evidence-ref.ts";

/** What a file of a plain folder is, told from its path alone. */
export type Place =
    | { readonly type: "errors"; readonly cluster: ClusterRef }
    | { readonly type: "log"; readonly ref: LogRef }
    | { readonly type: "dump"; readonly cluster: ClusterRef; readonly namespace: string; readonly pod: string }
    | { readonly type: "machine"; readonly ref: MachineRef }
    | { readonly type: "manifest"; readonly cluster: ClusterRef; readonly rest: string }
    | { readonly type: "document"; readonly name: string }
    | { readonly type: "other" };

/**
 * - `…/<namespace>/<pod>/<container>.log`, `….previous.log`, `…-previous.log`: logs, wherever they are; `<namespace>/<pod>.log`: of its only container
 * - `<namespace>/<pod>/logs.txt`: what `kubectl cluster-info dump` writes, all containers in one file
 * - `talos/<node>/…`: a machine · `errors.txt`, `*.stderr`: what could not be collected · `*.yaml *.yml *.json`: manifests
 * Below `managed-clusters/<Kind>/<namespace>/<name>/` all of it belongs to that cluster.
 */
export function placeOf(path: string): Place {
    const { cluster, rest } = splitCluster(path.split("/"));
    const file = rest.at(-1) ?? "";
    if (/^(diagnosis\.json|manifest\.json|report\.html)$/.test(file) && rest.length <= 1) return { type: "document", name: file };
    if (/^errors?\.txt$|\.stderr$|^collection-errors?\.(txt|log)$/.test(file)) return { type: "errors", cluster };
    const talos = rest.indexOf("talos");
    if (talos >= 0 && rest.length > talos + 2 && !rest.slice(0, talos).includes("logs"))
        return {
            type: "machine",
            ref: { cluster, type: "machine", node: rest[talos + 1] ?? "", section: rest.slice(talos + 2).join("/") },
        };
    if (file === "logs.txt" && rest.length >= 3)
        return { type: "dump", cluster, namespace: rest.at(-3) ?? "", pod: rest.at(-2) ?? "" };
    if (/\.(log|logs)$/.test(file) || (rest.includes("logs") && file.endsWith(".txt"))) return logPlace(cluster, rest);
    if (/\.(ya?ml|json)$/.test(file)) return { type: "manifest", cluster, rest: rest.join("/") };
    return { type: "other" };
}

function logPlace(cluster: ClusterRef, rest: readonly string[]): Place {
    const parts = rest.slice(rest.indexOf("logs") + 1);
    const file = parts.at(-1) ?? "";
    const [, stem = "", mark] = /^(.*?)([.-]previous)?\.(?:log|logs|txt)$/.exec(file) ?? [];
    const folders = parts.slice(0, -1);
    const previous = mark !== undefined || folders.at(-1) === "previous";
    const above = folders.filter((name) => name !== "previous" && name !== "current");
    const flat = stem.split("_");
    const of = (namespace: string, pod: string, container: string): Place => ({
        type: "log",
        ref: { cluster, type: "log", namespace, pod, container, previous },
    });
    if (above.length >= 2) return of(above.at(-2) ?? "", above.at(-1) ?? "", stem);
    if (flat.length === 3) return of(flat[0] ?? "", flat[1] ?? "", flat[2] ?? "");
    if (above.length === 1 && flat.length === 2) return of(above[0] ?? "", flat[0] ?? "", flat[1] ?? "");
    return above.length === 1 ? of(above[0] ?? "", stem, "") : { type: "other" };
}

function splitCluster(parts: readonly string[]): { cluster: ClusterRef; rest: readonly string[] } {
    const start = parts.indexOf("managed-clusters");
    const [kind, namespace, name] = start < 0 ? [] : parts.slice(start + 1);
    if ((kind === "Cluster" || kind === "SveltosCluster") && namespace !== undefined && name !== undefined)
        return { cluster: { type: "managed", kind, namespace, name }, rest: parts.slice(start + 4) };
    const own = parts.indexOf("management-cluster");
    return { cluster: MANAGEMENT, rest: own < 0 ? parts : parts.slice(own + 1) };
}
