import { AT, appliance, CORE, DATABASE, flux, program } from "../appliance.ts";
import type { Case } from "../judge.ts";

/** A failure of the appliance as its documents list it, several layers deep. */
export interface ApplianceCase {
    readonly title: string;
    readonly given: Case;
    /** `sketch` of the verdict: status and layer, then roots with what follows from each. */
    readonly verdict: readonly string[];
    /** The sentence of the first root. */
    readonly says: string;
    /** What is taken away, with the line of errors.txt that says so, and the rule that does not know then. */
    readonly withheld: { readonly errors: string; readonly objects?: RegExp; readonly logs?: true; readonly rule: string };
}

const CRASHES = (exit = 1) =>
    `ready: false, restartCount: 9, state: { waiting: { reason: CrashLoopBackOff, message: back-off } }, lastState: { terminated: { exitCode: ${exit}, reason: Error, finishedAt: "2026-11-21T08:55:00Z" } }`;
const WAITS = "ready: false, restartCount: 0, state: { waiting: { reason: PodInitializing } }";
const RELEASE_WAITS = flux("HelmRelease", "alga-core", {
    status: "False",
    reason: "InstallFailed",
    message:
        "Helm install failed for release msp/alga-core with chart sebastian@1.4.2: timeout waiting for: [Deployment/msp/alga-core-sebastian status: 'InProgress']",
});
const DEPENDENTS = ["pgbouncer", "temporal", "workflow-worker", "email-service", "temporal-worker"]
    .map((name) =>
        flux("HelmRelease", name, {
            status: "False",
            reason: "DependencyNotReady",
            message: "dependency 'alga-system/alga-core' is not ready",
        }),
    )
    .join("");
const CHAIN_WAITS =
    flux("Kustomization", "alga-core", {
        status: "False",
        reason: "HealthCheckFailed",
        message: "health check failed after 30m0s: timeout waiting for: [HelmRelease/alga-system/alga-core status: 'Failed']",
    }) +
    flux("Kustomization", "alga-background", {
        status: "False",
        reason: "DependencyNotReady",
        message: "dependency 'flux-system/alga-core' is not ready",
    });
const INIT = '{ name: wait-for-bootstrap, ready: false, state: { running: { startedAt: "2026-11-21T08:00:00Z" } } }';
const CORE_WAITS = program({
    ...CORE,
    phase: "Pending",
    spec: 'initContainers: [{ name: wait-for-bootstrap, image: "ghcr.io/nine-minds/alga-psa-ee:1.4.2", command: [sh, -c, "kubectl wait job/alga-core-sebastian-bootstrap"] }]',
    status: WAITS,
    initStatus: INIT,
    conditions:
        '{ type: PodScheduled, status: "True" }, { type: Initialized, status: "False", reason: ContainersNotInitialized, lastTransitionTime: "2026-11-21T08:00:00Z" }, { type: Ready, status: "False", reason: ContainersNotReady }',
});
const bootstrap = (failed: boolean) => `
apiVersion: batch/v1
kind: Job
metadata: { name: alga-core-sebastian-bootstrap, namespace: msp, creationTimestamp: "2026-11-21T08:00:00Z", labels: { helm.toolkit.fluxcd.io/name: alga-core, helm.toolkit.fluxcd.io/namespace: alga-system } }
spec: { ttlSecondsAfterFinished: 300, backoffLimit: 3 }
status: { startTime: "2026-11-21T08:00:00Z", ${failed ? 'failed: 4, conditions: [{ type: Failed, status: "True", reason: BackoffLimitExceeded, message: Job has reached the specified backoff limit, lastTransitionTime: "2026-11-21T08:56:00Z" }]' : "active: 1"} }
---
apiVersion: v1
kind: Pod
metadata: { name: alga-core-sebastian-bootstrap-x7k2p, namespace: msp, creationTimestamp: "2026-11-21T08:50:00Z", ownerReferences: [{ apiVersion: batch/v1, kind: Job, name: alga-core-sebastian-bootstrap, controller: true }] }
spec: { nodeName: alga-1, restartPolicy: Never, containers: [{ name: bootstrap, image: "ghcr.io/nine-minds/alga-psa-ee:1.4.2", envFrom: [{ secretRef: { name: db-credentials } }] }] }
status:
  phase: Failed
  conditions: [{ type: Ready, status: "False", reason: PodFailed }]
  containerStatuses: [{ name: bootstrap, ready: false, restartCount: 0, state: { terminated: { exitCode: 1, reason: Error, startedAt: "2026-11-21T08:50:10Z", finishedAt: "2026-11-21T08:55:00Z" } } }]
---
`;
const bootstrapLog = (line: string) => ({
    "msp/alga-core-sebastian-bootstrap-x7k2p/bootstrap.log": `2026-11-21T08:50:11Z running migrations\n2026-11-21T08:54:59Z ${line}\n`,
});
const event = (kind: string, namespace: string, name: string, reason: string, message: string) => `
apiVersion: v1
kind: Event
metadata: { name: ${name}.${reason.toLowerCase()}, namespace: ${namespace} }
involvedObject: { apiVersion: v1, kind: ${kind}, name: ${name}, namespace: ${namespace} }
type: Warning
reason: ${reason}
message: '${message.replaceAll("'", "''")}'
count: 30
firstTimestamp: "2026-11-21T08:00:00Z"
lastTimestamp: "2026-11-21T08:58:00Z"
---
`;

