import type { ResourceType } from "../clients/kubernetes/reader.ts";
import type { ResourceDiscovery, ServerDiscovery } from "./discovery.ts";

/** An object as `kubectl get -o json` prints it. */
export interface KubeObject {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: {
        readonly name: string;
        readonly namespace?: string;
        readonly resourceVersion?: string;
        readonly creationTimestamp?: string;
        readonly labels?: Readonly<Record<string, string>>;
        readonly [field: string]: unknown;
    };
    readonly [field: string]: unknown;
}

/** One resource that the API serves, with what discovery says of it. */
export interface ServedResource extends ResourceType {
    readonly discovery: ResourceDiscovery;
}

/** The log of one run of one container. */
export interface StoredLog {
    readonly namespace: string;
    readonly pod: string;
    readonly container: string;
    readonly previous: boolean;
}

/** An answer that is no Kubernetes object: `/version`, `/readyz?verbose`, what a kubelet gives through the node's proxy. */
export interface StoredDocument {
    readonly contentType: string;
    readonly body: string;
}

/** All that a read-only Kubernetes API has to know. The recorded sample is one; an opened archive can be another. */
export interface ObjectStore {
    readonly discovery: ServerDiscovery;
    /** All objects of the resource, of every namespace, in the order of namespace and name. */
    list(resource: ResourceType, signal: AbortSignal): Promise<readonly KubeObject[]>;
    /** Lines as the kubelet gives them with `timestamps=true`: an RFC 3339 time, a space, the text, a line feed. */
    log(log: StoredLog, signal: AbortSignal): Promise<string | undefined>;
    /** `path` with its query, such as `/readyz?verbose`. */
    document(path: string, signal: AbortSignal): Promise<StoredDocument | undefined>;
    /** The moment that "now" is for `sinceSeconds` and ages. */
    now(): Date;
}
