import { groupOf } from "../../../core/scope.ts";
import type { Facts } from "../../facts/facts.ts";
import { flag, list, text } from "../../facts/fields.ts";
import {
    annotations,
    type Condition,
    conditions,
    type KubeObject,
    labels,
    named,
    namespaceOf,
    refOf,
} from "../../facts/kube-object.ts";
import type { Cause, Finding, Rule } from "../../rule.ts";
import { because, showsCondition, showsField } from "../../showing.ts";
import { essence } from "./essence.ts";

/** Conditions that say something is wrong when False, what tells more before what sums up. Both contracts, v1beta1 and v1beta2. */
const TELLING = [
    "InfrastructureReady",
    "BootstrapConfigReady",
    "BootstrapReady",
    "DataSecretAvailable",
    "CertificatesAvailable",
    "ControlPlaneAvailable",
    "ControlPlaneReady",
    "ControlPlaneInitialized",
    "RemoteConnectionProbe",
    "EtcdClusterHealthy",
    "ControlPlaneComponentsHealthy",
    "NodeHealthy",
    "NodeReady",
    "HealthCheckSucceeded",
    "MachinesReady",
    "MachinesCreated",
    "Resized",
    "Available",
    "Ready",
];
const SUMS_UP = new Set(["Cluster", "MachineDeployment", "MachineSet", "MachinePool"]);

/** Cluster API objects that are not ready: clusters, control planes, machines and what they are made of. */
export const clusterApi: Rule = {
    id: "gitops.cluster-api",
    layer: "gitops",
    title: "Cluster API object is not ready",
    means: "A managed cluster, its control plane or one of its machines is not as its spec wants it.",
    fix: "Follow the condition that is quoted; `clusterctl describe cluster NAME` shows the tree.",
    source: "https://github.com/kubernetes-sigs/cluster-api/blob/main/docs/proposals/20240916-improve-status-in-CAPI-resources.md",
    variants: {
        machine: {
            title: "Machine is not ready",
            means: "The machine was not provisioned, has not joined its cluster, or its node is not healthy.",
            fix: "Follow the condition: infrastructure, bootstrap data, or node.",
        },
        infrastructure: {
            title: "Infrastructure or bootstrap object is not ready",
            means: "The provider could not make or keep what the cluster or machine is made of.",
            fix: "Follow the provider's message: credentials, quota, image, template.",
        },
        paused: {
            title: "Cluster is paused",
            means: "`spec.paused` is true: Cluster API leaves the cluster alone.",
            fix: "Set spec.paused to false.",
        },
    },
    reads: ["Cluster.cluster.x-k8s.io", "Machine.cluster.x-k8s.io"],
    mayRead: ["Node"],
    check: unreadyObjects,
};

function* unreadyObjects(facts: Facts): Iterable<Finding> {
    for (const kind of facts.kinds.filter((each) => /cluster\.x-k8s\.io$/.test(each)))
        for (const object of facts.all(kind)) {
            if (kind === "Cluster.cluster.x-k8s.io" && flag(object.body, "spec", "paused") === true) yield paused(object);
            const found = isPaused(facts, object) ? undefined : findingOf(facts, object);
            if (found !== undefined) yield found;
        }
}

function isPaused(facts: Facts, object: KubeObject): boolean {
    const cluster = facts.get(
        "Cluster.cluster.x-k8s.io",
        labels(object)["cluster.x-k8s.io/cluster-name"] ?? object.ref.name,
        namespaceOf(object),
    );
    return "cluster.x-k8s.io/paused" in annotations(object) || flag(cluster?.body, "spec", "paused") === true;
}