const CORE_CHAIN = RELEASE_WAITS + DEPENDENTS + CHAIN_WAITS;

export const APPLIANCE_CASES: readonly ApplianceCase[] = [
    {
        title: "The image lacks the seed directory: the bootstrap fails, and everything waits for it",
        given: {
            at: AT,
            objects: appliance({ instead: bootstrap(true) + CORE_WAITS + CORE_CHAIN }),
            logs: bootstrapLog("Error: Configured seed directory does not exist: /app/seeds/ee"),
        },
        verdict: [
            "broken application",
            "appliance.known-failure.seed-missing Job msp/alga-core-sebastian-bootstrap",
            "  gitops.helm-release.timeout HelmRelease alga-system/alga-core",
            "    gitops.helm-release.dependency HelmRelease alga-system/temporal",
            "      gitops.helm-release.dependency HelmRelease alga-system/temporal-worker",
            "      gitops.helm-release.dependency HelmRelease alga-system/workflow-worker",
            "    gitops.helm-release.dependency HelmRelease alga-system/pgbouncer",
            "      gitops.helm-release.dependency HelmRelease alga-system/email-service",
            "    gitops.kustomization.health-check Kustomization flux-system/alga-core",
            "      gitops.kustomization.dependency Kustomization flux-system/alga-background",
            "  application.crash-loop.config Job msp/alga-core-sebastian-bootstrap",
            "  application.job-failed Job msp/alga-core-sebastian-bootstrap",
            "  application.init-waiting Deployment msp/alga-core-sebastian",
            "    application.rollout Deployment msp/alga-core-sebastian",
        ],
        says: 'Job msp/alga-core-sebastian-bootstrap: the image lacks the seed directory: "Configured seed directory does not exist: /app/seeds/ee"',
        withheld: {
            errors: "unable to retrieve container logs for msp/alga-core-sebastian-bootstrap-x7k2p: forbidden",
            logs: true,
            rule: "appliance.known-failure",
        },
    },
    {
        title: "A fresh bootstrap finds an existing database",
        given: {
            at: AT,
            objects: appliance({ instead: bootstrap(true) + CORE_WAITS + CORE_CHAIN }),
            logs: bootstrapLog("Error: fresh install requested but an existing database was found (42 tables)"),
        },
        verdict: [
            "broken application",
            "appliance.known-failure.existing-database Job msp/alga-core-sebastian-bootstrap",
            "  gitops.helm-release.timeout HelmRelease alga-system/alga-core",
            "    gitops.helm-release.dependency HelmRelease alga-system/temporal",
            "      gitops.helm-release.dependency HelmRelease alga-system/temporal-worker",
            "      gitops.helm-release.dependency HelmRelease alga-system/workflow-worker",
            "    gitops.helm-release.dependency HelmRelease alga-system/pgbouncer",
            "      gitops.helm-release.dependency HelmRelease alga-system/email-service",
            "    gitops.kustomization.health-check Kustomization flux-system/alga-core",
            "      gitops.kustomization.dependency Kustomization flux-system/alga-background",
            "  application.crash-loop.other Job msp/alga-core-sebastian-bootstrap",
            "  application.job-failed Job msp/alga-core-sebastian-bootstrap",
            "  application.init-waiting Deployment msp/alga-core-sebastian",
            "    application.rollout Deployment msp/alga-core-sebastian",
        ],
        says: 'Job msp/alga-core-sebastian-bootstrap: the bootstrap is to start fresh and finds a database: "fresh install requested but an existing database was found (42 tables)"',
        withheld: {
            errors: "unable to retrieve container logs for msp/alga-core-sebastian-bootstrap-x7k2p: forbidden",
            logs: true,
            rule: "appliance.known-failure",
        },
    },
    {
        title: "Credentials were made again over an existing database",
        given: {
            at: AT,
            objects: appliance({
                instead:
                    `apiVersion: v1\nkind: Secret\nmetadata: { name: db-credentials, namespace: msp, creationTimestamp: "2026-11-21T07:58:00Z" }\ntype: Opaque\ndata: { DB_PASSWORD_SERVER: eA== }\n---\n` +
                    bootstrap(true) +
                    CORE_WAITS +
                    CORE_CHAIN,
            }),
            logs: bootstrapLog('error: password authentication failed for user "app_user"'),
        },
        verdict: [
            "broken application",
            "appliance.credentials.rotated Secret msp/db-credentials",
            "  application.crash-loop.auth Job msp/alga-core-sebastian-bootstrap",
            "    gitops.helm-release.timeout HelmRelease alga-system/alga-core",
            "      gitops.helm-release.dependency HelmRelease alga-system/temporal",
            "        gitops.helm-release.dependency HelmRelease alga-system/temporal-worker",
            "        gitops.helm-release.dependency HelmRelease alga-system/workflow-worker",
            "      gitops.helm-release.dependency HelmRelease alga-system/pgbouncer",
            "        gitops.helm-release.dependency HelmRelease alga-system/email-service",
            "      gitops.kustomization.health-check Kustomization flux-system/alga-core",
            "        gitops.kustomization.dependency Kustomization flux-system/alga-background",
            "  application.credentials-refused Secret msp/db-credentials",
            "  application.job-failed Job msp/alga-core-sebastian-bootstrap",
            "  application.init-waiting Deployment msp/alga-core-sebastian",
            "  application.rollout Deployment msp/alga-core-sebastian",
        ],
        says: 'Secret msp/db-credentials was made at 2026-11-21T07:58:00Z over a database of 2026-11-20T09:00:00Z (PersistentVolumeClaim msp/alga-core-sebastian-postgres-data), which keeps its old password: password authentication failed for user "app_user"',
        withheld: {
            errors: "unable to retrieve container logs for msp/alga-core-sebastian-bootstrap-x7k2p: forbidden",
            logs: true,
            rule: "appliance.credentials",
        },
    },
    {
        title: "The bootstrap Job is gone and the server still waits for it",
        given: {
            at: AT,
            objects: appliance({
                instead: `apiVersion: batch/v1\nkind: Job\nmetadata: { name: other, namespace: msp, creationTimestamp: "2026-11-20T09:00:00Z" }\nstatus: { succeeded: 1, conditions: [{ type: Complete, status: "True" }] }\n---\n${CORE_WAITS}${CORE_CHAIN}`,
            }),
        },
        verdict: [
            "broken application",
            "appliance.bootstrap.gone Job msp/alga-core-sebastian-bootstrap",
            "  application.init-waiting Deployment msp/alga-core-sebastian",
            "    gitops.helm-release.timeout HelmRelease alga-system/alga-core",
            "      gitops.helm-release.dependency HelmRelease alga-system/temporal",
            "        gitops.helm-release.dependency HelmRelease alga-system/temporal-worker",
            "        gitops.helm-release.dependency HelmRelease alga-system/workflow-worker",
            "      gitops.helm-release.dependency HelmRelease alga-system/pgbouncer",
            "        gitops.helm-release.dependency HelmRelease alga-system/email-service",
            "      gitops.kustomization.health-check Kustomization flux-system/alga-core",
            "        gitops.kustomization.dependency Kustomization flux-system/alga-background",
            "    application.rollout Deployment msp/alga-core-sebastian",
        ],
        says: "Job msp/alga-core-sebastian-bootstrap is not there (it is removed 300 seconds after its end), and Deployment msp/alga-core-sebastian still waits for it in init container wait-for-bootstrap",
        withheld: {
            errors: 'jobs.batch is forbidden: User "support" cannot list resource "jobs" in API group "batch" in the namespace "msp"',
            objects: /^Job /,
            rule: "appliance.bootstrap",
        },
    },
    {
        title: "The provisioner of the appliance's storage is not installed",
        given: {
            at: AT,
            objects: appliance({
                without: [
                    "Deployment local-path-storage/local-path-provisioner",
                    "ReplicaSet local-path-storage/local-path-provisioner-5d4f",
                    "Pod local-path-storage/local-path-provisioner-5d4f-abcde",
                    "PersistentVolume pv-alga-core-sebastian-postgres-data",
                ],
                instead:
                    `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: alga-core-sebastian-postgres-data, namespace: msp, creationTimestamp: "2026-11-21T08:00:00Z", annotations: { volume.kubernetes.io/selected-node: alga-1 } }\nspec: { storageClassName: local-path, resources: { requests: { storage: 50Gi } } }\nstatus: { phase: Pending }\n---\n` +
                    event(
                        "PersistentVolumeClaim",
                        "msp",
                        "alga-core-sebastian-postgres-data",
                        "ExternalProvisioning",
                        "Waiting for a volume to be created either by the external provisioner 'rancher.io/local-path' or manually by the system administrator.",
                    ) +
                    program({
                        ...DATABASE,
                        phase: "Pending",
                        status: "ready: false, restartCount: 0, state: { waiting: { reason: ContainerCreating } }",
                        conditions:
                            '{ type: PodScheduled, status: "False", reason: Unschedulable, message: "running PreBind plugin VolumeBinding: binding volumes: context deadline exceeded", lastTransitionTime: "2026-11-21T08:00:00Z" }',
                    }) +
                    CORE_WAITS +
                    CORE_CHAIN,
            }),
        },
        verdict: [
            "broken kubernetes",
            "appliance.storage-missing.deployment Deployment local-path-storage/local-path-provisioner",
            "  storage.provisioner-absent StorageClass local-path",
            "  kubernetes.scheduling.volume StatefulSet msp/db",
            "    gitops.helm-release.timeout HelmRelease alga-system/alga-core",
            "      gitops.helm-release.dependency HelmRelease alga-system/temporal",
            "        gitops.helm-release.dependency HelmRelease alga-system/temporal-worker",
            "        gitops.helm-release.dependency HelmRelease alga-system/workflow-worker",
            "      gitops.helm-release.dependency HelmRelease alga-system/pgbouncer",
            "        gitops.helm-release.dependency HelmRelease alga-system/email-service",
            "      gitops.kustomization.health-check Kustomization flux-system/alga-core",
            "        gitops.kustomization.dependency Kustomization flux-system/alga-background",
            "      application.init-waiting Deployment msp/alga-core-sebastian",
            "        application.rollout Deployment msp/alga-core-sebastian",
            "    kubernetes.service Service msp/db",
            "    application.rollout StatefulSet msp/db",
            "  storage.claim-pending PersistentVolumeClaim msp/alga-core-sebastian-postgres-data",
        ],
        says: "Deployment local-path-storage/local-path-provisioner, the provisioner of StorageClass local-path, does not exist, so no volume is made",
        withheld: {
            errors: 'deployments.apps is forbidden: User "support" cannot list resource "deployments" in API group "apps" in the namespace "local-path-storage"',
            rule: "appliance.storage-missing",
        },
    },
    {
        title: "Egress to the registry is broken: the source is not fetched, nothing else is touched",
        given: {
            at: AT,
            objects: appliance({
                instead:
                    flux("OCIRepository", "alga-appliance", {
                        status: "False",
                        reason: "OCIArtifactPullFailed",
                        message:
                            'failed to pull artifact from "oci://ghcr.io/nine-minds/alga-appliance": Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io on 10.96.0.10:53: no such host',
                    }) +
                    flux("Kustomization", "alga-platform", {
                        status: "False",
                        reason: "ArtifactFailed",
                        message: "Source artifact not found, retrying in 30s",
                    }),
            }),
        },
        verdict: [
            "broken gitops",
            "gitops.source.dns OCIRepository flux-system/alga-appliance",
            "  gitops.kustomization.source Kustomization flux-system/alga-platform",
        ],
        says: 'OCIRepository flux-system/alga-appliance cannot be fetched (OCIArtifactPullFailed): failed to pull artifact from "oci://ghcr.io/nine-minds/alga-appliance": Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io on 10.96.0.10:53: no such host',
        withheld: {
            errors: 'ocirepositories.source.toolkit.fluxcd.io is forbidden: User "support" cannot list resource "ocirepositories" in the namespace "flux-system"',
            objects: /^OCIRepository /,
            rule: "gitops.source",
        },
    },
    {
        title: "The selected image does not exist",
        given: {
            at: AT,
            objects: appliance({
                instead:
                    program({
                        ...CORE,
                        image: "ghcr.io/nine-minds/alga-psa-ee:1.4.3",
                        phase: "Pending",
                        status: 'ready: false, restartCount: 0, state: { waiting: { reason: ImagePullBackOff, message: "Back-off pulling image" } }',
                    }) +
                    event(
                        "Pod",
                        "msp",
                        "alga-core-sebastian-5d4f-abcde",
                        "Failed",
                        'Failed to pull image "ghcr.io/nine-minds/alga-psa-ee:1.4.3": rpc error: code = NotFound desc = failed to pull and unpack image: ghcr.io/nine-minds/alga-psa-ee:1.4.3: not found',
                    ) +
                    CORE_CHAIN,
            }),
        },
        verdict: [
            "broken application",
            "application.image-pull.not-found Deployment msp/alga-core-sebastian",
            "  gitops.helm-release.timeout HelmRelease alga-system/alga-core",
            "    gitops.helm-release.dependency HelmRelease alga-system/temporal",
            "      gitops.helm-release.dependency HelmRelease alga-system/temporal-worker",
            "      gitops.helm-release.dependency HelmRelease alga-system/workflow-worker",
            "    gitops.helm-release.dependency HelmRelease alga-system/pgbouncer",
            "      gitops.helm-release.dependency HelmRelease alga-system/email-service",
            "    gitops.kustomization.health-check Kustomization flux-system/alga-core",
            "      gitops.kustomization.dependency Kustomization flux-system/alga-background",
            "  application.rollout Deployment msp/alga-core-sebastian",
            "  appliance.release-drift.image Deployment msp/alga-core-sebastian",
        ],
        says: 'Deployment msp/alga-core-sebastian: pod alga-core-sebastian-5d4f-abcde cannot pull image ghcr.io/nine-minds/alga-psa-ee:1.4.3: "failed to pull and unpack image: ghcr.io/nine-minds/alga-psa-ee:1.4.3: not found"',
        withheld: {
            errors: 'pods is forbidden: User "support" cannot list resource "pods" in API group "" in the namespace "msp"',
            objects: /^Pod msp\//,
            rule: "application.image-pull",
        },
    },
    {
        title: "The database's directory on its volume cannot be used",
        given: {
            at: AT,
            objects: appliance({
                instead:
                    program({
                        ...DATABASE,
                        phase: "Pending",
                        status: 'ready: false, restartCount: 0, state: { waiting: { reason: CreateContainerConfigError, message: "failed to create subPath directory for volumeMount \\"data\\" of container \\"db\\"" } }',
                    }) +
                    program({ ...CORE, status: CRASHES() }) +
                    CORE_CHAIN,
            }),
            logs: {
                "msp/alga-core-sebastian-5d4f-abcde/alga-core-sebastian.previous.log":
                    "2026-11-21T08:54:58Z Error: connect ECONNREFUSED 10.96.0.12:5432\n",
            },
        },
        verdict: [
            "broken application",
            "appliance.known-failure.subpath StatefulSet msp/db",
            "  gitops.helm-release.timeout HelmRelease alga-system/alga-core",
            "    gitops.helm-release.dependency HelmRelease alga-system/temporal",
            "      gitops.helm-release.dependency HelmRelease alga-system/temporal-worker",
            "      gitops.helm-release.dependency HelmRelease alga-system/workflow-worker",
            "    gitops.helm-release.dependency HelmRelease alga-system/pgbouncer",
            "      gitops.helm-release.dependency HelmRelease alga-system/email-service",
            "    gitops.kustomization.health-check Kustomization flux-system/alga-core",
            "      gitops.kustomization.dependency Kustomization flux-system/alga-background",
            "  application.container-start.mount StatefulSet msp/db",
            "  kubernetes.service Service msp/db",
            "    application.crash-loop.refused Deployment msp/alga-core-sebastian",
            "      application.rollout Deployment msp/alga-core-sebastian",
            "  application.rollout StatefulSet msp/db",
        ],
        says: 'StatefulSet msp/db: the database\'s directory on its volume cannot be used: "failed to create subPath directory for volumeMount "data" of container "db""',
        withheld: {
            errors: 'pods is forbidden: User "support" cannot list resource "pods" in API group "" in the namespace "msp"',
            objects: /^Pod msp\//,
            rule: "appliance.known-failure",
        },
    },
    {
        title: "Temporal was updated and its database was not",
        given: {
            at: AT,
            objects: appliance({
                instead:
                    program({ name: "temporal", namespace: "msp", release: "temporal", status: CRASHES() }) +
                    program({ name: "temporal-worker", namespace: "msp", release: "temporal-worker", status: CRASHES() }) +
                    flux("HelmRelease", "temporal", {
                        status: "False",
                        reason: "UpgradeFailed",
                        message:
                            "Helm upgrade failed for release msp/temporal: timeout waiting for: [Deployment/msp/temporal status: 'InProgress']",
                    }) +
                    flux("HelmRelease", "temporal-worker", {
                        status: "False",
                        reason: "DependencyNotReady",
                        message: "dependency 'alga-system/temporal' is not ready",
                    }),
            }),
            logs: {
                "msp/temporal-5d4f-abcde/temporal.previous.log":
                    '2026-11-21T08:54:58Z {"level":"fatal","msg":"Unable to start server","error":"sql schema version compatibility check failed: version mismatch for keyspace/database: \\"temporal\\". Expected version: 1.14 cannot be greater than Actual version: 1.11"}\n',
                "msp/temporal-worker-5d4f-abcde/temporal-worker.previous.log":
                    "2026-11-21T08:54:58Z Error: connect ECONNREFUSED temporal:5432\n",
            },
        },
        verdict: [
            "broken application",
            "appliance.known-failure.temporal-schema Deployment msp/temporal",
            "  application.crash-loop.schema Deployment msp/temporal",
            "  kubernetes.service Service msp/temporal",
            "    application.crash-loop.refused Deployment msp/temporal-worker",
            "      application.rollout Deployment msp/temporal-worker",
            "  gitops.helm-release.timeout HelmRelease alga-system/temporal",
            "    gitops.helm-release.dependency HelmRelease alga-system/temporal-worker",
            "  application.rollout Deployment msp/temporal",
        ],
        says: 'Deployment msp/temporal: Temporal\'s database has another schema version than the program: "sql schema version compatibility check failed: version mismatch for keyspace/database: "temporal". Expected version: 1.14 cannot be greater than Actual version: 1.11"',
        withheld: {
            errors: "unable to retrieve container logs for msp/temporal-5d4f-abcde: forbidden",
            logs: true,
            rule: "appliance.known-failure",
        },
    },
    {
        title: "A service link is taken for a setting",
        given: {
            at: AT,
            objects: appliance({
                instead: program({ name: "temporal-ui", namespace: "msp", release: "temporal", status: CRASHES() }),
            }),
            logs: {
                "msp/temporal-ui-5d4f-abcde/temporal-ui.previous.log":
                    "2026-11-21T08:54:58Z panic: cannot unmarshal !!str `tcp://10.96.0.44:8080` into int\n",
            },
        },
        verdict: [
            "broken application",
            "appliance.known-failure.service-links Deployment msp/temporal-ui",
            "  application.crash-loop.config Deployment msp/temporal-ui",
            "  application.rollout Deployment msp/temporal-ui",
        ],
        says: 'Deployment msp/temporal-ui: a service link of Kubernetes is taken for a setting: "cannot unmarshal !!str `tcp://10.96.0.44:8080` into int"',
        withheld: {
            errors: "unable to retrieve container logs for msp/temporal-ui-5d4f-abcde: forbidden",
            logs: true,
            rule: "appliance.known-failure",
        },
    },
    {
        title: "Another release runs than the one selected, because the release is stuck",
        given: {
            at: AT,
            objects: appliance({
                instead:
                    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: appliance-release-selection, namespace: alga-system }\ndata: { releaseVersion: 1.5.0, algaCoreTag: 1.5.0, manifestDigest: "sha256:1111111111111111aaaa" }\n---\n` +
                    flux("HelmRelease", "alga-core", {
                        status: "False",
                        reason: "UpgradeFailed",
                        message:
                            "Helm upgrade failed for release msp/alga-core with chart sebastian@1.5.0: another operation (install/upgrade/rollback) is in progress",
                    }),
            }),
        },
        verdict: [
            "broken gitops",
            "gitops.helm-release.pending HelmRelease alga-system/alga-core",
            "  appliance.release-drift.image Deployment msp/alga-core-sebastian",
        ],
        says: "HelmRelease alga-system/alga-core is not ready (UpgradeFailed, chart sebastian@1.5.0): another operation (install/upgrade/rollback) is in progress",
        withheld: {
            errors: 'helmreleases.helm.toolkit.fluxcd.io is forbidden: User "support" cannot list resource "helmreleases" in the namespace "alga-system"',
            objects: /^HelmRelease /,
            rule: "gitops.helm-release",
        },
    },
    {
        title: "A release of the six was deleted",
        given: {
            at: AT,
            objects: appliance({
                without: [
                    "HelmRelease alga-system/pgbouncer",
                    "Deployment msp/pgbouncer",
                    "ReplicaSet msp/pgbouncer-5d4f",
                    "Pod msp/pgbouncer-5d4f-abcde",
                ],
                instead: flux("HelmRelease", "email-service", {
                    status: "False",
                    reason: "DependencyNotReady",
                    message:
                        "unable to get 'alga-system/pgbouncer' dependency: helmreleases.helm.toolkit.fluxcd.io \"pgbouncer\" not found",
                }),
            }),
        },
        verdict: [
            "broken gitops",
            "gitops.reference-missing.dependency HelmRelease alga-system/pgbouncer",
            "  appliance.release-missing.helm-release HelmRelease alga-system/pgbouncer",
            "  gitops.helm-release.dependency HelmRelease alga-system/email-service",
            "  appliance.workload-missing.core Deployment msp/pgbouncer",
        ],
        says: "HelmRelease alga-system/pgbouncer does not exist, and HelmRelease alga-system/email-service needs it",
        withheld: {
            errors: 'helmreleases.helm.toolkit.fluxcd.io is forbidden: User "support" cannot list resource "helmreleases" in the namespace "alga-system"',
            objects: /^HelmRelease /,
            rule: "appliance.release-missing",
        },
    },
    {
        title: "The control plane's taint keeps the single node's pods away",
        given: {
            at: AT,
            objects: appliance({
                instead:
                    `apiVersion: v1\nkind: Node\nmetadata: { name: alga-1, labels: { node-role.kubernetes.io/control-plane: "" } }\nspec: { taints: [{ key: node-role.kubernetes.io/control-plane, effect: NoSchedule }] }\nstatus:\n  allocatable: { cpu: "8", memory: 32Gi, pods: "110" }\n  addresses: [{ type: InternalIP, address: 10.5.0.2 }]\n  nodeInfo: { kubeletVersion: v1.35.0 }\n  conditions: [{ type: Ready, status: "True", reason: KubeletReady }]\n---\n` +
                    program({
                        ...CORE,
                        phase: "Pending",
                        status: "ready: false, restartCount: 0",
                        conditions: `{ type: PodScheduled, status: "False", reason: Unschedulable, message: "0/1 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }. preemption: 0/1 nodes are available.", lastTransitionTime: "2026-11-21T08:00:00Z" }`,
                    }) +
                    CORE_CHAIN,
            }),
        },
        verdict: [
            "broken kubernetes",
            "kubernetes.node-taint Node alga-1",
            "  kubernetes.scheduling.taint Deployment msp/alga-core-sebastian",
            "    gitops.helm-release.timeout HelmRelease alga-system/alga-core",
            "      gitops.helm-release.dependency HelmRelease alga-system/temporal",
            "        gitops.helm-release.dependency HelmRelease alga-system/temporal-worker",
            "        gitops.helm-release.dependency HelmRelease alga-system/workflow-worker",
            "      gitops.helm-release.dependency HelmRelease alga-system/pgbouncer",
            "        gitops.helm-release.dependency HelmRelease alga-system/email-service",
            "      gitops.kustomization.health-check Kustomization flux-system/alga-core",
            "        gitops.kustomization.dependency Kustomization flux-system/alga-background",
            "    application.rollout Deployment msp/alga-core-sebastian",
        ],
        says: "Node alga-1, the only node, has the taint node-role.kubernetes.io/control-plane:NoSchedule, so 1 pod stays Pending",
        withheld: {
            errors: 'nodes is forbidden: User "support" cannot list resource "nodes" in API group "" at the cluster scope',
            objects: /^Node /,
            rule: "kubernetes.node-taint",
        },
    },
];
