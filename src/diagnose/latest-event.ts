import type { ObjectRef } from "../core/evidence-ref.ts";
import type { EventFact } from "./facts/event-fact.ts";
import type { Facts } from "./facts/facts.ts";

/** The newest event about the object whose `reason: message` matches. Use it to explain a state that is bad, never by itself. */
export function latestEvent(facts: Facts, ref: ObjectRef, pattern: RegExp): EventFact | undefined {
    return facts.eventsOf(ref).find((event) => pattern.test(`${event.reason}: ${event.message}`));
}

/** RFC 3339 of an event's first time, for `since`. */
export function sinceEvent(event: EventFact | undefined): { since?: string } {
    return event === undefined || event.firstAt === 0 ? {} : { since: new Date(event.firstAt).toISOString() };
}

/** A long message in one line of at most 240 characters: what decides often stands in its second line. */
export function brief(message: string): string {
    const line = message.trim().replace(/\s*\n\s*/g, " ");
    return line.length > 240 ? `${line.slice(0, 239)}…` : line;
}