function findingOf(facts: Facts, object: KubeObject): Finding | undefined {
    const failure = text(object.body, "status", "failureMessage") ?? text(object.body, "status", "errorMessage");
    const bad = worstOf(object);
    if (failure === undefined && bad === undefined) return undefined;
    const variant =
        object.ref.kind === "Machine"
            ? "machine"
            : groupOf(object.ref.apiVersion) === "cluster.x-k8s.io" || groupOf(object.ref.apiVersion).startsWith("controlplane")
              ? undefined
              : "infrastructure";
    const reason = failure === undefined ? (bad?.reason ?? "") : (text(object.body, "status", "failureReason") ?? "failed");
    const waits =
        /^(Waiting|NotReady|NotAvailable|ScalingUp|Provisioning|ConditionsFailed|UnknownReported|InternalError$)/.test(reason) ||
        bad?.status === "Unknown";
    return {
        ...(variant === undefined ? {} : { variant }),
        severity: "critical",
        role: failure === undefined && (waits || SUMS_UP.has(object.ref.kind)) ? "symptom" : "failure",
        subject: object.ref,
        says: `${named(object.ref)} is not ready (${bad === undefined ? reason : `${bad.type}=${bad.status} ${reason}`})${failure === undefined && !bad?.message ? "" : `: ${essence(failure ?? bad?.message ?? "")}`}`,
        hint: `kubectl -n ${object.ref.namespace} describe ${object.ref.kind.toLowerCase()} ${object.ref.name}; clusterctl -n ${object.ref.namespace} describe cluster ${labels(object)["cluster.x-k8s.io/cluster-name"] ?? object.ref.name}`,
        evidence: [
            ...(failure === undefined ? [] : [showsField(object, "/status/failureMessage", failure)]),
            ...(bad === undefined ? [] : [showsCondition(object, bad)]),
        ],
        dueTo: dueTo(facts, object),
        since: bad?.since ?? "",
    };
}

/** The condition that tells most. Severity Info (contract v1beta1) and Deleting or Paused are no faults. */
function worstOf(object: KubeObject): Condition | undefined {
    const all = [...conditions(object), ...ofNewContract(object)];
    const severity = new Map(
        list(object.body, "status", "conditions").map((each) => [text(each, "type"), text(each, "severity")]),
    );
    const sum = all.filter((each) => each.type === "Ready" || each.type === "Available");
    if (sum.length > 0 && sum.every((each) => each.status === "True")) return undefined;
    return TELLING.map((type) =>
        all.find((each) => each.type === type && each.status === "False" && severity.get(type) !== "Info"),
    ).find((each) => each !== undefined);
}

/** `status.v1beta2.conditions` of objects that are read as v1beta1. */
function ofNewContract(object: KubeObject): readonly Condition[] {
    return list(object.body, "status", "v1beta2", "conditions").map((each, index) => ({
        type: text(each, "type") ?? "",
        status: text(each, "status") ?? "",
        reason: text(each, "reason") ?? "",
        message: text(each, "message") ?? "",
        since: text(each, "lastTransitionTime") ?? "",
        pointer: `/status/v1beta2/conditions/${index}`,
    }));
}

function dueTo(facts: Facts, object: KubeObject): readonly Cause[] {
    const node = text(object.body, "status", "nodeRef", "name");
    const machines =
        object.ref.kind === "Cluster"
            ? facts
                  .all("Machine.cluster.x-k8s.io")
                  .filter(
                      (each) =>
                          labels(each)["cluster.x-k8s.io/cluster-name"] === object.ref.name &&
                          namespaceOf(each) === namespaceOf(object),
                  )
                  .map((each) => because("owns", each.ref))
            : [];
    return [
        ...facts.needs(object.ref),
        ...machines,
        ...(node === undefined ? [] : [because("runs-on", refOf(facts.cluster, "v1", "Node", node))]),
    ];
}

function paused(cluster: KubeObject): Finding {
    return {
        variant: "paused",
        severity: "info",
        role: "cause",
        subject: cluster.ref,
        says: `${named(cluster.ref)} is paused: Cluster API leaves it alone`,
        hint: `kubectl -n ${cluster.ref.namespace} patch cluster ${cluster.ref.name} --type=merge -p '{"spec":{"paused":false}}'`,
        evidence: [showsField(cluster, "/spec/paused", "paused: true")],
    };
}
