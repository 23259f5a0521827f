import { parseQuantity } from "../../core/quantity.ts";
import type { Facts } from "./facts.ts";
import { list, text } from "./fields.ts";
import type { KubeObject } from "./kube-object.ts";
import { refOf } from "./kube-object.ts";
import type { PodFact } from "./pod-fact.ts";

/** A quantity field of an object as a number (bytes, cores), or undefined. */
export function quantity(from: unknown, ...path: (string | number)[]): number | undefined {
    const value = text(from, ...path);
    const parsed = value === undefined ? undefined : parseQuantity(value);
    return parsed?.ok ? parsed.value : undefined;
}

/** What a pod asks of a resource: the sum over its containers, or its largest init container when that is more. */
export function requestOf(pod: PodFact, resource: string): number {
    const of = (types: readonly string[]) =>
        pod.containers
            .filter((each) => types.includes(each.type))
            .map(
                (each) =>
                    quantity(each.spec, "resources", "requests", resource) ??
                    quantity(each.spec, "resources", "limits", resource) ??
                    0,
            );
    const sum = of(["container", "sidecar"]).reduce((a, b) => a + b, 0);
    return Math.max(sum, ...of(["init"]));
}

/** What a node can give and has left, by the requests of its pods; undefined when it does not say what it has. */
export function roomOf(
    facts: Facts,
    node: KubeObject,
    resource: string,
): { readonly allocatable: number; readonly free: number } | undefined {
    const allocatable = quantity(node.body, "status", "allocatable", resource);
    if (allocatable === undefined) return undefined;
    const running = facts
        .podsOf(refOf(facts.cluster, "v1", "Node", node.ref.name))
        .filter((pod) => pod.phase !== "Succeeded" && pod.phase !== "Failed");
    const used = resource === "pods" ? running.length : running.reduce((sum, pod) => sum + requestOf(pod, resource), 0);
    return { allocatable, free: Math.max(0, allocatable - used) };
}

/** `1.5 CPU`, `512Mi`, `8Gi`: how a sentence says an amount of a resource. */
export function amount(resource: string, value: number): string {
    if (resource === "cpu") return `${Number(value.toFixed(2))} CPU`;
    if (resource !== "memory" && resource !== "ephemeral-storage") return String(Math.floor(value));
    const [unit, size] = value >= 2 ** 30 ? (["Gi", 2 ** 30] as const) : (["Mi", 2 ** 20] as const);
    return `${Number((value / size).toFixed(1))}${unit}`;
}

/** The taints of a node as `key=value:effect`. */
export function taintsOf(
    node: KubeObject,
): readonly { readonly key: string; readonly value: string; readonly effect: string; readonly index: number }[] {
    return list(node.body, "spec", "taints").map((taint, index) => ({
        key: text(taint, "key") ?? "",
        value: text(taint, "value") ?? "",
        effect: text(taint, "effect") ?? "",
        index,
    }));
}
