import type { Column } from "./column.ts";
import { ageOf } from "./custom-columns.ts";
import type { KubeObject } from "./object-store.ts";

// kubernetes pkg/printers/internalversion/printers.go, the columns of the kinds that one looks at first.

const age: Column = { name: "Age", type: "string", value: (object, now) => ageOf(object.metadata.creationTimestamp, now) };

/** A column that shows one field, or `otherwise` where it is missing. */
function field(name: string, path: string, otherwise: string | number = "<none>", priority = 0): Column {
    const type = typeof otherwise === "number" ? "integer" : "string";
    return { name, type, priority, value: (object) => shown(valueAt(object, path)) ?? otherwise };
}

function ready(path: string, wanted: string): Column {
    return {
        name: "Ready",
        type: "string",
        value: (object) => `${shown(valueAt(object, path)) ?? 0}/${shown(valueAt(object, wanted)) ?? 0}`,
    };
}

/** How long ago, of a time inside the object. */
function ago(name: string, ...paths: readonly string[]): Column {
    const time = (object: KubeObject) =>
        paths.map((path) => shown(valueAt(object, path))).find((each) => typeof each === "string");
    return { name, type: "string", value: (object, now) => ageOf(String(time(object)), now) };
}

function computed(name: string, value: Column["value"], priority = 0): Column {
    return { name, type: "string", priority, value };
}

/** By `group/Kind`; the name comes first in each and is left out here. */
export const PRINTER_COLUMNS: Readonly<Record<string, readonly Column[]>> = {
    "/Pod": [
        computed("Ready", (pod) => `${statuses(pod).filter((each) => each.ready).length}/${list(pod, "spec.containers").length}`),
        computed("Status", podStatus),
        computed("Restarts", (pod) => statuses(pod).reduce((sum, each) => sum + Number(each.restartCount ?? 0), 0)),
        age,
        field("IP", "status.podIP", "<none>", 1),
        field("Node", "spec.nodeName", "<none>", 1),
    ],
    "/Node": [
        computed("Status", (node) => (condition(node, "Ready") === "True" ? "Ready" : "NotReady")),
        computed(
            "Roles",
            (node) =>
                Object.keys(node.metadata.labels ?? {})
                    .flatMap((label) => label.match(/^node-role\.kubernetes\.io\/(.+)$/)?.[1] ?? [])
                    .join(",") || "<none>",
        ),
        age,
        field("Version", "status.nodeInfo.kubeletVersion"),
        field("OS-Image", "status.nodeInfo.osImage", "<none>", 1),
        field("Kernel-Version", "status.nodeInfo.kernelVersion", "<none>", 1),
        field("Container-Runtime", "status.nodeInfo.containerRuntimeVersion", "<none>", 1),
    ],
    "/Namespace": [field("Status", "status.phase"), age],
    "/Service": [
        field("Type", "spec.type"),
        field("Cluster-IP", "spec.clusterIP"),
        computed("External-IP", () => "<none>"),
        computed("Port(s)", (service) =>
            list(service, "spec.ports")
                .map((port) => `${port.port}/${port.protocol ?? "TCP"}`)
                .join(","),
        ),
        age,
    ],
    "/ConfigMap": [computed("Data", (map) => Object.keys(record(valueAt(map, "data"))).length), age],
    "/Secret": [field("Type", "type"), computed("Data", (secret) => Object.keys(record(valueAt(secret, "data"))).length), age],
    "/ServiceAccount": [computed("Secrets", (account) => list(account, "secrets").length), age],
    "/PersistentVolumeClaim": [
        field("Status", "status.phase"),
        field("Volume", "spec.volumeName", ""),
        field("Capacity", "status.capacity.storage", ""),
        computed("Access Modes", accessModes),
        field("StorageClass", "spec.storageClassName", ""),
        age,
    ],
    "/PersistentVolume": [
        field("Capacity", "spec.capacity.storage"),
        computed("Access Modes", accessModes),
        field("Reclaim Policy", "spec.persistentVolumeReclaimPolicy"),
        field("Status", "status.phase"),
        computed(
            "Claim",
            (volume) =>
                `${shown(valueAt(volume, "spec.claimRef.namespace")) ?? ""}/${shown(valueAt(volume, "spec.claimRef.name")) ?? ""}`,
        ),
        field("StorageClass", "spec.storageClassName", ""),
        age,
    ],
    "/Event": [
        ago("Last Seen", "series.lastObservedTime", "lastTimestamp", "eventTime"),
        field("Type", "type"),
        field("Reason", "reason"),
        computed(
            "Object",
            (event) =>
                `${String(shown(valueAt(event, "involvedObject.kind"))).toLowerCase()}/${shown(valueAt(event, "involvedObject.name"))}`,
        ),
        computed("Message", (event) => String(shown(valueAt(event, "message")) ?? "").trim()),
    ],
    "apps/Deployment": [
        ready("status.readyReplicas", "spec.replicas"),
        field("Up-to-date", "status.updatedReplicas", 0),
        field("Available", "status.availableReplicas", 0),
        age,
    ],
    "apps/ReplicaSet": [
        field("Desired", "spec.replicas", 0),
        field("Current", "status.replicas", 0),
        field("Ready", "status.readyReplicas", 0),
        age,
    ],
    "apps/StatefulSet": [ready("status.readyReplicas", "spec.replicas"), age],
    "apps/DaemonSet": [
        field("Desired", "status.desiredNumberScheduled", 0),
        field("Current", "status.currentNumberScheduled", 0),
        field("Ready", "status.numberReady", 0),
        field("Up-to-date", "status.updatedNumberScheduled", 0),
        field("Available", "status.numberAvailable", 0),
        age,
    ],
    "batch/Job": [computed("Status", jobStatus), ready("status.succeeded", "spec.completions"), age],
    "batch/CronJob": [
        field("Schedule", "spec.schedule"),
        field("Suspend", "spec.suspend"),
        ago("Last Schedule", "status.lastScheduleTime"),
        age,
    ],
    "storage.k8s.io/StorageClass": [
        field("Provisioner", "provisioner"),
        field("ReclaimPolicy", "reclaimPolicy", "Delete"),
        field("VolumeBindingMode", "volumeBindingMode", "Immediate"),
        age,
    ],
    "apiregistration.k8s.io/APIService": [
        computed("Service", (service) =>
            valueAt(service, "spec.service")
                ? `${shown(valueAt(service, "spec.service.namespace"))}/${shown(valueAt(service, "spec.service.name"))}`
                : "Local",
        ),
        computed("Available", (service) => condition(service, "Available")),
        age,
    ],
};

