import type { ClusterSpec, CollectSpec, EventSelector, LogSelector, ResourceSelector } from "./collect-spec.ts";

/**
 * What the flags say on top of a profile. Globs are `KIND` or `KIND/NAMESPACE`, with `*` and `?`; a kind is also known by its plural and
 * its short names, whatever the case.
 */
export interface Narrowing {
    /** `-n`: nothing but what lies in these. */
    readonly namespaces: readonly string[];
    readonly include: readonly string[];
    readonly exclude: readonly string[];
}

interface KnownType {
    readonly group: string;
    readonly kind: string;
    /** `deployments` */
    readonly resource: string;
    readonly namespaced: boolean;
    readonly shortNames?: readonly string[];
}

/** What of the cluster globs are matched against. */
export interface Known {
    readonly types: readonly KnownType[];
    readonly namespaces: readonly string[];
}

/**
 * The spec with the flags applied. Logs go with `Pod`, events with `Event`. Namespace globs are matched against the namespaces that are
 * known, so that each becomes a request of its own and a namespaced Role is enough.
 */
export function narrow(spec: CollectSpec, { namespaces, include, exclude }: Narrowing, known: Known): CollectSpec {
    let management = spec.fromManagement;
    if (namespaces.length > 0) management = within(namespaces, management, known);
    if (include.length > 0)
        management = included(
            include.flatMap((glob) => parsedWithin(glob, namespaces)),
            management,
            known,
        );
    if (exclude.length > 0)
        management = {
            ...management,
            exclude: [...management.exclude, ...exclude.flatMap((glob) => excluded(parsed(glob), known))],
        };
    return { ...spec, fromManagement: management };
}

interface Glob {
    readonly kind: RegExp;
    readonly namespace: string | undefined;
}

function parsed(glob: string): Glob {
    const slash = glob.indexOf("/");
    const kind = slash < 0 ? glob : glob.slice(0, slash);
    const namespace = slash < 0 ? undefined : glob.slice(slash + 1);
    return { kind: globPattern(kind.toLowerCase()), namespace: namespace === "*" ? undefined : namespace };
}

/** A glob without a namespace means those of -n, where there are any. */
function parsedWithin(glob: string, namespaces: readonly string[]): Glob[] {
    const whole = parsed(glob);
    return whole.namespace === undefined && namespaces.length > 0
        ? namespaces.map((namespace) => ({ ...whole, namespace }))
        : [whole];
}

function means({ kind }: Glob, { kind: own, resource, shortNames = [] }: Omit<KnownType, "group" | "namespaced">): boolean {
    return [own.toLowerCase(), resource, ...shortNames].some((name) => kind.test(name));
}

/** Logs and events have no kind in `resources`, and are asked for by these names all the same. */
const POD = { kind: "Pod", resource: "pods", shortNames: ["po"] };
const EVENT = { kind: "Event", resource: "events", shortNames: ["ev"] };

/** One sentence for each glob that nothing of the cluster is like: a slip of the pen must not pass for an empty cluster. */
export function unmatched({ include, exclude }: Narrowing, known: Known): string[] {
    if (known.types.length === 0) return [];
    const lost = (flag: string, globs: readonly string[]) =>
        globs
            .filter(
                (glob) =>
                    namespacesOf(parsed(glob), known).length === 0 || !known.types.some((type) => means(parsed(glob), type)),
            )
            .map((glob) => `${flag} ${glob} matches nothing: there is no such kind or namespace in this cluster`);
    return [...lost("--include", include), ...lost("--exclude", exclude)];
}

/** A whole-string pattern for a glob of `*` and `?`. */
function globPattern(glob: string): RegExp {
    return new RegExp(
        `^${glob
            .replace(/[.+^${}()|[\]\\]/g, "\\$&")
            .replaceAll("*", ".*")
            .replaceAll("?", ".")}$`,
    );
}

/** The namespaces a glob means: undefined for all; one that is given in full need not be known. */
function namespacesOf({ namespace }: Glob, known: Known): readonly (string | undefined)[] {
    if (namespace === undefined) return [undefined];
    if (!/[*?]/.test(namespace)) return [namespace];
    const pattern = globPattern(namespace);
    return known.namespaces.filter((name) => pattern.test(name));
}

function within(namespaces: readonly string[], spec: ClusterSpec, { types }: Known): ClusterSpec {
    const inside = (selector: { readonly namespace?: string }) => !selector.namespace || namespaces.includes(selector.namespace);
    const placed = <S extends { readonly namespace?: string }>(selectors: readonly S[]): S[] =>
        selectors
            .filter(inside)
            .flatMap((selector) =>
                selector.namespace ? [selector] : namespaces.map((namespace) => ({ ...selector, namespace })),
            );
    const isNamespaced = ({ kind, group }: ResourceSelector) =>
        kind === "*" || types.some((type) => type.kind === kind && (group === "*" || type.group === group) && type.namespaced);
    return {
        ...spec,
        resources: placed(spec.resources.filter(isNamespaced)),
        logs: placed(spec.logs),
        events: placed(spec.events),
    };
}

function included(globs: readonly Glob[], spec: ClusterSpec, known: Known): ClusterSpec {
    const resources: ResourceSelector[] = [];
    const logs: LogSelector[] = [];
    const events: EventSelector[] = [];
    for (const glob of globs) {
        for (const namespace of namespacesOf(glob, known)) {
            const where = namespace === undefined ? {} : { namespace };
            const types = known.types.filter((type) => means(glob, type) && (type.namespaced || namespace === undefined));
            resources.push(
                ...types
                    .filter(({ kind }) => kind !== "Event")
                    .map(({ group, kind }) => ({ group, version: "*", kind, ...where })),
            );
            if (means(glob, POD)) logs.push(...spec.logs.map((selector) => ({ ...selector, ...where })));
            if (means(glob, EVENT)) events.push(where);
        }
    }
    // What a user names is wanted, whatever the profile leaves out.
    return { exclude: [], resources, logs, events };
}

function excluded(glob: Glob, known: Known): ResourceSelector[] {
    const kinds = known.types.filter((type) => means(glob, type));
    return namespacesOf(glob, known).flatMap((namespace) =>
        kinds.map(({ group, kind }) => ({ group, version: "*", kind, ...(namespace === undefined ? {} : { namespace }) })),
    );
}
