import { z } from "zod";

/** The resources of one version of one group, as either form of discovery gives them. */
export interface GroupVersion {
    readonly group: string;
    readonly version: string;
    /** The aggregated API behind it did not answer the API server lately: what stands here is old or missing. */
    readonly stale: boolean;
    readonly resources: readonly ServedResource[];
}

/** A resource without its subresources. */
export interface ServedResource {
    readonly resource: string;
    readonly kind: string;
    readonly namespaced: boolean;
    readonly singular: string;
    readonly shortNames: readonly string[];
    readonly verbs: readonly string[];
}

const names = z.array(z.string()).nullish();

const aggregatedSchema = z.object({
    kind: z.literal("APIGroupDiscoveryList"),
    items: z.array(
        z.object({
            metadata: z.object({ name: z.string().default("") }).default({ name: "" }),
            versions: z
                .array(
                    z.object({
                        version: z.string(),
                        freshness: z.string().optional(),
                        resources: z
                            .array(
                                z.object({
                                    resource: z.string(),
                                    responseKind: z.object({ kind: z.string() }).nullish(),
                                    scope: z.string(),
                                    singularResource: z.string().default(""),
                                    verbs: names,
                                    shortNames: names,
                                }),
                            )
                            .nullish(),
                    }),
                )
                .nullish(),
        }),
    ),
});

const groupsSchema = z.union([
    z.object({ kind: z.literal("APIVersions"), versions: z.array(z.string()) }),
    z.object({
        kind: z.literal("APIGroupList"),
        groups: z.array(
            z.object({
                name: z.string(),
                versions: z.array(z.object({ version: z.string() })),
                preferredVersion: z.object({ version: z.string() }).optional(),
            }),
        ),
    }),
]);

const resourcesSchema = z.object({
    kind: z.literal("APIResourceList"),
    resources: z
        .array(
            z.object({
                name: z.string(),
                singularName: z.string().default(""),
                namespaced: z.boolean(),
                kind: z.string(),
                verbs: names,
                shortNames: names,
            }),
        )
        .nullish(),
});

/** Groups with their versions, preferred first, from an aggregated answer; undefined when it is another document. Source: KEP 3352. */
export function parseAggregated(document: unknown): readonly GroupVersion[] | undefined {
    const parsed = aggregatedSchema.safeParse(document);
    if (!parsed.success) return undefined;
    return parsed.data.items.flatMap(({ metadata, versions }) =>
        (versions ?? []).map(({ version, freshness, resources }) => ({
            group: metadata.name,
            version,
            stale: freshness === "Stale",
            resources: (resources ?? []).map((entry) => ({
                resource: entry.resource,
                kind: entry.responseKind?.kind ?? "",
                namespaced: entry.scope === "Namespaced",
                singular: entry.singularResource,
                shortNames: entry.shortNames ?? [],
                verbs: entry.verbs ?? [],
            })),
        })),
    );
}

/** Group and version names, preferred first, of `/api` or `/apis` of a server before 1.26; undefined when it is another document. */
export function parseGroups(document: unknown): readonly { readonly group: string; readonly version: string }[] | undefined {
    const parsed = groupsSchema.safeParse(document);
    if (!parsed.success) return undefined;
    if (parsed.data.kind === "APIVersions") return parsed.data.versions.map((version) => ({ group: "", version }));
    return parsed.data.groups.flatMap(({ name, versions, preferredVersion }) => {
        const all = versions.map(({ version }) => version);
        const preferred = preferredVersion?.version;
        const ordered = preferred === undefined ? all : [preferred, ...all.filter((version) => version !== preferred)];
        return ordered.map((version) => ({ group: name, version }));
    });
}

/** Resources of `/apis/GROUP/VERSION`; undefined when it is another document. Source: meta/v1 APIResourceList. */
export function parseResources(document: unknown): readonly ServedResource[] | undefined {
    const parsed = resourcesSchema.safeParse(document);
    if (!parsed.success) return undefined;
    return (parsed.data.resources ?? [])
        .filter(({ name }) => !name.includes("/"))
        .map(({ name, singularName, namespaced, kind, verbs, shortNames }) => ({
            resource: name,
            kind,
            namespaced,
            singular: singularName,
            shortNames: shortNames ?? [],
            verbs: verbs ?? [],
        }));
}
