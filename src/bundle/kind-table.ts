import { groupOf } from "../core/scope.ts";

/** A kind as discovery names it. */
export interface KnownKind {
    /** "" for the core group. */
    readonly group: string;
    readonly version: string;
    readonly kind: string;
}

/**
 * Which directory below `resources/` holds which kind of one cluster. The first group that serves a kind, core first and then by
 * name, has the bare `<Kind>`; every other has `<Kind>.<group>`, and a second version `<Kind>.<group>.<version>`.
 */
export class KindTable {
    readonly #directories = new Map<string, string>();
    readonly #owners = new Map<string, string>();
    readonly #folded = new Set<string>();
    readonly #used = new Set<string>();

    /** `given`: directories that are settled already, by name, and their apiVersion. */
    constructor(known: readonly KnownKind[], given: Readonly<Record<string, string>> = {}) {
        for (const [directory, apiVersion] of Object.entries(given))
            this.#settle(directory, apiVersion, kindOfDirectory(directory));
        for (const { group, version, kind } of [...known].sort(byGroupThenVersion))
            this.#assign(group === "" ? version : `${group}/${version}`, kind);
    }

    /** A kind that discovery did not name gets a directory when it first comes. */
    directoryOf(apiVersion: string, kind: string): string {
        const directory = this.#directories.get(`${apiVersion} ${kind}`) ?? this.#assign(apiVersion, kind);
        this.#used.add(directory);
        return directory;
    }

    /** The apiVersion of a directory, or undefined when no kind lies there. */
    apiVersionOf(directory: string): string | undefined {
        return this.#owners.get(directory);
    }

    /** `{ "Deployment": "apps/v1", "Ingress.extensions": "extensions/v1beta1" }`, of the directories asked for, by name. */
    used(): Record<string, string> {
        const rows = [...this.#used].sort().map((directory) => [directory, this.#owners.get(directory) ?? ""] as const);
        return Object.fromEntries(rows);
    }

    #assign(apiVersion: string, kind: string): string {
        const group = groupOf(apiVersion) || "core";
        const version = apiVersion.slice(apiVersion.indexOf("/") + 1);
        const names = [kind, `${kind}.${group}`, `${kind}.${group}.${version}`];
        let directory = kind;
        for (let choice = 0; this.#folded.has(directory.toLowerCase()); choice++)
            directory = names[choice] ?? `${kind}.${group}.${version}.${choice}`;
        this.#settle(directory, apiVersion, kind);
        return directory;
    }

    #settle(directory: string, apiVersion: string, kind: string): void {
        this.#directories.set(`${apiVersion} ${kind}`, directory);
        this.#owners.set(directory, apiVersion);
        this.#folded.add(directory.toLowerCase());
    }
}

/** `Ingress` of `Ingress.extensions`: kinds hold no dot (apiextensions validation: a DNS-1035 label). */
export function kindOfDirectory(directory: string): string {
    const dot = directory.indexOf(".");
    return dot < 0 ? directory : directory.slice(0, dot);
}

function byGroupThenVersion(a: KnownKind, b: KnownKind): number {
    return compare(a.group, b.group) || compare(a.version, b.version) || compare(a.kind, b.kind);
}

function compare(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}
