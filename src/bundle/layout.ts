import type { ClusterRef } from "../core/cluster-ref.ts";
import { MANAGEMENT } from "../core/cluster-ref.ts";
import type { EventRef, EvidenceRef, LogRef } from "../core/evidence-ref.ts";
import { kindOfDirectory } from "./kind-table.ts";
import { decodeComponent, encodeComponent } from "./path-component.ts";

/** Names the directory of a kind: KindTable.directoryOf, or what a manifest says. */
export type DirectoryOf = (apiVersion: string, kind: string) => string;

/** The apiVersion of a directory below `resources/` of a cluster, or undefined when nobody said. */
export type ApiVersionOf = (cluster: ClusterRef, directory: string) => string | undefined;

/**
 * Where a piece of evidence lies below the top folder, unless another thing lies there already. The tree is that of Sveltos' Techsupport
 * ("Output Format") with `cluster/` and `talos/` besides.
 */
export function pathOf(ref: EvidenceRef, directoryOf: DirectoryOf): string {
    return [...clusterComponents(ref.cluster), ...components(ref, directoryOf)].map(encodeComponent).join("/");
}

/** `management-cluster`, `managed-clusters/Cluster/default/clusterapi-workload`. */
export function clusterDirectory(cluster: ClusterRef): string {
    return clusterComponents(cluster).map(encodeComponent).join("/");
}

/**
 * What lies at a path, read from the path alone; undefined where that cannot be told. For a log it never can: `a-b-c.yaml` is
 * container `c` of pod `a-b` or `b-c` of `a`.
 */
export function refOfPath(path: string, apiVersionOf: ApiVersionOf): EvidenceRef | undefined {
    const names = path.split("/").map(decodeComponent);
    if (!names.every((name) => name !== undefined)) return undefined;
    const split = splitCluster(names);
    const [directory, ...rest] = split?.rest ?? [];
    if (split === undefined) return undefined;
    const { cluster } = split;
    switch (directory) {
        case "events":
            return eventOf(cluster, rest);
        case "resources":
            return objectOf(cluster, rest, apiVersionOf);
        case "talos": {
            // A file right below is about all machines together.
            const node = rest.length > 1 ? (rest[0] ?? "") : "";
            return rest.length === 0
                ? undefined
                : { cluster, type: "machine", node, section: rest.slice(node === "" ? 0 : 1).join("/") };
        }
        case "cluster":
            return rest.length < 1 ? undefined : { cluster, type: "api", path: rest.join("/") };
        default:
            return undefined;
    }
}

/**
 * The log at a path of a bundle whose manifest does not say: the longest of the namespace's pod names that fits, else the names
 * that controllers give (`-<hash>-<5 letters>`, `-<ordinal>`), else everything up to the last dash is the pod.
 */
export function guessLog(
    path: string,
    podsOf: (cluster: ClusterRef, namespace: string) => readonly string[],
): LogRef | undefined {
    const names = path.split("/").map(decodeComponent);
    const split = names.every((name) => name !== undefined) ? splitCluster(names) : undefined;
    const [directory, namespace, file, ...more] = split?.rest ?? [];
    if (!split || directory !== "logs" || namespace === undefined || file === undefined || more.length > 0) return undefined;
    const [, stem = "", previous] = /^(.+?)(\.previous)?\.(?:yaml|log)$/s.exec(file) ?? [];
    const pods = podsOf(split.cluster, namespace).filter((name) => stem.startsWith(`${name}-`));
    const pod = pods.sort((a, b) => b.length - a.length)[0] ?? podOfStem(stem);
    if (pod === undefined) return undefined;
    return {
        cluster: split.cluster,
        type: "log",
        namespace,
        pod,
        container: stem.slice(pod.length + 1),
        previous: previous !== undefined,
    };
}

function podOfStem(stem: string): string | undefined {
    const generated = /^(.+-[bcdf-hj-np-tv-z2-9]{5}|.+?-\d+)-./.exec(stem)?.[1];
    const dash = stem.lastIndexOf("-");
    return generated ?? (dash > 0 && dash < stem.length - 1 ? stem.slice(0, dash) : undefined);
}

function clusterComponents(cluster: ClusterRef): string[] {
    return cluster.type === "management"
        ? ["management-cluster"]
        : ["managed-clusters", cluster.kind, cluster.namespace, cluster.name];
}

function components(ref: EvidenceRef, directoryOf: DirectoryOf): string[] {
    switch (ref.type) {
        case "object":
            return [
                "resources",
                directoryOf(ref.apiVersion, ref.kind),
                ...(ref.namespace === undefined ? [] : [ref.namespace]),
                `${ref.name}.yaml`,
            ];
        case "event":
            return ["events", ref.namespace, `${eventStem(ref)}.yaml`];
        case "log":
            return ["logs", ref.namespace, `${ref.pod}-${ref.container}${ref.previous ? ".previous" : ""}.yaml`];
        case "machine":
            return ["talos", ...(ref.node === "" ? [] : [ref.node]), ...ref.section.split("/")];
        case "api":
            return ["cluster", ...ref.path.split("/")];
        default:
            return ref satisfies never;
    }
}

/** `2025-01-03-09-08-41-kubelet`, as Sveltos draws it; the second at that time `…-kubelet-2`. */
function eventStem(ref: EventRef): string {
    const time = ref.time.replace(/Z$/, "").replace(/[T:]/g, "-");
    return `${time}-${ref.component}${ref.ordinal > 1 ? `-${ref.ordinal}` : ""}`;
}

function splitCluster(names: readonly string[]): { cluster: ClusterRef; rest: readonly string[] } | undefined {
    const [first, kind, namespace, name] = names;
    if (first === "management-cluster") return { cluster: MANAGEMENT, rest: names.slice(1) };
    if (first !== "managed-clusters" || namespace === undefined || name === undefined) return undefined;
    if (kind !== "Cluster" && kind !== "SveltosCluster") return undefined;
    return { cluster: { type: "managed", kind, namespace, name }, rest: names.slice(4) };
}

function eventOf(cluster: ClusterRef, [namespace, file, ...more]: readonly string[]): EventRef | undefined {
    const match = /^(\d{4}-\d\d-\d\d)-(\d\d)-(\d\d)-(\d\d)-(.*?)(?:-([2-9]|[1-9]\d+))?\.yaml$/s.exec(file ?? "");
    if (!match || namespace === undefined || more.length > 0) return undefined;
    const [, day, hour, minute, second, component = "", ordinal = "1"] = match;
    return {
        cluster,
        type: "event",
        namespace,
        time: `${day}T${hour}:${minute}:${second}Z`,
        component,
        ordinal: Number(ordinal),
    };
}

function objectOf(cluster: ClusterRef, rest: readonly string[], apiVersionOf: ApiVersionOf): EvidenceRef | undefined {
    const [directory = "", ...place] = rest;
    const apiVersion = apiVersionOf(cluster, directory);
    const file = place.at(-1);
    if (apiVersion === undefined || place.length > 2 || !file?.endsWith(".yaml")) return undefined;
    const namespace = place.length === 2 ? place[0] : undefined;
    const name = file.slice(0, -".yaml".length);
    return {
        cluster,
        type: "object",
        apiVersion,
        kind: kindOfDirectory(directory),
        ...(namespace === undefined ? {} : { namespace }),
        name,
    };
}
