import type { ClusterRef } from "../../core/cluster-ref.ts";
import type { ObjectRef } from "../../core/evidence-ref.ts";
import { groupOf } from "../../core/scope.ts";
import { type Fields, fields, list, strings, text } from "./fields.ts";

/** An object of the cluster, without what no rule reads (managedFields, last-applied, large ConfigMap values, CRD schemas). */
export interface KubeObject {
    readonly ref: ObjectRef;
    readonly body: Fields;
}

/** One of `status.conditions`. */
export interface Condition {
    readonly type: string;
    readonly status: string;
    readonly reason: string;
    readonly message: string;
    /** lastTransitionTime, or "". */
    readonly since: string;
    /** Where it stands: `/status/conditions/2`. */
    readonly pointer: string;
}

/** All conditions, in the order of the object. */
export function conditions(object: KubeObject): readonly Condition[] {
    return list(object.body, "status", "conditions").map((item, index) => ({
        type: text(item, "type") ?? "",
        status: text(item, "status") ?? "",
        reason: text(item, "reason") ?? "",
        message: text(item, "message") ?? "",
        since: text(item, "lastTransitionTime") ?? "",
        pointer: `/status/conditions/${index}`,
    }));
}

/** The condition of that type, if the object has it. */
export function condition(object: KubeObject, type: string): Condition | undefined {
    return conditions(object).find((each) => each.type === type);
}

export function labels(object: KubeObject): Readonly<Record<string, string>> {
    return strings(object.body, "metadata", "labels");
}

export function annotations(object: KubeObject): Readonly<Record<string, string>> {
    return strings(object.body, "metadata", "annotations");
}

export function metadata(object: KubeObject): Fields {
    return fields(object.body, "metadata");
}

/** The namespace, "" for a cluster-scoped object. */
export function namespaceOf(object: KubeObject): string {
    return object.ref.namespace ?? "";
}

/** A ref, for an object that exists or not: `refOf(cluster, "v1", "Secret", "db", "msp")`. */
export function refOf(cluster: ClusterRef, apiVersion: string, kind: string, name: string, namespace?: string): ObjectRef {
    return { cluster, type: "object", apiVersion, kind, ...(namespace ? { namespace } : {}), name };
}

/** A Talos machine as a subject: `{apiVersion: "talos.dev", kind: "Machine", name: NODE}` (contracts/cli.md). */
export function machineRef(cluster: ClusterRef, node: string): ObjectRef {
    return { cluster, type: "object", apiVersion: "talos.dev", kind: "Machine", name: node };
}

/** `Deployment msp/web`, `Node cp-1`: how sentences name an object. */
export function named(ref: ObjectRef): string {
    return `${ref.kind} ${ref.namespace === undefined ? "" : `${ref.namespace}/`}${ref.name}`;
}

/** One string per object whatever its version, for maps: `apps/Deployment/msp/web`. */
export function objectKey(ref: ObjectRef): string {
    return `${groupOf(ref.apiVersion)}/${ref.kind}/${ref.namespace ?? ""}/${ref.name}`;
}
