import type { LogRef } from "../../core/evidence-ref.ts";
import type { Facts } from "./facts.ts";
import type { PodFact } from "./pod-fact.ts";
import { CLUSTER_NAMESPACES, GITOPS_NAMESPACES } from "./workload-kinds.ts";

/** So few logs are all read. */
const FEW = 400;
/** No more are read, the likeliest first. */
const MOST = 2000;
const CONTROLLER = /controller|operator|provisioner|webhook|manager|proxy|dns|csi|ingress|gateway/;

/** The logs that can say something: of pods that are not well first, then of those that serve others. */
export function interestingLogs(facts: Facts, logs: readonly LogRef[]): readonly LogRef[] {
    const ranked = logs
        .map((ref) => ({ ref, rank: rankOf(facts.pod(ref.namespace, ref.pod), ref) }))
        .sort((a, b) => a.rank - b.rank);
    const wanted = logs.length <= FEW ? ranked : ranked.filter((each) => each.rank < 4);
    return wanted.slice(0, MOST).map((each) => each.ref);
}

function rankOf(pod: PodFact | undefined, ref: LogRef): number {
    if (pod === undefined) return 2;
    const container = pod.containers.find((each) => each.name === ref.container);
    if (!pod.ready && !pod.done) return container?.ready === true ? 1 : 0;
    if (ref.previous) return 4;
    if (pod.phase === "Failed") return 1;
    const serves = CLUSTER_NAMESPACES.test(ref.namespace) || GITOPS_NAMESPACES.test(ref.namespace);
    return serves || CONTROLLER.test(ref.pod) ? 3 : 4;
}
