import type { EventRef, EvidenceRef, ObjectRef } from "../../core/evidence-ref.ts";
import type { EventFact } from "./event-fact.ts";
import { at, fields, number, text, time } from "./fields.ts";
import { refOf } from "./kube-object.ts";

/** An event of either API in one shape; undefined when it is about nothing. Source: k8s.io/api core/v1 and events/v1, Event. */
export function eventFact(ref: EvidenceRef, body: unknown): EventFact | undefined {
    if (ref.type !== "event" && ref.type !== "object") return undefined;
    const about = aboutOf(ref, body);
    if (about === undefined) return undefined;
    const times = [
        time(body, "series", "lastObservedTime"),
        time(body, "lastTimestamp"),
        time(body, "deprecatedLastTimestamp"),
        time(body, "eventTime"),
        time(body, "metadata", "creationTimestamp"),
    ].filter((each) => each !== undefined);
    const lastAt = times[0] ?? 0;
    return {
        ref,
        about,
        warning: text(body, "type") !== "Normal",
        reason: text(body, "reason") ?? "",
        message: text(body, "message") ?? text(body, "note") ?? "",
        count: Math.max(1, number(body, "series", "count") ?? number(body, "count") ?? number(body, "deprecatedCount") ?? 1),
        firstAt: time(body, "firstTimestamp") ?? time(body, "deprecatedFirstTimestamp") ?? time(body, "eventTime") ?? lastAt,
        lastAt,
        component:
            text(body, "source", "component") ?? text(body, "reportingController") ?? text(body, "reportingComponent") ?? "",
    };
}

function aboutOf(ref: EventRef | ObjectRef, body: unknown): ObjectRef | undefined {
    const involved = at(body, "involvedObject") === undefined ? fields(body, "regarding") : fields(body, "involvedObject");
    const [kind, name] = [text(involved, "kind"), text(involved, "name")];
    if (kind === undefined || name === undefined) return undefined;
    const namespace = kind === "Node" ? undefined : text(involved, "namespace");
    return refOf(ref.cluster, text(involved, "apiVersion") ?? CORE_OR_APPS[kind] ?? "v1", kind, name, namespace);
}

const CORE_OR_APPS: Readonly<Record<string, string>> = {
    Deployment: "apps/v1",
    ReplicaSet: "apps/v1",
    StatefulSet: "apps/v1",
    DaemonSet: "apps/v1",
    Job: "batch/v1",
    CronJob: "batch/v1",
};
