import type { EvidenceRef, ObjectRef } from "../core/evidence-ref.ts";
import type { EventFact } from "./facts/event-fact.ts";
import type { Condition, KubeObject } from "./facts/kube-object.ts";
import type { LogLine, WhyLine } from "./facts/log-fact.ts";
import type { TalosResource } from "./facts/machine-facts.ts";
import type { ContainerFact, PodFact } from "./facts/pod-fact.ts";
import type { Cause, EvidencePointer, Relation } from "./rule.ts";

const LONGEST_QUOTE = 400;

/** At most three lines and 400 characters of a text, as a quote. */
export function quoted(text: string): string {
    const short = text.trim().split("\n").slice(0, 3).join("\n");
    return short.length > LONGEST_QUOTE ? `${short.slice(0, LONGEST_QUOTE - 1)}…` : short;
}

/** A place in an object, with the words that stand there. */
export function showsField(object: KubeObject | { readonly ref: ObjectRef }, pointer: string, quote: string): EvidencePointer {
    return { ref: object.ref, pointer, quote: quoted(quote) };
}

/** A condition as a person writes it: `Ready=False ArtifactFailed: the message`. */
export function showsCondition(object: KubeObject, condition: Condition): EvidencePointer {
    return showsField(
        object,
        condition.pointer,
        `${condition.type}=${condition.status} ${condition.reason}: ${condition.message}`,
    );
}

export function showsEvent(event: EventFact): EvidencePointer {
    const times = event.count > 1 ? ` (${event.count} times)` : "";
    return { ref: event.ref, pointer: "/message", quote: quoted(`${event.reason}: ${event.message}${times}`) };
}

/** The status of a container: its waiting or terminated reason and message. */
export function showsContainer(pod: PodFact, container: ContainerFact): EvidencePointer {
    const message = container.message === "" ? "" : `: ${container.message}`;
    return showsField(pod, container.pointer, `container ${container.name}: ${container.reason || container.state}${message}`);
}

export function showsLine(line: WhyLine): EvidencePointer {
    const place = line.pointer === undefined ? { lines: [line.line, line.line] as const } : { pointer: line.pointer };
    return { ref: line.ref, ...place, quote: quoted(line.text) };
}

/** A line of a log that a rule found by its own pattern. */
export function showsLogLine(ref: EvidenceRef, line: LogLine): EvidencePointer {
    return { ref, lines: [line.line, line.line], quote: quoted(line.text) };
}

/** A place in a Talos resource; `pointer` counts within its spec. */
export function showsResource(resource: TalosResource, pointer: string, quote: string): EvidencePointer {
    return { ref: resource.ref, pointer: `${resource.pointer}/spec${pointer}`, quote: quoted(quote) };
}

/** An object the finding may be a consequence of. */
export function because(relation: Relation, ref: ObjectRef, only?: readonly string[]): Cause {
    return { relation, ref, ...(only === undefined ? {} : { only }) };
}
