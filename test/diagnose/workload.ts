/** What of a Deployment with one pod a test wants to tell; each is YAML in flow style, without the outer braces. */
export interface WorkloadParts {
    readonly name?: string;
    readonly namespace?: string;
    /** `env: [{ name: A, value: b }], resources: { limits: { memory: 128Mi } }` */
    readonly container?: string;
    /** `nodeName: n1, volumes: [{ name: data, … }]`; absent: on node n1. */
    readonly spec?: string;
    /** The container's status: `ready: false, restartCount: 3, state: { waiting: { reason: CrashLoopBackOff } }` */
    readonly status: string;
    /** Of the pod; absent: Running. */
    readonly phase?: string;
    /** Of the Deployment: `conditions: […]`. */
    readonly deployment?: string;
    readonly createdAt?: string;
}

/** A Deployment with its ReplicaSet and its pod `NAME-5d4f-abcde`, as `kubectl get -o yaml` prints them, documents separated by `---`. */
export function workload(parts: WorkloadParts): string {
    const { name = "web", namespace = "msp", container = "", spec = "nodeName: n1", phase = "Running", deployment = "" } = parts;
    const ready = /ready: true/.test(parts.status) ? "True" : "False";
    const created = parts.createdAt ?? "2026-11-21T07:00:00Z";
    return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace}, creationTimestamp: "${created}" }
spec: { replicas: 1, selector: { matchLabels: { app: ${name} } }, template: { metadata: { labels: { app: ${name} } } } }
status: { replicas: 1, readyReplicas: ${ready === "True" ? 1 : 0}, ${deployment} }
---
apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: ${name}-5d4f
  namespace: ${namespace}
  creationTimestamp: "${created}"
  ownerReferences: [{ apiVersion: apps/v1, kind: Deployment, name: ${name}, controller: true }]
spec: { replicas: 1 }
status: { replicas: 1 }
---
apiVersion: v1
kind: Pod
metadata:
  name: ${name}-5d4f-abcde
  namespace: ${namespace}
  creationTimestamp: "${created}"
  labels: { app: ${name}, pod-template-hash: 5d4f }
  ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: ${name}-5d4f, controller: true }]
spec: { ${spec}, containers: [{ name: ${name}, image: "registry.example.com/${name}:1.0", ${container} }] }
status:
  phase: ${phase}
  podIP: 10.244.0.${10 + name.length}
  conditions:
    - { type: PodScheduled, status: "True" }
    - { type: Ready, status: "${ready}", reason: ContainersNotReady, message: "containers with unready status: [${name}]", lastTransitionTime: "${created}" }
  containerStatuses: [{ name: ${name}, image: "registry.example.com/${name}:1.0", ${parts.status} }]
---
`;
}

/** A container that waits in CrashLoopBackOff after it ended with an exit code. */
export function crashing(exitCode: number, restarts = 7, reason = "Error"): string {
    return `ready: false, restartCount: ${restarts}, state: { waiting: { reason: CrashLoopBackOff, message: "back-off 5m0s restarting failed container" } }, lastState: { terminated: { exitCode: ${exitCode}, reason: ${reason}, startedAt: "2026-11-21T08:57:00Z", finishedAt: "2026-11-21T08:57:10Z" } }`;
}

/** A container that waits for a reason. */
export function waiting(reason: string, message = ""): string {
    return `ready: false, restartCount: 0, state: { waiting: { reason: ${reason}, message: '${message.replaceAll("'", "''")}' } }`;
}

/** A container that has run since seven in the morning. */
export function running(ready = true, restarts = 0): string {
    return `ready: ${ready}, started: true, restartCount: ${restarts}, state: { running: { startedAt: "2026-11-21T07:00:20Z" } }`;
}

/** An event about an object, of 08:58 UTC: `event("Pod", "msp", "web-5d4f-abcde", "Unhealthy", "Liveness probe failed: …")`. */
export function event(
    kind: string,
    namespace: string,
    name: string,
    reason: string,
    message: string,
    at = "2026-11-21T08:58:00Z",
): string {
    return `
apiVersion: v1
kind: Event
metadata: { name: "${name}.${reason.toLowerCase()}", namespace: ${namespace}, creationTimestamp: "${at}" }
involvedObject: { kind: ${kind}, namespace: ${namespace}, name: ${name} }
type: Warning
reason: ${reason}
message: ${JSON.stringify(message)}
count: 12
firstTimestamp: "2026-11-21T08:00:00Z"
lastTimestamp: "${at}"
source: { component: kubelet }
---
`;
}

/** The archive's time in tests of workloads. */
export const AT = "2026-11-21T09:00:00Z";
