import type { ObjectRef } from "../../../core/evidence-ref.ts";
import { clusterDns } from "../../facts/cluster-dns.ts";
import type { Facts } from "../../facts/facts.ts";
import { servicesIn, servicesTold } from "../../facts/hosts.ts";
import { refOf } from "../../facts/kube-object.ts";
import type { WhyCategory, WhyLine } from "../../facts/log-fact.ts";
import { nearby } from "../../facts/nearby.ts";
import { referenceCause } from "../../facts/needs/workload-needs.ts";
import type { ContainerFact, PodFact, Reference } from "../../facts/pod-fact.ts";
import type { Cause } from "../../rule.ts";
import { because } from "../../showing.ts";

/** Kinds that `dueToLine` looks at, for `mayRead`. */
export const READ_FOR_LINE: readonly string[] = [
    "Service",
    "ConfigMap",
    "Secret",
    "ServiceAccount",
    "PersistentVolumeClaim",
    "Node",
    "Deployment.apps",
    "StatefulSet.apps",
    "ReplicaSet.apps",
    "Job.batch",
    "CronJob.batch",
    "events",
];

/** Lines of these categories speak of something the container talks to. */
const REMOTE: ReadonlySet<WhyCategory> = new Set([
    "refused",
    "unreachable",
    "timeout",
    "dns",
    "auth",
    "tls",
    "schema",
    "migration",
    "quota",
    "exception",
    "other",
]);
/** Lines of these categories only when their words are about a connection. */
const VAGUE: ReadonlySet<WhyCategory> = new Set(["exception", "other"]);
const CONNECTS = /connect|database|datasource|redis|sql|amqp|mongo|timeout|unavailable|socket|host|upstream/i;
/** Categories in which a volume may be at fault: a container that runs has its volumes. */
const FILES: ReadonlySet<WhyCategory> = new Set(["no-space", "read-only", "corrupt", "permission", "missing-file", "lock"]);
/** Jobs that prepare what others need. */
const PREPARES = /migrat|bootstrap|init|seed|setup|schema|install|provision/i;

/** The objects that a container's line may blame: who it talks to, what it reads, where it writes, the node; the likeliest first. */
export function dueToLine(facts: Facts, pod: PodFact, container: ContainerFact, line: WhyLine | undefined): readonly Cause[] {
    return nearby(facts, [
        ...named(facts, pod, line),
        ...pod.references
            .filter((reference) => mayMatter(reference, line))
            .map((reference) => referenceCause(facts, pod.namespace, reference)),
        ...(line !== undefined && line.host === undefined && isRemote(line)
            ? servicesTold(facts, pod, container).map((ref) => because("depends-on", ref))
            : []),
        ...(line?.category === "dns" ? [clusterDns(facts)] : []),
        ...(line?.category === "schema" || line?.category === "migration" ? preparingJobs(facts, pod) : []),
        ...(pod.node === ""
            ? []
            : [because("runs-on", refOf(facts.cluster, "v1", "Node", pod.node), ["kubernetes.node-not-ready", "talos"])]),
    ]);
}

function isRemote(line: WhyLine): boolean {
    return REMOTE.has(line.category) && (!VAGUE.has(line.category) || CONNECTS.test(line.text));
}

function mayMatter(reference: Reference, line: WhyLine | undefined): boolean {
    if (reference.kind === "PersistentVolumeClaim") return line !== undefined && FILES.has(line.category);
    return (
        reference.kind !== "ServiceAccount" || line === undefined || line.category === "forbidden" || line.category === "other"
    );
}

/** Who the line names: a host it resolves, else the Services that stand in it. Where Services were not collected, the workload of that name. */
function named(facts: Facts, pod: PodFact, line: WhyLine | undefined): readonly Cause[] {
    if (line === undefined) return [];
    const host = line.host === undefined ? undefined : facts.resolve(line.host, pod.namespace);
    if (host !== undefined)
        return [because("depends-on", host), ...(facts.find(host) === undefined ? namesakes(facts, host) : [])];
    return isRemote(line) ? servicesIn(facts, line.text, pod.namespace).map((ref) => because("depends-on", ref)) : [];
}

function namesakes(facts: Facts, service: ObjectRef): readonly Cause[] {
    return ["StatefulSet.apps", "Deployment.apps"].flatMap((kind) => {
        const found = facts.get(kind, service.name, service.namespace);
        return found === undefined ? [] : [because("depends-on", found.ref)];
    });
}

function preparingJobs(facts: Facts, pod: PodFact): readonly Cause[] {
    return facts
        .all("Job.batch")
        .filter((job) => job.ref.namespace === pod.namespace && PREPARES.test(job.ref.name))
        .map((job) => because("depends-on", job.ref));
}
