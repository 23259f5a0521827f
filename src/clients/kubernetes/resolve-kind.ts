import { fail, ok, type Result } from "../../core/problem.ts";
import type { Discovery } from "./discovery.ts";
import type { ResourceType } from "./reader.ts";
import { canonicalGroup } from "./same-objects.ts";

/** A kind as people and Techsupports write it. "*" and absent mean any. */
export interface KindName {
    readonly group?: string;
    readonly version?: string;
    readonly kind: string;
}

/**
 * The resources that are meant: by kind, plural or singular in any case, else by short name (`Deployments`, `deploy`, `*`). A served
 * version that is not the preferred one is taken as asked for. Fails with `not-found` and what comes nearest, or with the problem of
 * the group when that could not be looked into.
 */
export function resolveKind(discovery: Discovery, wanted: KindName): Result<readonly ResourceType[]> {
    const name = wanted.kind.toLowerCase();
    const inGroup = discovery.resources.filter((type) => isInGroup(discovery, type, wanted.group));
    const named = name === "*" ? inGroup : preferExact(inGroup, name);
    const versioned = named.flatMap((type) => inVersion(type, wanted.version));
    if (versioned.length > 0 || name === "*") return ok(versioned);
    const title = `${wanted.kind}${wanted.group && wanted.group !== "*" ? ` of ${wanted.group}${wanted.version ? `/${wanted.version}` : ""}` : ""}`;
    const broken = discovery.problems.find(({ group }) => group === wanted.group || (group === "*" && wanted.group !== ""));
    if (broken !== undefined && named.length === 0)
        return fail(
            broken.problem.code,
            `${title}: ${broken.problem.message}`,
            broken.problem.hint === undefined ? {} : { hint: broken.problem.hint },
        );
    const hint = suggestion(discovery, named, name);
    return fail("not-found", `this cluster serves no kind ${title}`, hint === undefined ? {} : { hint });
}

function isInGroup(discovery: Discovery, type: ResourceType, group: string | undefined): boolean {
    if (group === undefined || group === "*" || type.group === group) return true;
    const serves = (other: string, resource: string) =>
        discovery.resources.some((known) => known.group === other && known.resource === resource);
    return canonicalGroup(group, type.resource, serves) === type.group;
}

function preferExact(types: readonly ResourceType[], name: string): readonly ResourceType[] {
    const exact = types.filter(({ kind, resource, singular }) => [kind.toLowerCase(), resource, singular].includes(name));
    return exact.length > 0 ? exact : types.filter(({ shortNames }) => shortNames?.includes(name));
}

function inVersion(type: ResourceType, version: string | undefined): readonly ResourceType[] {
    if (version === undefined || version === "*" || version === type.version) return [type];
    return type.versions?.includes(version) ? [{ ...type, version }] : [];
}

function suggestion(discovery: Discovery, named: readonly ResourceType[], name: string): string | undefined {
    const versions = named.flatMap(({ kind, group, versions: served }) =>
        (served ?? []).map((version) => `${kind} of ${group || "core"}/${version}`),
    );
    if (versions.length > 0) return `there is ${versions.join(", ")}`;
    const elsewhere = preferExact(discovery.resources, name).map(({ kind, group }) => `${kind} of ${group || "the core group"}`);
    const near = discovery.resources
        .filter(({ kind }) => kind.toLowerCase().startsWith(name.slice(0, 4)))
        .map(({ kind }) => kind);
    const known = elsewhere.length > 0 ? elsewhere : [...new Set(near)].slice(0, 5);
    return known.length > 0 ? `there is ${known.join(", ")}` : undefined;
}
