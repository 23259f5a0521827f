import { expect, test } from "vitest";
import { type Case, diagnosed, sketch } from "../judge.ts";

const AT = "2026-11-21T09:00:00Z";

/** The provisioner is gone, so the database gets no volume, the core waits for it, and Flux reports timeouts. */
const CASE: Case = {
    at: AT,
    objects: `
apiVersion: v1
kind: Node
metadata: { name: cp-1 }
status:
  allocatable: { cpu: "4", memory: 16Gi, pods: "110" }
  conditions: [{ type: Ready, status: "True", reason: KubeletReady, message: kubelet is posting ready status }]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data-db-0, namespace: msp, creationTimestamp: "2026-11-21T08:00:00Z" }
spec: { storageClassName: fast, accessModes: [ReadWriteOnce] }
status: { phase: Pending }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: local-path }
provisioner: rancher.io/local-path
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: msp, labels: { helm.toolkit.fluxcd.io/name: core, helm.toolkit.fluxcd.io/namespace: releases } }
spec: { replicas: 1, serviceName: db, selector: { matchLabels: { app: db } }, template: { metadata: { labels: { app: db } } }, volumeClaimTemplates: [{ metadata: { name: data } }] }
status: { replicas: 1, readyReplicas: 0 }
---
apiVersion: v1
kind: Pod
metadata:
  name: db-0
  namespace: msp
  creationTimestamp: "2026-11-21T08:00:00Z"
  labels: { app: db }
  ownerReferences: [{ apiVersion: apps/v1, kind: StatefulSet, name: db, controller: true }]
spec:
  containers: [{ name: postgres, image: "postgres:16" }]
  volumes: [{ name: data, persistentVolumeClaim: { claimName: data-db-0 } }]
status:
  phase: Pending
  conditions:
    - { type: PodScheduled, status: "False", reason: Unschedulable, message: "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.", lastTransitionTime: "2026-11-21T08:00:00Z" }
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: msp }
spec: { clusterIP: 10.96.4.4, selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: core, namespace: msp, labels: { helm.toolkit.fluxcd.io/name: core, helm.toolkit.fluxcd.io/namespace: releases } }
spec: { replicas: 1, selector: { matchLabels: { app: core } }, template: { metadata: { labels: { app: core } } } }
status:
  replicas: 1
  unavailableReplicas: 1
  conditions:
    - { type: Available, status: "False", reason: MinimumReplicasUnavailable, message: Deployment does not have minimum availability., lastTransitionTime: "2026-11-21T08:00:10Z" }
    - { type: Progressing, status: "False", reason: ProgressDeadlineExceeded, message: 'ReplicaSet "core-6d5f" has timed out progressing.', lastTransitionTime: "2026-11-21T08:10:10Z" }
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: { name: core-6d5f, namespace: msp, ownerReferences: [{ apiVersion: apps/v1, kind: Deployment, name: core, controller: true }] }
spec: { replicas: 1 }
status: { replicas: 1 }
---
apiVersion: v1
kind: Pod
metadata:
  name: core-6d5f-x2x
  namespace: msp
  creationTimestamp: "2026-11-21T08:00:00Z"
  labels: { app: core }
  ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: core-6d5f, controller: true }]
spec:
  nodeName: cp-1
  initContainers: [{ name: wait-for-db, image: "busybox:1.36", command: [sh, -c, "until nc -z db 5432; do echo waiting for db:5432; sleep 2; done"] }]
  containers: [{ name: core, image: "ghcr.io/example/core:1.2" }]
status:
  phase: Pending
  conditions: [{ type: Ready, status: "False", reason: ContainersNotReady, message: "containers with unready status: [core]", lastTransitionTime: "2026-11-21T08:00:12Z" }]
  initContainerStatuses: [{ name: wait-for-db, ready: false, restartCount: 0, state: { running: { startedAt: "2026-11-21T08:00:20Z" } } }]
  containerStatuses: [{ name: core, ready: false, restartCount: 0, state: { waiting: { reason: PodInitializing } } }]
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: core, namespace: releases, generation: 1 }
spec: { releaseName: core, targetNamespace: msp, chartRef: { kind: OCIRepository, name: core } }
status:
  observedGeneration: 1
  conditions:
    - { type: Ready, status: "False", reason: InstallFailed, message: "Helm install failed for release msp/core with chart core@1.2.0: timeout waiting for: [Deployment/msp/core status: 'InProgress', StatefulSet/msp/db status: 'InProgress']", lastTransitionTime: "2026-11-21T08:30:00Z" }
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: core, namespace: releases, generation: 1 }
spec: { url: "oci://ghcr.io/example/charts/core", ref: { tag: 1.2.0 } }
status:
  observedGeneration: 1
  conditions: [{ type: Ready, status: "True", reason: Succeeded, message: stored artifact }]
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: core, namespace: flux-system, generation: 1 }
spec: { path: ./core, sourceRef: { kind: OCIRepository, name: core, namespace: releases } }
status:
  observedGeneration: 1
  inventory: { entries: [{ id: releases_core_helm.toolkit.fluxcd.io_HelmRelease, v: v2 }] }
  conditions:
    - { type: Ready, status: "False", reason: HealthCheckFailed, message: "health check failed after 30m0.2s: timeout waiting for: [HelmRelease/releases/core status: 'Failed']", lastTransitionTime: "2026-11-21T08:31:00Z" }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: background, namespace: flux-system, generation: 1 }
spec: { path: ./background, dependsOn: [{ name: core }], sourceRef: { kind: OCIRepository, name: core, namespace: releases } }
status:
  observedGeneration: 1
  conditions:
    - { type: Ready, status: "False", reason: DependencyNotReady, message: "dependency 'flux-system/core' is not ready", lastTransitionTime: "2026-11-21T08:31:30Z" }
`,
    logs: { "msp/core-6d5f-x2x/wait-for-db.log": "waiting for db:5432\nwaiting for db:5432\n" },
};

test("A StorageClass that is missing is the one root of everything that waits above it", async () => {
    const diagnosis = await diagnosed(CASE);
    expect(sketch(diagnosis)).toEqual([
        "broken kubernetes",
        "storage.class-missing StorageClass fast",
        "  storage.claim-pending PersistentVolumeClaim msp/data-db-0",
        "    kubernetes.scheduling.volume StatefulSet msp/db",
        "      gitops.helm-release.timeout HelmRelease releases/core",
        "        gitops.kustomization.health-check Kustomization flux-system/core",
        "          gitops.kustomization.dependency Kustomization flux-system/background",
        "      application.init-waiting Deployment msp/core",
        "        application.rollout.stuck Deployment msp/core",
        "      kubernetes.service Service msp/db",
        "      application.rollout StatefulSet msp/db",
    ]);
});
