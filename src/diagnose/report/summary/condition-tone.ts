import type { Condition, KubeObject } from "../../facts/kube-object.ts";
import type { Tone } from "./summary.ts";

/** Conditions that say something is wrong when they are True. Sources: k8s.io/api core/v1 and apps/v1, node-problem-detector, Flux' pkg/apis/meta. */
const BAD_WHEN_TRUE =
    /Pressure$|^(NetworkUnavailable|Stalled|ReplicaFailure|Failed|FailureTarget|Degraded|KernelDeadlock|ReadonlyFilesystem|\w+Problem|Frequent\w+|NamespaceDeletion\w+Failure|NamespaceContentRemaining)$/;

/** Conditions that say all is well when they are True. */
const GOOD_WHEN_TRUE =
    /(Ready|Available|Healthy|Reconciled|Released|Complete|Succeeded|Accepted|Synced|Established|Bound|Provisioned|Scheduled)$|^(Progressing|ScalingActive|AbleToScale|ArtifactInStorage)$/;

/** Of a pod only these two; the others follow from them. */
const OF_PODS = new Set(["Ready", "PodScheduled"]);

/** Kinds whose turn for the better is worth a mark; the others have too many of them. */
const RECOVERS =
    /^(Node|HelmRelease|Kustomization|GitRepository|OCIRepository|HelmRepository|HelmChart|Bucket|Deployment|Job|Certificate|Cluster|Machine|ClusterSummary|SveltosCluster|Application)$/;

/** Whether the condition's last change was for the better or the worse; undefined when it tells a reader of a timeline nothing. */
export function conditionTone({ ref }: KubeObject, { type, status, reason }: Condition): Tone | undefined {
    if (ref.kind === "Pod" && !OF_PODS.has(type)) return undefined;
    if (ref.kind === "Pod" && reason === "PodCompleted") return undefined;
    if (BAD_WHEN_TRUE.test(type)) return status === "True" ? "bad" : undefined;
    if (!GOOD_WHEN_TRUE.test(type)) return undefined;
    if (status !== "True") return "bad";
    return RECOVERS.test(ref.kind) ? "good" : undefined;
}
