import type { ClusterRef } from "../core/cluster-ref.ts";
import type { EventRef } from "../core/evidence-ref.ts";
import { type JsonObject, objectAt, stringAt } from "./json.ts";

/**
 * The identity of an event, of v1 or events.k8s.io/v1: the newest of its times, in UTC to the second, and who reported it. `ordinal` is 1:
 * only who sees all events can count. An event with no time at all is of the epoch.
 */
export function eventRef(cluster: ClusterRef, event: JsonObject): EventRef {
    const times = [
        stringAt(objectAt(event, "series"), "lastObservedTime"),
        stringAt(event, "lastTimestamp"),
        stringAt(event, "deprecatedLastTimestamp"),
        stringAt(event, "eventTime"),
        stringAt(event, "firstTimestamp"),
        stringAt(event, "deprecatedFirstTimestamp"),
        stringAt(objectAt(event, "metadata"), "creationTimestamp"),
    ];
    const newest = Math.max(0, ...times.map((time) => Date.parse(time ?? "")).filter((time) => !Number.isNaN(time)));
    return {
        cluster,
        type: "event",
        namespace: stringAt(objectAt(event, "metadata"), "namespace") ?? "default",
        time: `${new Date(newest).toISOString().slice(0, 19)}Z`,
        component: componentOf(event),
        ordinal: 1,
    };
}

function componentOf(event: JsonObject): string {
    const source = stringAt(objectAt(event, "source"), "component") ?? stringAt(objectAt(event, "deprecatedSource"), "component");
    return source ?? stringAt(event, "reportingController") ?? stringAt(event, "reportingComponent") ?? "unknown";
}
