import type { ObjectRef } from "../../core/evidence-ref.ts";
import { environmentOf } from "./environment.ts";
import type { Facts } from "./facts.ts";
import { texts } from "./fields.ts";
import { objectKey } from "./kube-object.ts";
import type { ContainerFact, PodFact } from "./pod-fact.ts";

const HOST = /[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*/g;
/** Words that are names of Services and also of everything else. */
const COMMON = new Set([
    "true",
    "false",
    "http",
    "https",
    "tcp",
    "localhost",
    "sh",
    "bash",
    "bin",
    "echo",
    "sleep",
    "do",
    "done",
]);

/** The Services that exist and that a container is told of: in its command, its arguments and its environment. */
export function servicesTold(facts: Facts, pod: PodFact, container: ContainerFact): readonly ObjectRef[] {
    const words = [
        ...environmentOf(facts, pod, container).flatMap((variable) => variable.value ?? []),
        ...texts(container.spec, "command"),
        ...texts(container.spec, "args"),
    ];
    return servicesIn(facts, words.join("\n"), pod.namespace);
}

/** The Services that exist and that a text names, seen from a namespace. */
export function servicesIn(facts: Facts, words: string, namespace: string): readonly ObjectRef[] {
    const found = new Map<string, ObjectRef>();
    for (const host of new Set(words.toLowerCase().match(HOST) ?? [])) {
        if (COMMON.has(host) || /^[\d.]+$/.test(host)) continue;
        const ref = facts.resolve(host, namespace);
        if (ref?.kind === "Service" && facts.find(ref) !== undefined) found.set(objectKey(ref), ref);
    }
    return [...found.values()];
}
