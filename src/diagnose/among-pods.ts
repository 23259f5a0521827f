import type { ObjectRef } from "../core/evidence-ref.ts";
import type { Facts } from "./facts/facts.ts";
import { objectKey } from "./facts/kube-object.ts";
import type { PodFact } from "./facts/pod-fact.ts";

/** Pods that should be ready and are not; those that ended, were replaced or are being deleted do not count. */
export function unwell(facts: Facts): readonly PodFact[] {
    return facts.pods.filter((pod) => !pod.ready && !pod.done && !pod.deleting);
}

/** The pods by the workload to blame, in the order of the pods. */
export function perWorkload(
    pods: readonly PodFact[],
): readonly { readonly subject: ObjectRef; readonly pods: readonly [PodFact, ...PodFact[]] }[] {
    const groups = Map.groupBy(pods, (pod) => objectKey(pod.blamed));
    return [...groups.values()].flatMap(([first, ...rest]) =>
        first === undefined ? [] : [{ subject: first.blamed, pods: [first, ...rest] as const }],
    );
}

/** `pod web-1`, `pods web-1, web-2`, `5 pods (web-1 …)`: how a sentence names the pods of a workload. */
export function namesOf(pods: readonly PodFact[]): string {
    const names = pods.map((pod) => pod.name);
    if (names.length === 1) return `pod ${names[0]}`;
    return names.length <= 3 ? `pods ${names.join(", ")}` : `${names.length} pods (${names[0]} …)`;
}
