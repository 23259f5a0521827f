const ALWAYS = ["metadata.name", "metadata.namespace"];

// kubernetes pkg/apis/core/v1/conversion.go and its neighbours: the fields that a built-in kind can be selected by.
const FIELDS: Readonly<Record<string, readonly string[]>> = {
    "/Pod": [
        "spec.nodeName",
        "spec.restartPolicy",
        "spec.schedulerName",
        "spec.serviceAccountName",
        "spec.hostNetwork",
        "status.phase",
        "status.podIP",
        "status.nominatedNodeName",
    ],
    "/Event": [
        "involvedObject.kind",
        "involvedObject.namespace",
        "involvedObject.name",
        "involvedObject.uid",
        "involvedObject.apiVersion",
        "involvedObject.resourceVersion",
        "involvedObject.fieldPath",
        "reason",
        "reportingComponent",
        "source",
        "type",
    ],
    "events.k8s.io/Event": [
        "regarding.kind",
        "regarding.namespace",
        "regarding.name",
        "regarding.uid",
        "regarding.apiVersion",
        "regarding.resourceVersion",
        "regarding.fieldPath",
        "reason",
        "reportingController",
        "type",
    ],
    "/Node": ["spec.unschedulable"],
    "/Namespace": ["status.phase"],
    "/Secret": ["type"],
    "/Service": ["spec.clusterIP", "spec.type"],
    "apps/ReplicaSet": ["status.replicas"],
    "batch/Job": ["status.successful"],
    "certificates.k8s.io/CertificateSigningRequest": ["spec.signerName"],
};

/** The first field of the selector that the API knows nothing of; undefined when it takes all of them. */
export function unknownField(selector: string, kind: { readonly group: string; readonly kind: string }): string | undefined {
    const known = [...ALWAYS, ...(FIELDS[`${kind.group}/${kind.kind}`] ?? [])];
    const asked = selector.split(",").flatMap((term) => /^\s*([^=!\s]+)/.exec(term)?.[1] ?? []);
    return asked.find((field) => !known.includes(field));
}
