import type { ClusterRef } from "../../core/cluster-ref.ts";
import type { ApiRef, EventRef, EvidenceRef, MachineRef, ObjectRef } from "../../core/evidence-ref.ts";
import { type Document, isDocument } from "./documents.ts";

/** What a document of a plain folder is: an object, an event, a Talos resource or a fact about the cluster; undefined for junk. */
export function refOfDocument(document: Document, cluster: ClusterRef, path: string): EvidenceRef | undefined {
    const metadata = isDocument(document.metadata) ? document.metadata : {};
    const { kind, apiVersion } = document;
    if (typeof metadata.type === "string" && metadata.id !== undefined && kind === undefined)
        return machineOf(document, cluster, path);
    if (typeof kind !== "string" || typeof apiVersion !== "string" || typeof metadata.name !== "string")
        return factOf(document, cluster, path);
    if (kind === "Event" && (apiVersion === "v1" || apiVersion.startsWith("events.k8s.io/")))
        return eventOf(document, metadata, cluster);
    const namespace =
        typeof metadata.namespace === "string" && metadata.namespace !== "" ? { namespace: metadata.namespace } : {};
    return { cluster, type: "object", apiVersion, kind, ...namespace, name: metadata.name } satisfies ObjectRef;
}

function eventOf(event: Document, metadata: Document, cluster: ClusterRef): EventRef {
    const series = isDocument(event.series) ? event.series.lastObservedTime : undefined;
    const source = isDocument(event.source) ? event.source.component : undefined;
    const time = [series, event.lastTimestamp, event.deprecatedLastTimestamp, event.eventTime, metadata.creationTimestamp].find(
        (value) => typeof value === "string",
    );
    const component = [source, event.reportingController, event.reportingComponent].find(
        (value) => typeof value === "string" && value !== "",
    );
    return {
        cluster,
        type: "event",
        namespace: typeof metadata.namespace === "string" ? metadata.namespace : "",
        time: typeof time === "string" ? `${time.slice(0, 19)}Z` : "1970-01-01T00:00:00Z",
        component: typeof component === "string" ? component : "unknown",
        ordinal: 1,
    };
}

function machineOf(document: Document, cluster: ClusterRef, path: string): MachineRef {
    return { cluster, type: "machine", node: typeof document.node === "string" ? document.node : "unknown", section: path };
}

function factOf(document: Document, cluster: ClusterRef, path: string): ApiRef | undefined {
    const node = isDocument(document.node) ? document.node.nodeName : undefined;
    if (typeof node === "string") return { cluster, type: "api", path: `nodes/${node}/stats-summary.yaml` };
    if (typeof document.gitVersion === "string" || isDocument(document.serverVersion))
        return { cluster, type: "api", path: "version.yaml" };
    return document.kind === undefined && Object.keys(document).length > 0 ? { cluster, type: "api", path } : undefined;
}
