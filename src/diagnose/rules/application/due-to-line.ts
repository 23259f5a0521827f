import type { ObjectRef } from "../../../core/evidence-ref.ts";
import { clusterDns } from "../../facts/cluster-dns.ts";
import type { Facts } from "../../facts/facts.ts";
import { servicesIn, servicesTold } from "../../facts/hosts.ts";
import { refOf } from "../../facts/kube-object.ts";
import type { WhyCategory, WhyLine } from "../../facts/log-fact.ts";
import { nearby } from "../../facts/nearby.ts";
import { referenceCause } from "../../facts/needs/workload-needs.ts";
import type { ContainerFact, PodFact } from "../../facts/pod-fact.ts";
import type { Cause } from "../../rule.ts";
import { because } from "../../showing.ts";

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
    "panic",
    "other",
]);
/** Jobs that prepare what others need. */
const PREPARES = /migrat|bootstrap|init|seed|setup|schema|install|provision/i;

/** The objects that a container's line may blame: who it talks to, what it reads, where it writes, the node; the likeliest first. */
export function dueToLine(facts: Facts, pod: PodFact, container: ContainerFact, line: WhyLine | undefined): readonly Cause[] {
    return nearby(facts, [
        ...named(facts, pod, line),
        ...pod.references.map((reference) => referenceCause(facts, pod.namespace, reference)),
        ...(line !== undefined && line.host === undefined && REMOTE.has(line.category)
            ? servicesTold(facts, pod, container).map((ref) => because("depends-on", ref))
            : []),
        ...(line?.category === "dns" ? [clusterDns(facts)] : []),
        ...(line?.category === "schema" || line?.category === "migration" ? preparingJobs(facts, pod) : []),
        ...(pod.node === ""
            ? []
            : [because("runs-on", refOf(facts.cluster, "v1", "Node", pod.node), ["kubernetes.node-not-ready", "talos"])]),
    ]);
}

/** Who the line names: a host it resolves, else the Services that stand in it. Where Services were not collected, the workload of that name. */
function named(facts: Facts, pod: PodFact, line: WhyLine | undefined): readonly Cause[] {
    if (line === undefined) return [];
    const host = line.host === undefined ? undefined : facts.resolve(line.host, pod.namespace);
    if (host !== undefined)
        return [because("depends-on", host), ...(facts.find(host) === undefined ? namesakes(facts, host) : [])];
    return REMOTE.has(line.category) ? servicesIn(facts, line.text, pod.namespace).map((ref) => because("depends-on", ref)) : [];
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
