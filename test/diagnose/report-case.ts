import type { Gap } from "../../src/core/gap.ts";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import { buildFacts } from "../../src/diagnose/facts/build-facts.ts";
import { reportSummary } from "../../src/diagnose/report/report-summary.ts";
import type { ReportRun } from "../../src/diagnose/report/summary/summary.ts";
import type { Rule } from "../../src/diagnose/rule.ts";
import { RULES } from "../../src/diagnose/rules/index.ts";
import { bundleOf, type Case } from "./judge.ts";

/** What the report of a case is made of, by every rule unless told otherwise. */
export async function reportCase(given: Case, run: Partial<ReportRun> = {}, rules: readonly Rule[] = RULES) {
    const bundle = await bundleOf(given);
    const { signal } = new AbortController();
    const facts = await buildFacts(bundle, signal);
    const gaps: Gap[] = [];
    for await (const gap of bundle.gaps()) gaps.push(gap);
    const takenAt = bundle.takenAt.toISOString();
    return {
        diagnosis: await diagnose(bundle, rules, signal),
        summary: reportSummary(facts, gaps, { takenAt, ...run }),
    };
}

/** A cluster with something in every part of the page: a claim without its class, a pressed node, a failed release, a machine, a gap. */
export const TROUBLED: Case = {
    at: "2026-11-21T12:00:00Z",
    errors: 'secrets is forbidden: User "support" cannot list resource "secrets" in API group "" in the namespace "msp"',
    objects: `
apiVersion: v1
kind: Node
metadata: { name: n1, labels: { node-role.kubernetes.io/control-plane: "" } }
spec: { unschedulable: true, taints: [{ key: node.kubernetes.io/unschedulable, effect: NoSchedule }, { key: maintenance, value: "yes", effect: NoExecute }] }
status:
  nodeInfo: { kubeletVersion: v1.35.2, osImage: Talos (v1.12.4) }
  allocatable: { cpu: "4", memory: 8Gi, pods: "110" }
  conditions:
    - { type: MemoryPressure, status: "True", reason: KubeletHasInsufficientMemory, message: kubelet has insufficient memory available, lastTransitionTime: "2026-11-21T11:40:00Z" }
    - { type: Ready, status: "True", reason: KubeletReady, message: kubelet is posting ready status, lastTransitionTime: "2026-11-19T12:00:00Z" }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: local-path, annotations: { storageclass.kubernetes.io/is-default-class: "true" } }
provisioner: rancher.io/local-path
volumeBindingMode: WaitForFirstConsumer
---
apiVersion: v1
kind: PersistentVolume
metadata: { name: pv-old }
spec: { capacity: { storage: 20Gi }, claimRef: { namespace: msp, name: data-0 } }
status: { phase: Released }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, namespace: msp, creationTimestamp: "2026-11-21T11:30:00Z" }
spec: { storageClassName: fast, resources: { requests: { storage: 10Gi } } }
status: { phase: Pending }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: spare, namespace: msp, creationTimestamp: "2026-11-21T11:30:00Z" }
spec: { storageClassName: local-path, resources: { requests: { storage: 1Gi } } }
status: { phase: Pending }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: msp, creationTimestamp: "2026-11-21T11:30:00Z" }
spec: { replicas: 1, selector: { matchLabels: { app: db } }, template: { metadata: { labels: { app: db } } } }
status: { replicas: 1, readyReplicas: 0 }
---
apiVersion: v1
kind: Pod
metadata:
  name: db-0
  namespace: msp
  creationTimestamp: "2026-11-21T11:30:00Z"
  labels: { app: db }
  ownerReferences: [{ apiVersion: apps/v1, kind: StatefulSet, name: db, controller: true }]
spec: { containers: [{ name: postgres, image: "postgres:16" }], volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }] }
status:
  phase: Pending
  conditions: [{ type: PodScheduled, status: "False", reason: Unschedulable, message: pod has unbound immediate PersistentVolumeClaims, lastTransitionTime: "2026-11-21T11:30:01Z" }]
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: msp, creationTimestamp: "2026-11-20T11:30:00Z" }
spec: { nodeName: n1, containers: [{ name: web, image: "web:1", resources: { requests: { cpu: 500m, memory: 1Gi } } }] }
status:
  phase: Running
  conditions: [{ type: Ready, status: "True", lastTransitionTime: "2026-11-21T11:58:00Z" }]
  containerStatuses:
    - { name: web, image: "web:1", ready: true, started: true, restartCount: 4, state: { running: {} }, lastState: { terminated: { exitCode: 137, reason: OOMKilled, finishedAt: "2026-11-21T11:57:30Z" } } }
---
apiVersion: v1
kind: Event
metadata: { name: db-0.1, namespace: msp }
involvedObject: { apiVersion: v1, kind: Pod, namespace: msp, name: db-0 }
type: Warning
reason: FailedScheduling
message: "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims"
count: 9
firstTimestamp: "2026-11-21T11:30:01Z"
lastTimestamp: "2026-11-21T11:59:00Z"
source: { component: default-scheduler }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: core, namespace: flux-system }
spec: { chart: { spec: { chart: core, sourceRef: { kind: HelmRepository, name: charts } } }, targetNamespace: msp }
status:
  conditions: [{ type: Ready, status: "False", reason: UpgradeFailed, message: "timed out waiting for the condition", lastTransitionTime: "2026-11-21T11:45:00Z" }]
  history:
    - { version: 2, status: failed, chartName: core, chartVersion: 1.1.0, lastDeployed: "2026-11-21T11:35:00Z" }
    - { version: 1, status: superseded, chartName: core, chartVersion: 1.0.0, lastDeployed: "2026-11-19T12:30:00Z" }
`,
    talos: {
        "n1/services.yaml": `
messages:
  - services:
      - { id: kubelet, state: Running, health: { unknown: false, healthy: true, last_message: "" }, events: { events: [{ msg: Health check successful, state: Running, ts: "2026-11-19T12:00:10Z" }] } }
      - { id: etcd, state: Failed, health: { unknown: false, healthy: false, last_message: no space left on device }, events: { events: [{ msg: Started task etcd, state: Running, ts: "2026-11-19T12:00:00Z" }, { msg: "failed to run task: no space left on device", state: Failed, ts: "2026-11-21T11:20:00Z" }] } }
`,
    },
};
