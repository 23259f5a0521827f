import type { Facts } from "../../facts/facts.ts";
import { flag, list, text } from "../../facts/fields.ts";
import { type KubeObject, named, namespaceOf, refOf } from "../../facts/kube-object.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsField } from "../../showing.ts";
import { essence } from "./essence.ts";

/** Managed clusters that Sveltos cannot reach, and profiles that match none. */
export const sveltosCluster: Rule = {
    id: "gitops.sveltos-cluster",
    layer: "gitops",
    title: "Sveltos cannot reach a managed cluster",
    means: "The management cluster gets no connection to the managed one, so nothing is deployed there and nothing is known of it.",
    fix: "Check the API server of the managed cluster and the Secret NAME-sveltos-kubeconfig.",
    source: "https://projectsveltos.github.io/sveltos/main/register/register-cluster/; libsveltos api/v1beta1/sveltoscluster_type.go",
    variants: {
        paused: {
            title: "Managed cluster is paused",
            means: "`spec.paused` is true: Sveltos leaves the cluster alone.",
            fix: "Set spec.paused to false when it shall be managed again.",
        },
        unmatched: {
            title: "Sveltos profile matches no cluster",
            means: "The clusterSelector of the profile fits the labels of no cluster, so it deploys nothing.",
            fix: "Correct the clusterSelector, or label the cluster.",
        },
    },
    reads: ["SveltosCluster.lib.projectsveltos.io"],
    mayRead: ["ClusterProfile.config.projectsveltos.io", "Profile.config.projectsveltos.io", "Secret"],
    check: unreachableClusters,
};

function* unreachableClusters(facts: Facts): Iterable<Finding> {
    for (const cluster of facts.all("SveltosCluster.lib.projectsveltos.io")) {
        if (flag(cluster.body, "spec", "paused") === true) yield paused(cluster);
        else if (isDown(cluster)) yield down(facts, cluster);
    }
    for (const profile of ["ClusterProfile", "Profile"].flatMap((kind) => facts.all(`${kind}.config.projectsveltos.io`))) {
        const matching = list(profile.body, "status", "matchingClusters");
        const named = list(profile.body, "spec", "clusterRefs");
        if (profile.body.status !== undefined && matching.length === 0 && named.length === 0) yield unmatched(profile);
    }
}

function isDown({ body }: KubeObject): boolean {
    return (
        text(body, "status", "connectionStatus") === "Down" ||
        (body.status !== undefined && flag(body, "status", "ready") !== true)
    );
}

function down(facts: Facts, cluster: KubeObject): Finding {
    const message = text(cluster.body, "status", "failureMessage");
    const state = text(cluster.body, "status", "connectionStatus") ?? "not ready";
    const secret = text(cluster.body, "spec", "kubeconfigName") ?? `${cluster.ref.name}-sveltos-kubeconfig`;
    return {
        severity: "critical",
        role: "failure",
        subject: cluster.ref,
        says: `${named(cluster.ref)} cannot be reached (${state})${message === undefined ? "" : `: ${essence(message)}`}`,
        hint: `kubectl -n ${cluster.ref.namespace} describe sveltoscluster ${cluster.ref.name}; check its API server and Secret ${namespaceOf(cluster)}/${secret}`,
        evidence: [showsField(cluster, "/status", `${state}${message === undefined ? "" : `: ${message}`}`)],
        dueTo: [because("reads-secret", refOf(facts.cluster, "v1", "Secret", secret, namespaceOf(cluster)))],
    };
}

function paused(cluster: KubeObject): Finding {
    return {
        variant: "paused",
        severity: "info",
        role: "cause",
        subject: cluster.ref,
        says: `${named(cluster.ref)} is paused: Sveltos leaves it alone`,
        hint: `kubectl -n ${cluster.ref.namespace} patch sveltoscluster ${cluster.ref.name} --type=merge -p '{"spec":{"paused":false}}'`,
        evidence: [showsField(cluster, "/spec/paused", "paused: true")],
    };
}

function unmatched(profile: KubeObject): Finding {
    return {
        variant: "unmatched",
        severity: "info",
        role: "cause",
        subject: profile.ref,
        says: `${named(profile.ref)} matches no cluster, so it deploys nothing`,
        hint: `kubectl get sveltosclusters,clusters -A --show-labels; correct the clusterSelector of ${profile.ref.name}`,
        evidence: [showsField(profile, "/spec/clusterSelector", JSON.stringify(profile.body.spec).slice(0, 200))],
    };
}
