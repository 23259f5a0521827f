import { type ClusterRef, clusterName } from "./cluster-ref.ts";
import type { EvidenceRef } from "./evidence-ref.ts";

/**
 * A set of evidence: what a task is about to collect, what a gap is about, what a rule reads. An absent field means all.
 * `objects.group` is the API group without the version, "" for the core group.
 */
export type Scope = { readonly cluster: ClusterRef } & (
    | {
          readonly type: "objects";
          readonly group?: string;
          readonly kind?: string;
          readonly namespace?: string;
          readonly name?: string;
      }
    | {
          readonly type: "logs";
          readonly namespace?: string;
          readonly pod?: string;
          readonly container?: string;
          readonly previous?: boolean;
      }
    | { readonly type: "events"; readonly namespace?: string }
    | { readonly type: "machine"; readonly node?: string; readonly section?: string }
    | { readonly type: "api"; readonly path?: string }
);

/** `apps` of `apps/v1`; "" of `v1`. */
export function groupOf(apiVersion: string): string {
    const slash = apiVersion.indexOf("/");
    return slash < 0 ? "" : apiVersion.slice(0, slash);
}

/** The smallest scope that holds just this piece of evidence (for an event: all of its namespace). */
export function scopeOf(ref: EvidenceRef): Scope {
    const { cluster } = ref;
    switch (ref.type) {
        case "object":
            return {
                cluster,
                type: "objects",
                group: groupOf(ref.apiVersion),
                kind: ref.kind,
                ...(ref.namespace === undefined ? {} : { namespace: ref.namespace }),
                name: ref.name,
            };
        case "log":
            return {
                cluster,
                type: "logs",
                namespace: ref.namespace,
                pod: ref.pod,
                container: ref.container,
                previous: ref.previous,
            };
        case "event":
            return { cluster, type: "events", namespace: ref.namespace };
        case "machine":
            return { cluster, type: "machine", node: ref.node, section: ref.section };
        case "api":
            return { cluster, type: "api", path: ref.path };
        default:
            return ref satisfies never;
    }
}

/** Whether the two scopes can have a piece of evidence in common: how a rule finds the gaps that matter to it. */
export function overlaps(a: Scope, b: Scope): boolean {
    return a.type === b.type && clusterName(a.cluster) === clusterName(b.cluster) && agree(fields(a), fields(b));
}

/** Whether the piece of evidence lies in the scope. */
export function covers(scope: Scope, ref: EvidenceRef): boolean {
    const own = scopeOf(ref);
    if (scope.type !== own.type || clusterName(scope.cluster) !== clusterName(own.cluster)) return false;
    const has = fields(own);
    return Object.entries(fields(scope)).every(([name, value]) => value === undefined || has[name] === value);
}

/** The scope in words: `all of Deployment (apps) in msp`, `logs of msp/db-0`, `events`. */
export function scopeTitle(scope: Scope): string {
    const within = "namespace" in scope && scope.namespace ? ` in ${scope.namespace}` : "";
    switch (scope.type) {
        case "objects": {
            const kind =
                scope.kind === undefined
                    ? scope.group
                        ? `the API ${scope.group}`
                        : "objects"
                    : `${scope.kind}${scope.group ? ` (${scope.group})` : ""}`;
            return scope.name === undefined
                ? `all of ${kind}${within}`
                : `${kind} ${scope.namespace ? `${scope.namespace}/` : ""}${scope.name}`;
        }
        case "logs": {
            if (scope.pod === undefined) return `logs${within}`;
            const container = scope.container === undefined ? "" : ` container ${scope.container}`;
            return `log of ${scope.namespace}/${scope.pod}${container}${scope.previous ? " (previous)" : ""}`;
        }
        case "events":
            return `events${within}`;
        case "machine":
            return `Talos node ${scope.node ?? "(all)"}${scope.section ? ` ${scope.section}` : ""}`;
        case "api":
            return `cluster ${scope.path ?? "facts"}`;
        default:
            return scope satisfies never;
    }
}

type Fields = Readonly<Record<string, string | boolean | undefined>>;

function fields(scope: Scope): Fields {
    const { cluster: _cluster, type: _type, ...rest } = scope;
    return rest;
}

function agree(a: Fields, b: Fields): boolean {
    return Object.entries(a).every(([name, value]) => value === undefined || b[name] === undefined || b[name] === value);
}
