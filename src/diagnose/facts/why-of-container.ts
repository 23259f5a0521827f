import type { Facts } from "./facts.ts";
import type { WhyLine } from "./log-fact.ts";
import type { ContainerFact, PodFact } from "./pod-fact.ts";
import { readLine } from "./why-of-line.ts";

/** A run younger than this has hardly said anything yet: the run before it knows more. */
const YOUNG_MS = 120_000;
/** From this weight on a line names a fault and is not merely a complaint. */
const TELLING = 58;

/** The line that says why a container fails or failed: of the run that ended, its termination message, or the run that goes on. */
export function whyOf(facts: Facts, pod: PodFact, name: string): WhyLine | undefined {
    const container = pod.containers.find((each) => each.name === name);
    const current = facts.log(pod, name)?.why[0];
    const previous = facts.log(pod, name, true)?.why[0];
    const message = container === undefined ? undefined : ofMessage(pod, container);
    const endedLast = container === undefined || container.state !== "running" || isYoung(facts, container);
    const order = (endedLast ? [previous, message, current] : [current, previous, message]).filter((line) => line !== undefined);
    return order.find((line) => line.weight >= TELLING) ?? order.sort((a, b) => b.weight - a.weight)[0];
}

function isYoung(facts: Facts, container: ContainerFact): boolean {
    return container.restarts > 0 && facts.now - (Date.parse(container.last?.at ?? "") || 0) < YOUNG_MS;
}

function ofMessage(pod: PodFact, container: ContainerFact): WhyLine | undefined {
    const { last } = container;
    const lines = last?.message.split("\n") ?? [];
    const read = lines.flatMap((line) => readLine(line) ?? []).sort((a, b) => b.weight - a.weight)[0];
    return last === undefined || read === undefined
        ? undefined
        : { ...read, ref: pod.ref, line: 0, pointer: `${last.pointer}/message` };
}