type Fields = Readonly<Record<string, unknown>>;

function record(value: unknown): Fields {
    return typeof value === "object" && value !== null ? { ...value } : {};
}

function valueAt(object: KubeObject, path: string): unknown {
    return path.split(".").reduce<unknown>((value, name) => record(value)[name], object);
}

function list(object: KubeObject, path: string): readonly Fields[] {
    const value = valueAt(object, path);
    return Array.isArray(value) ? value.map(record) : [];
}

function shown(value: unknown): string | number | undefined {
    if (typeof value === "string" || typeof value === "number") return value;
    return typeof value === "boolean" ? String(value) : undefined;
}

function condition(object: KubeObject, type: string): string {
    return String(list(object, "status.conditions").find((each) => each.type === type)?.status ?? "Unknown");
}

function statuses(pod: KubeObject): readonly Fields[] {
    return list(pod, "status.containerStatuses");
}

/** As `kubectl get pods` says it: `CrashLoopBackOff`, `Init:0/1`, `Completed`. */
function podStatus(pod: KubeObject): string {
    const inits = list(pod, "status.initContainerStatuses");
    const unfinished = inits.findIndex((each) => record(record(each.state).terminated).exitCode !== 0);
    if (unfinished >= 0) return `Init:${reasonOf(inits[unfinished]) ?? `${unfinished}/${inits.length}`}`;
    const reasons = statuses(pod).flatMap((each) => reasonOf(each) ?? []);
    return reasons[0] ?? String(shown(valueAt(pod, "status.phase")) ?? "Unknown");
}

function reasonOf(status: Fields | undefined): string | undefined {
    const state = record(status?.state);
    const reason = record(state.waiting).reason ?? record(state.terminated).reason;
    return typeof reason === "string" ? reason : undefined;
}

function jobStatus(job: KubeObject): string {
    if (condition(job, "Complete") === "True") return "Complete";
    return condition(job, "Failed") === "True" ? "Failed" : "Running";
}

const ACCESS_MODES: Readonly<Record<string, string>> = {
    ReadWriteOnce: "RWO",
    ReadOnlyMany: "ROX",
    ReadWriteMany: "RWX",
    ReadWriteOncePod: "RWOP",
};

function accessModes(claim: KubeObject): string {
    const modes = valueAt(claim, "spec.accessModes");
    return Array.isArray(modes) ? modes.map((mode) => ACCESS_MODES[String(mode)] ?? String(mode)).join(",") : "";
}
