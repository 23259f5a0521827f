import type { ResourceType } from "../clients/kubernetes/reader.ts";
import { groupOf } from "../core/scope.ts";
import { newerEvent } from "./event-versions.ts";
import { fromCri } from "./log-lines.ts";
import type { KubeObject, ObjectStore } from "./object-store.ts";
import type { Recording } from "./recording.ts";

/** A recording behind the interface that the API needs. Its clock stands still at the recorded moment. */
export function recordedStore(recording: Recording): ObjectStore {
    const objects = byKind(recording.objects);
    const [core, groups] = recording.discovery;
    return {
        discovery: { core: core?.items ?? [], groups: groups?.items ?? [] },
        async list(resource) {
            return resource.group === "events.k8s.io" && resource.kind === "Event"
                ? (objects.get("/Event") ?? []).map(newerEvent)
                : (objects.get(key(resource)) ?? []);
        },
        async log({ namespace, pod, container, previous }) {
            const text = recording.logs[`${namespace}/${pod}/${container}${previous ? ".previous" : ""}.log`];
            return text === undefined ? undefined : fromCri(text);
        },
        async document(path) {
            const body = recording.documents[path];
            return body === undefined
                ? undefined
                : {
                      contentType:
                          /^\s*[[{]/.test(body) && !body.startsWith("[+]") ? "application/json" : "text/plain; charset=utf-8",
                      body,
                  };
        },
        now: () => new Date(recording.recordedAt),
    };
}

function key(resource: Pick<ResourceType, "group" | "kind">): string {
    return `${resource.group}/${resource.kind}`;
}

/** In etcd's order: by the path of namespace and name. */
function byKind(all: readonly KubeObject[]): ReadonlyMap<string, readonly KubeObject[]> {
    const place = ({ metadata }: KubeObject) => `${metadata.namespace ?? ""}/${metadata.name}`;
    const sorted = all.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
    return Map.groupBy(sorted, (object) => key({ group: groupOf(object.apiVersion), kind: object.kind }));
}
