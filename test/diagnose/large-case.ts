import type { Case } from "./judge.ts";

const AT = Date.parse("2026-11-21T12:00:00Z");
const ago = (minutes: number) => new Date(AT - minutes * 60e3).toISOString();

/** A cluster of `size` objects in which hardly anything works: pods that crash each for a reason of their own, claims, nodes, events. */
export function largeCase(size: number): Case {
    const apps = Math.floor(size / 5);
    const items = Array.from({ length: apps }, (_, index) => application(index)).flat();
    return { at: new Date(AT).toISOString(), objects: JSON.stringify({ apiVersion: "v1", kind: "List", items }) };
}

/** Five objects: a StatefulSet, its crashing pod, its claim, an event and, in turn, a node, a HelmRelease or a volume. */
function application(index: number): unknown[] {
    const name = `service-of-the-application-${index}`;
    const namespace = `tenant-${index % 40}`;
    const metadata = { name, namespace, creationTimestamp: ago(60 + (index % 5000)) };
    const owner = { apiVersion: "apps/v1", kind: "StatefulSet", name, controller: true };
    const message = `cannot open database /var/lib/${name}/data: file number ${index} is corrupt, expected checksum ${index * 7919}`;
    return [
        {
            apiVersion: "apps/v1",
            kind: "StatefulSet",
            metadata,
            spec: { replicas: 1, selector: { matchLabels: { app: name } } },
            status: { replicas: 1, readyReplicas: 0 },
        },
        {
            apiVersion: "v1",
            kind: "Pod",
            metadata: { ...metadata, name: `${name}-0`, labels: { app: name }, ownerReferences: [owner] },
            spec: {
                nodeName: `node-${index % 300}`,
                containers: [{ name: "main", image: `registry.example.com/${name}:1` }],
                volumes: [{ name: "data", persistentVolumeClaim: { claimName: name } }],
            },
            status: {
                phase: "Running",
                conditions: [
                    { type: "Ready", status: "False", reason: "ContainersNotReady", lastTransitionTime: ago(index % 3000) },
                ],
                containerStatuses: [
                    {
                        name: "main",
                        image: "x",
                        ready: false,
                        restartCount: index % 50,
                        state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 5m0s restarting failed container" } },
                        lastState: { terminated: { exitCode: 1, reason: "Error", message, finishedAt: ago(index % 700) } },
                    },
                ],
            },
        },
        {
            apiVersion: "v1",
            kind: "PersistentVolumeClaim",
            metadata,
            spec: { storageClassName: `class-${index}`, resources: { requests: { storage: "1Gi" } } },
            status: { phase: "Pending" },
        },
        {
            apiVersion: "v1",
            kind: "Event",
            metadata: { name: `${name}.1`, namespace },
            involvedObject: { apiVersion: "v1", kind: "Pod", namespace, name: `${name}-0` },
            type: "Warning",
            reason: "BackOff",
            message: `Back-off restarting failed container main in pod ${name}-0`,
            count: 1 + (index % 900),
            firstTimestamp: ago(1 + (index % 3000)),
            lastTimestamp: ago(index % 30),
        },
        rest(index, namespace, name),
    ];
}

function rest(index: number, namespace: string, name: string): unknown {
    if (index < 300)
        return {
            apiVersion: "v1",
            kind: "Node",
            metadata: { name: `node-${index}` },
            status: {
                allocatable: { cpu: "8", memory: "16Gi", pods: "110" },
                conditions: [
                    {
                        type: "Ready",
                        status: "False",
                        reason: "KubeletNotReady",
                        message: `container runtime is down on node-${index}`,
                        lastTransitionTime: ago(index),
                    },
                ],
            },
        };
    if (index % 2 === 0)
        return {
            apiVersion: "v1",
            kind: "PersistentVolume",
            metadata: { name: `pv-${index}` },
            spec: { claimRef: { namespace, name } },
            status: { phase: "Failed", message: `no such disk ${index}` },
        };
    return {
        apiVersion: "helm.toolkit.fluxcd.io/v2",
        kind: "HelmRelease",
        metadata: { name, namespace },
        spec: { chart: { spec: { chart: name } } },
        status: {
            conditions: [
                {
                    type: "Ready",
                    status: "False",
                    reason: "InstallFailed",
                    message: `chart ${index} does not render`,
                    lastTransitionTime: ago(index),
                },
            ],
        },
    };
}
