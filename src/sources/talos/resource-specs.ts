import type { Plain } from "../../clients/talos/plain.ts";
import type { ResourceKind, TalosReader } from "../../clients/talos/reader.ts";
import { ok, type Result } from "../../core/problem.ts";
import { isPlainObject, type PlainObject } from "./scrub.ts";
import { parseSpecYaml } from "./spec-yaml.ts";

/** Resources with their specs read, for decisions and not for the archive: nothing is hidden in them. An unreadable spec is null. */
export async function resourceSpecs(
    reader: TalosReader,
    kind: ResourceKind,
    address: string,
    signal: AbortSignal,
): Promise<Result<readonly { readonly id: string; readonly spec: Plain }[]>> {
    const listed = await reader.resources(kind, address, signal);
    if (!listed.ok) return listed;
    return ok(
        listed.value.map(({ id, yaml }) => {
            const spec = parseSpecYaml(yaml);
            return { id, spec: spec.ok ? spec.value : null };
        }),
    );
}

/** The same where every spec is a map; others are left out. */
export function objectsOf(
    found: readonly { readonly id: string; readonly spec: Plain }[],
): readonly (PlainObject & { readonly id: Plain })[] {
    return found.flatMap(({ id, spec }) => (isPlainObject(spec) ? [{ ...spec, id }] : []));
}

export function text(value: Plain | undefined): string {
    return typeof value === "string" ? value : "";
}

export function texts(value: Plain | undefined): readonly string[] {
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}
