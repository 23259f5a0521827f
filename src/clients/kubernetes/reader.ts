import type { ClusterRef } from "../../core/cluster-ref.ts";
import type { Result } from "../../core/problem.ts";

/** One resource of one group and version, as discovery names it: `deployments` of `apps` `v1`. */
export interface ResourceType {
    /** "" for the core group. */
    readonly group: string;
    readonly version: string;
    /** Plural, as in the URL. */
    readonly resource: string;
    readonly kind: string;
    readonly namespaced: boolean;
    /** `deployment`; absent or "" where discovery does not say. */
    readonly singular?: string;
    /** `["deploy"]`. */
    readonly shortNames?: readonly string[];
    /** Every version of the group that serves it, preferred first; `version` is one of them. */
    readonly versions?: readonly string[];
}

/** Which objects to list. Selectors are in the API's own string form. */
export interface ListRequest {
    readonly type: ResourceType;
    readonly namespace?: string;
    readonly labelSelector?: string;
    readonly fieldSelector?: string;
    /** Items a page; 500 when absent. */
    readonly limit?: number;
}

/** One page of a list, the response's body as received. */
export interface ListPage {
    readonly bytes: Uint8Array;
    /** The snapshot was lost on the way (410): this page and what follows may miss or repeat objects. */
    readonly inconsistent: boolean;
}

/** The log of one container. With `tailLines` the API starts that many lines before the end. */
export interface LogRequest {
    readonly namespace: string;
    readonly pod: string;
    readonly container: string;
    readonly previous: boolean;
    readonly tailLines?: number;
    readonly sinceSeconds?: number;
    readonly limitBytes?: number;
}

/** A body that arrives in pieces. The iteration throws ProblemError when it stalls, breaks or is aborted; leaving it closes the connection. */
export interface Streamed {
    readonly chunks: AsyncIterable<Uint8Array>;
}

/** One rule of RBAC that a request needs; `resource` may be `pods/log`. `nonResourceURL` stands alone. */
export interface Permission {
    readonly verb: "get" | "list";
    readonly group: string;
    readonly resource: string;
    readonly namespace?: string;
    readonly nonResourceURL?: string;
}

/**
 * All that collection can do to a Kubernetes API: read. Every method retries what can pass (429 and 5xx with Retry-After, resets,
 * timeouts before the first byte), bounded, and gives trouble as a Problem whose message names the request.
 */
export interface KubernetesReader {
    readonly cluster: ClusterRef;
    /** `https://host:port`, for people. */
    readonly server: string;
    /** Namespace of the context, `default` where it has none. */
    readonly defaultNamespace: string;
    /** A document, whole; `path` begins with a slash. Fails with `invalid` above maxBytes (64 MiB when absent). */
    get(
        path: string,
        options: {
            /** JSON when absent. */
            readonly accept?: string;
            readonly maxBytes?: number;
            readonly timeoutMs?: number;
            /** The body of a 500 is what was asked for: a health check that fails says there which part does. */
            readonly failureIsAnswer?: boolean;
        },
        signal: AbortSignal,
    ): Promise<Result<Uint8Array>>;
    /** Pages in the API's order. After a failed Result the iteration ends; pages before it stand. */
    list(request: ListRequest, signal: AbortSignal): AsyncIterable<Result<ListPage>>;
    /** Timestamps are always asked for. The first byte has a time limit and the silence after it another (limits.ts: logHeadMs, stallMs). */
    log(request: LogRequest, signal: AbortSignal): Promise<Result<Streamed>>;
    /** Asks the API server (SelfSubjectAccessReview: a POST that changes nothing) whether this user may. */
    allowed(permission: Permission, signal: AbortSignal): Promise<Result<boolean>>;
    /** What went over the wire so far. */
    readonly traffic: { readonly requests: number; readonly bytes: number };
    close(): Promise<void>;
}
