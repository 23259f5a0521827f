/** What a scenario changes in the healthy appliance. Objects are named `Deployment msp/pgbouncer`, `Node alga-1`. */
export interface Changes {
    readonly without?: readonly string[];
    /** Documents that stand in the place of those of the same kind, namespace and name, or are added. */
    readonly instead?: string;
}

/** Taken ten minutes after everything had settled. */
export const AT = "2026-11-21T09:00:00Z";
const INSTALLED = "2026-11-20T09:00:00Z";

/** A healthy single-node appliance as `kubectl get -o yaml` prints it: Flux, six releases, their workloads, storage and DNS; then changed. */
export function appliance({ without = [], instead = "" }: Changes = {}): string {
    const changed = new Map([...documents(HEALTHY), ...documents(instead)].map((document) => [titleOf(document), document]));
    for (const title of without) if (!changed.delete(title)) throw new Error(`the appliance has no ${title}`);
    return [...changed.values()].join("\n---\n");
}

function documents(yaml: string): readonly string[] {
    return yaml
        .split(/^---$/m)
        .map((document) => document.trim())
        .filter((document) => document !== "");
}

function titleOf(document: string): string {
    const kind = /^kind: (\S+)/m.exec(document)?.[1];
    const name = /^metadata:.*?\bname: "?([\w.-]+)/ms.exec(document)?.[1];
    const namespace = /^metadata:[^\n]*?\bnamespace: "?([\w.-]+)/m.exec(document)?.[1];
    return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/** A Deployment or StatefulSet with its pod; `release`: the HelmRelease it belongs to. */
export interface Program {
    readonly name: string;
    readonly namespace: string;
    readonly kind?: "Deployment" | "StatefulSet";
    readonly release?: string;
    readonly image?: string;
    /** In flow style: `envFrom: [{ secretRef: { name: db-credentials } }]`. */
    readonly container?: string;
    /** Of the pod: `volumes: […]`. */
    readonly spec?: string;
    /** The container's status; absent: it runs and is ready. */
    readonly status?: string;
    readonly phase?: string;
    readonly initStatus?: string;
    readonly conditions?: string;
}

const RUNS = `ready: true, restartCount: 0, state: { running: { startedAt: "${INSTALLED}" } }`;

export function program(given: Program): string {
    const { name, namespace, kind = "Deployment", release, container = "", spec = "", status = RUNS, phase = "Running" } = given;
    const image = given.image ?? `ghcr.io/nine-minds/${name}:1.4.2`;
    const ready = /ready: true/.test(status);
    const labels =
        release === undefined
            ? ""
            : `, labels: { helm.toolkit.fluxcd.io/name: ${release}, helm.toolkit.fluxcd.io/namespace: alga-system }`;
    const owner =
        kind === "StatefulSet"
            ? `{ apiVersion: apps/v1, kind: StatefulSet, name: ${name}, controller: true }`
            : `{ apiVersion: apps/v1, kind: ReplicaSet, name: ${name}-5d4f, controller: true }`;
    const pod = kind === "StatefulSet" ? `${name}-0` : `${name}-5d4f-abcde`;
    const conditions =
        given.conditions ??
        `{ type: PodScheduled, status: "True" }, { type: Ready, status: "${ready ? "True" : "False"}", reason: ContainersNotReady, lastTransitionTime: "2026-11-21T08:00:00Z" }`;
    const replicaSet =
        kind === "StatefulSet"
            ? ""
            : `
apiVersion: apps/v1
kind: ReplicaSet
metadata: { name: ${name}-5d4f, namespace: ${namespace}, creationTimestamp: "${INSTALLED}", ownerReferences: [{ apiVersion: apps/v1, kind: Deployment, name: ${name}, controller: true }] }
spec: { replicas: 1 }
status: { replicas: 1, readyReplicas: ${ready ? 1 : 0} }
---`;
    return `
apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace}, generation: 1, creationTimestamp: "${INSTALLED}"${labels} }
spec: { replicas: 1, selector: { matchLabels: { app: ${name} } }, template: { metadata: { labels: { app: ${name} } }, spec: { containers: [{ name: ${name}, image: "${image}" }] } } }
status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: ${ready ? 1 : 0}, availableReplicas: ${ready ? 1 : 0} }
---${replicaSet}
apiVersion: v1
kind: Pod
metadata: { name: ${pod}, namespace: ${namespace}, creationTimestamp: "${INSTALLED}", labels: { app: ${name} }, ownerReferences: [${owner}] }
spec: { ${phase === "Pending" && given.conditions !== undefined ? "" : "nodeName: alga-1, "}${spec}${spec === "" ? "" : ", "}containers: [{ name: ${name}, image: "${image}"${container === "" ? "" : `, ${container}`} }] }
status: { phase: ${phase}, podIP: 10.244.0.7, conditions: [${conditions}], ${given.initStatus === undefined ? "" : `initContainerStatuses: [${given.initStatus}], `}containerStatuses: [{ name: ${name}, image: "${image}", ${status} }] }
---
`;
}

/** A Flux object with its condition Ready. */
export function flux(
    kind: string,
    name: string,
    ready: { readonly status?: string; readonly reason?: string; readonly message?: string; readonly spec?: string } = {},
): string {
    const [apiVersion, namespace] = FLUX[kind] ?? ["", ""];
    const {
        status = "True",
        reason = "ReconciliationSucceeded",
        message = "Applied revision",
        spec = SPECS[kind]?.(name) ?? "",
    } = ready;
    const since = status === "True" ? INSTALLED : "2026-11-21T08:00:00Z";
    return `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace}, generation: 1, creationTimestamp: "${INSTALLED}" }
spec: { interval: 10m${spec === "" ? "" : `, ${spec}`} }
status:
  observedGeneration: 1
  conditions: [{ type: Ready, status: "${status}", reason: ${reason}, message: '${message.replaceAll("'", "''")}', lastTransitionTime: "${since}", observedGeneration: 1 }]
---
`;
}

const FLUX: Readonly<Record<string, readonly [string, string]>> = {
    OCIRepository: ["source.toolkit.fluxcd.io/v1", "flux-system"],
    Kustomization: ["kustomize.toolkit.fluxcd.io/v1", "flux-system"],
    HelmRelease: ["helm.toolkit.fluxcd.io/v2", "alga-system"],
};
const DEPENDS: Readonly<Record<string, string>> = {
    "alga-core": "alga-platform",
    "alga-background": "alga-core",
    pgbouncer: "alga-core",
    temporal: "alga-core",
    "email-service": "pgbouncer",
    "workflow-worker": "temporal",
    "temporal-worker": "temporal",
};
const SPECS: Readonly<Record<string, (name: string) => string>> = {
    OCIRepository: () => 'url: "oci://ghcr.io/nine-minds/alga-appliance", ref: { digest: "sha256:1111111111111111aaaa" }',
    Kustomization: (name) => `sourceRef: { kind: OCIRepository, name: alga-appliance }${dependsOn(name)}`,
    HelmRelease: (name) => `targetNamespace: msp, releaseName: ${name}${name === "alga-core" ? "" : dependsOn(name)}`,
};

function dependsOn(name: string): string {
    return DEPENDS[name] === undefined ? "" : `, dependsOn: [{ name: ${DEPENDS[name]} }]`;
}

function claim(name: string, size: string): string {
    return `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: ${name}, namespace: msp, creationTimestamp: "${INSTALLED}" }
spec: { storageClassName: local-path, volumeName: pv-${name}, resources: { requests: { storage: ${size} } } }
status: { phase: Bound, capacity: { storage: ${size} } }
---
apiVersion: v1
kind: PersistentVolume
metadata: { name: pv-${name} }
spec: { storageClassName: local-path, capacity: { storage: ${size} }, claimRef: { namespace: msp, name: ${name} }, hostPath: { path: /var/mnt/alga-data/local-path-provisioner/${name} } }
status: { phase: Bound }
---
`;
}

export const DATABASE: Program = {
    name: "db",
    namespace: "msp",
    kind: "StatefulSet",
    release: "alga-core",
    image: "postgres:16.4",
    spec: "volumes: [{ name: data, persistentVolumeClaim: { claimName: alga-core-sebastian-postgres-data } }]",
    container:
        "envFrom: [{ secretRef: { name: db-credentials } }], volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data, subPath: db-data }]",
};
export const CORE: Program = {
    name: "alga-core-sebastian",
    namespace: "msp",
    release: "alga-core",
    image: "ghcr.io/nine-minds/alga-psa-ee:1.4.2",
    container: "envFrom: [{ secretRef: { name: db-credentials } }]",
};

const HEALTHY = `
${["flux-system", "alga-system", "msp", "kube-system", "local-path-storage"].map((name) => `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name} }\nstatus: { phase: Active }\n---`).join("\n")}
apiVersion: v1
kind: Node
metadata: { name: alga-1, labels: { node-role.kubernetes.io/control-plane: "" } }
spec: { podCIDR: 10.244.0.0/24 }
status:
  allocatable: { cpu: "8", memory: 32Gi, pods: "110" }
  capacity: { cpu: "8", memory: 32Gi, pods: "110" }
  addresses: [{ type: InternalIP, address: 10.5.0.2 }]
  nodeInfo: { kubeletVersion: v1.35.0 }
  conditions: [{ type: Ready, status: "True", reason: KubeletReady, message: kubelet is posting ready status, lastTransitionTime: "${INSTALLED}" }]
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: local-path, annotations: { storageclass.kubernetes.io/is-default-class: "true" } }
provisioner: rancher.io/local-path
volumeBindingMode: WaitForFirstConsumer
---
${program({ name: "local-path-provisioner", namespace: "local-path-storage", image: "rancher/local-path-provisioner:v0.0.31", container: "env: [{ name: PROVISIONER_NAME, value: rancher.io/local-path }]" })}
${program({ name: "coredns", namespace: "kube-system", image: "registry.k8s.io/coredns/coredns:v1.13.1" })}
${["source-controller", "kustomize-controller", "helm-controller"].map((name) => program({ name, namespace: "flux-system", image: `ghcr.io/fluxcd/${name}:v1.7.0` })).join("")}
${flux("OCIRepository", "alga-appliance")}
${["alga-platform", "alga-core", "alga-background"].map((name) => flux("Kustomization", name)).join("")}
${["alga-core", "pgbouncer", "temporal", "workflow-worker", "email-service", "temporal-worker"].map((name) => flux("HelmRelease", name, { reason: "InstallSucceeded", message: "Helm install succeeded" })).join("")}
apiVersion: v1
kind: ConfigMap
metadata: { name: local-path-config, namespace: local-path-storage }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: appliance-release-selection, namespace: alga-system }
data: { releaseVersion: 1.4.2, selectedChannel: stable, algaCoreTag: 1.4.2, manifestDigest: "sha256:1111111111111111aaaa" }
---
apiVersion: v1
kind: Secret
metadata: { name: db-credentials, namespace: msp, creationTimestamp: "${INSTALLED}" }
type: Opaque
data: { DB_PASSWORD_SERVER: eA==, DB_PASSWORD_ADMIN: eA== }
---
${claim("alga-core-sebastian-postgres-data", "50Gi")}
${claim("alga-core-sebastian-storage", "50Gi")}
${program(DATABASE)}
${program({ name: "redis", namespace: "msp", kind: "StatefulSet", release: "alga-core", image: "redis:7.4" })}
${program(CORE)}
${["pgbouncer", "temporal", "workflow-worker", "email-service", "temporal-worker"].map((name) => program({ name, namespace: "msp", release: name })).join("")}
${["db", "redis", "pgbouncer", "temporal"].map((name) => `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: msp }\nspec: { clusterIP: 10.96.0.${10 + name.length}, selector: { app: ${name} }, ports: [{ port: 5432 }] }\n---`).join("\n")}
`;

/** The objects without those whose titles match, as a collector leaves them that was not allowed to read them. */
export function documentsBut(objects: string, titles: RegExp): string {
    return documents(objects)
        .filter((document) => !titles.test(titleOf(document)))
        .join("\n---\n");
}
