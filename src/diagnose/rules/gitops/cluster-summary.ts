import type { Facts } from "../../facts/facts.ts";
import { flag, list, number, text } from "../../facts/fields.ts";
import { type KubeObject, named, namespaceOf, refOf } from "../../facts/kube-object.ts";
import type { Cause, Finding, Rule } from "../../rule.ts";
import { because, showsField } from "../../showing.ts";
import { essence } from "./essence.ts";

const GROUP = "config.projectsveltos.io";
/** Provisioning for longer is not progress. */
const LONG_MS = 30 * 60_000;

/** What Sveltos could not bring into a managed cluster. */
export const clusterSummary: Rule = {
    id: "gitops.cluster-summary",
    layer: "gitops",
    title: "Sveltos cannot deploy to a cluster",
    means: "A feature (Helm charts, resources, Kustomize) of a ClusterProfile is not deployed in the cluster of the ClusterSummary. The opposite proves nothing: Provisioned says that the objects were sent, not that they work.",
    fix: "Follow the failure message of the feature.",
    source: "https://projectsveltos.github.io/sveltos/main/addons/clusterprofile/; addon-controller api/v1beta1/clustersummary_types.go",
    variants: {
        conflict: {
            title: "Two Sveltos profiles want the same release",
            means: "Another ClusterProfile or Profile already manages the Helm release or resource, so this one leaves it alone.",
            fix: "Remove it from one of the profiles, or set their tiers.",
        },
        waiting: {
            title: "Sveltos is deploying for long",
            means: "The feature is in Provisioning for more than half an hour.",
            fix: "Look at the message, the cluster's reachability and the addon-controller's log.",
        },
        unproven: {
            title: "Sveltos says Provisioned and its cluster is not seen",
            means: "Provisioned says that the objects were sent. Whether they work is in the managed cluster, which cannot be reached or is not in the archive.",
            fix: "Collect from the managed cluster as well.",
        },
    },
    reads: [`ClusterSummary.${GROUP}`],
    mayRead: ["SveltosCluster.lib.projectsveltos.io", "Cluster.cluster.x-k8s.io"],
    check: failingSummaries,
};

function* failingSummaries(facts: Facts): Iterable<Finding> {
    for (const summary of facts.all(`ClusterSummary.${GROUP}`)) {
        if (flag(summary.body, "status", "reconciliationSuspended") === true) continue;
        yield* failingFeatures(facts, summary);
        yield* conflicts(summary);
        yield* unproven(facts, summary);
    }
}

function* failingFeatures(facts: Facts, summary: KubeObject): Iterable<Finding> {
    for (const [index, feature] of list(summary.body, "status", "featureSummaries").entries()) {
        const status = text(feature, "status") ?? "";
        const message = text(feature, "failureMessage") ?? text(summary.body, "status", "dependencies") ?? "";
        const since = Date.parse(text(feature, "lastAppliedTime") ?? text(summary.body, "metadata", "creationTimestamp") ?? "");
        const waits = status === "Provisioning" && facts.now - since > LONG_MS;
        if (!status.startsWith("Failed") && !waits) continue;
        const failures = number(feature, "consecutiveFailures");
        const dependency = /(?:dependency|dependencies|prerequisite)/i.test(message);
        yield {
            ...(waits ? { variant: "waiting" } : {}),
            severity: waits ? "warning" : "critical",
            role: waits || dependency ? "symptom" : "failure",
            subject: summary.ref,
            says: `${named(summary.ref)}: ${text(feature, "featureID") ?? "a feature"} of ${profileOf(summary)} is not deployed to ${clusterOf(summary)} (${status}${failures ? `, ${failures} times` : ""})${message === "" ? "" : `: ${essence(message)}`}`,
            hint: `kubectl -n ${summary.ref.namespace} get clustersummary ${summary.ref.name} -o yaml; sveltosctl show addons`,
            evidence: [showsField(summary, `/status/featureSummaries/${index}`, `${status}: ${message}`)],
            dueTo: clusters(facts, summary),
            causeIn: [facts.scope("SveltosCluster.lib.projectsveltos.io")],
        };
    }
}

function* conflicts(summary: KubeObject): Iterable<Finding> {
    for (const [index, release] of list(summary.body, "status", "helmReleaseSummaries").entries()) {
        if (text(release, "status") !== "Conflict") continue;
        yield {
            variant: "conflict",
            severity: "warning",
            role: "cause",
            subject: summary.ref,
            says: `${named(summary.ref)}: Helm release ${text(release, "releaseNamespace")}/${text(release, "releaseName")} is managed by another profile: ${essence(text(release, "conflictMessage") ?? "conflict")}`,
            hint: "sveltosctl show usage; remove the release from one of the profiles, or set their tiers",
            evidence: [
                showsField(summary, `/status/helmReleaseSummaries/${index}`, text(release, "conflictMessage") ?? "Conflict"),
            ],
        };
    }
}

function* unproven(facts: Facts, summary: KubeObject): Iterable<Finding> {
    const features = list(summary.body, "status", "featureSummaries");
    const green = features.length > 0 && features.every((each) => text(each, "status") === "Provisioned");
    const cluster = clusters(facts, summary)
        .map((cause) => facts.find(cause.ref))
        .find((each) => each !== undefined);
    const down =
        cluster !== undefined &&
        (flag(cluster.body, "status", "ready") === false || text(cluster.body, "status", "connectionStatus") === "Down");
    if (!green || !down || cluster === undefined) return;
    yield {
        variant: "unproven",
        severity: "info",
        role: "symptom",
        subject: summary.ref,
        says: `${named(summary.ref)} says Provisioned, and ${named(cluster.ref)} cannot be reached: what runs there is not known`,
        hint: `collect from ${clusterOf(summary)} as well`,
        evidence: [showsField(summary, "/status/featureSummaries", "Provisioned")],
        dueTo: [because("depends-on", cluster.ref)],
    };
}

function clusterOf(summary: KubeObject): string {
    const kind = text(summary.body, "spec", "clusterType") === "Capi" ? "Cluster" : "SveltosCluster";
    return `${kind} ${text(summary.body, "spec", "clusterNamespace") ?? namespaceOf(summary)}/${text(summary.body, "spec", "clusterName") ?? "?"}`;
}

function profileOf(summary: KubeObject): string {
    const owner = list(summary.body, "metadata", "ownerReferences")[0];
    return owner === undefined ? "its profile" : `${text(owner, "kind")} ${text(owner, "name")}`;
}

function clusters(facts: Facts, summary: KubeObject): readonly Cause[] {
    const name = text(summary.body, "spec", "clusterName");
    const namespace = text(summary.body, "spec", "clusterNamespace") ?? namespaceOf(summary);
    if (name === undefined) return [];
    return text(summary.body, "spec", "clusterType") === "Capi"
        ? [because("depends-on", refOf(facts.cluster, "cluster.x-k8s.io/v1beta1", "Cluster", name, namespace))]
        : [because("depends-on", refOf(facts.cluster, "lib.projectsveltos.io/v1beta1", "SveltosCluster", name, namespace))];
}
