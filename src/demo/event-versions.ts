import type { KubeObject } from "./object-store.ts";

/** An event of the core group as events.k8s.io/v1 shows the same one. Source: kubernetes pkg/apis/events/v1/conversion.go. */
export function newerEvent(event: KubeObject): KubeObject {
    const { involvedObject, message, source, firstTimestamp, lastTimestamp, count, reportingComponent, ...same } = event;
    return {
        ...same,
        apiVersion: "events.k8s.io/v1",
        regarding: involvedObject,
        note: message,
        reportingController: reportingComponent,
        deprecatedSource: source,
        deprecatedFirstTimestamp: firstTimestamp,
        deprecatedLastTimestamp: lastTimestamp,
        deprecatedCount: count,
    };
}
