import { type Fields, fields, isFields, list } from "./fields.ts";

const LARGEST_VALUE = 4096;

/** Kinds that no rule needs and that are many or large. */
export const NEVER_KEPT: ReadonlySet<string> = new Set([
    "ControllerRevision",
    "PodMetrics",
    "NodeMetrics",
    "ComponentStatus",
    "PodTemplate",
    "CSIStorageCapacity",
]);

/** An object without what no rule reads, so that 20,000 fit in memory. Kept parts are shared with the object given. */
export function pruned(body: Fields): Fields {
    const { metadata, ...rest } = body;
    const kept = { ...rest, metadata: prunedMetadata(fields(body, "metadata")) };
    switch (body.kind) {
        case "ConfigMap":
            return { ...kept, data: shortValues(fields(body, "data")), binaryData: keysOnly(fields(body, "binaryData")) };
        case "Secret":
            return { ...kept, data: shortValues(fields(body, "data")), stringData: shortValues(fields(body, "stringData")) };
        case "CustomResourceDefinition":
            return { ...kept, spec: prunedCrd(fields(body, "spec")) };
        case "ReplicaSet":
            return isOwned(body) ? { ...kept, spec: prunedReplicaSet(fields(body, "spec")) } : kept;
        case "Node":
            return { ...kept, status: { ...fields(body, "status"), images: [] } };
        default:
            return kept;
    }
}

function prunedMetadata(metadata: Fields): Fields {
    const { managedFields, selfLink, annotations, ...rest } = metadata;
    if (!isFields(annotations)) return rest;
    const { "kubectl.kubernetes.io/last-applied-configuration": _applied, ...others } = annotations;
    return { ...rest, annotations: others };
}

/** Values that are not short are cut: what a rule looks for (a Corefile, a release selection) is short. */
function shortValues(values: Fields): Fields {
    return Object.fromEntries(
        Object.entries(values).map(([key, value]) => [key, typeof value === "string" ? value.slice(0, LARGEST_VALUE) : value]),
    );
}

function keysOnly(values: Fields): Fields {
    return Object.fromEntries(Object.keys(values).map((key) => [key, ""]));
}

/** Its pods and its Deployment say the same, so of the template the labels are enough. */
function prunedReplicaSet(spec: Fields): Fields {
    return { ...spec, template: { metadata: fields(spec, "template", "metadata") } };
}

function isOwned(body: Fields): boolean {
    return list(body, "metadata", "ownerReferences").length > 0;
}

function prunedCrd(spec: Fields): Fields {
    const versions = Array.isArray(spec.versions) ? spec.versions : [];
    return {
        ...spec,
        versions: versions.map((version: unknown) => ({
            ...fields(version),
            schema: undefined,
            additionalPrinterColumns: undefined,
        })),
    };
}
