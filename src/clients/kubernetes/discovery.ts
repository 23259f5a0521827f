import { fail, ok, type Problem, type Result } from "../../core/problem.ts";
import { type GroupVersion, parseAggregated, parseGroups, parseResources } from "./group-version.ts";
import type { KubernetesReader, ResourceType } from "./reader.ts";
import { canonicalGroup } from "./same-objects.ts";

/** What an API server serves. */
export interface Discovery {
    /** Every listable resource in its one preferred version, in the server's order; what is served under two groups stands here once. */
    readonly resources: readonly ResourceType[];
    /** Groups and versions that could not be looked into: what they hold is unknown. `group` "*" stands for all of /apis. */
    readonly problems: readonly { readonly group: string; readonly version: string; readonly problem: Problem }[];
}

/** Two requests on a server from 1.26 on; older ones take no notice of the form asked for, and are asked group by group. */
const ACCEPT = ["v2", "v2beta1"]
    .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
    .concat("application/json")
    .join(",");

/**
 * Asks what there is. A group that is broken costs nothing but itself; fails only when neither /api nor /apis answers. Source: KEP 3352
 * and client-go discovery/discovery_client.go.
 */
export async function discover(reader: KubernetesReader, signal: AbortSignal): Promise<Result<Discovery>> {
    const roots = await Promise.all([readRoot(reader, "/api", "", signal), readRoot(reader, "/apis", "*", signal)]);
    const problems = roots.flatMap((root) => root.problems);
    const found = roots.flatMap((root) => root.found);
    const first = problems[0];
    if (found.length === 0 && first !== undefined) return { ok: false, problem: first.problem };
    return ok({ resources: listable(found), problems });
}

interface Root {
    readonly found: readonly GroupVersion[];
    readonly problems: Discovery["problems"];
}

async function readRoot(reader: KubernetesReader, path: string, group: string, signal: AbortSignal): Promise<Root> {
    const answer = await readJson(reader, path, ACCEPT, signal);
    if (!answer.ok) return { found: [], problems: [{ group, version: "*", problem: answer.problem }] };
    const aggregated = parseAggregated(answer.value);
    if (aggregated !== undefined)
        return { found: aggregated, problems: aggregated.filter(({ stale }) => stale).map(staleProblem) };
    const groups = parseGroups(answer.value);
    if (groups !== undefined) return readEach(reader, path, groups, signal);
    const problem: Problem = { code: "invalid", message: `GET ${path}: the answer is not discovery` };
    return { found: [], problems: [{ group, version: "*", problem }] };
}

async function readEach(
    reader: KubernetesReader,
    root: string,
    groups: readonly { readonly group: string; readonly version: string }[],
    signal: AbortSignal,
): Promise<Root> {
    const read = async ({ group, version }: { readonly group: string; readonly version: string }) => {
        const path = group === "" ? `${root}/${version}` : `${root}/${group}/${version}`;
        const answer = await readJson(reader, path, "application/json", signal);
        const resources = answer.ok ? parseResources(answer.value) : undefined;
        if (resources !== undefined) return { found: [{ group, version, stale: false, resources }], problems: [] };
        const problem: Problem = answer.ok
            ? { code: "invalid", message: `GET ${path}: the answer is not an APIResourceList` }
            : answer.problem;
        return { found: [], problems: [{ group, version, problem }] };
    };
    const all = await Promise.all(groups.map(read));
    return { found: all.flatMap(({ found }) => found), problems: all.flatMap(({ problems }) => problems) };
}

async function readJson(reader: KubernetesReader, path: string, accept: string, signal: AbortSignal): Promise<Result<unknown>> {
    const answer = await reader.get(path, { accept }, signal);
    if (!answer.ok) return answer;
    try {
        return ok(JSON.parse(Buffer.from(answer.value).toString("utf8")));
    } catch (cause) {
        return fail("invalid", `GET ${path}: the answer is not JSON`, { cause });
    }
}

function staleProblem({ group, version }: GroupVersion): Discovery["problems"][number] {
    const message = `the API ${group}/${version} is served by an extension that does not answer the API server`;
    const hint = `kubectl get apiservice ${version}.${group}`;
    return { group, version, problem: { code: "unavailable", message, hint } };
}

function listable(found: readonly GroupVersion[]): ResourceType[] {
    const types = new Map<string, ResourceType & { versions: string[] }>();
    for (const { group, version, resources } of found)
        for (const served of resources) {
            if (!served.verbs.includes("list") || served.kind === "") continue;
            const known = types.get(`${group}/${served.resource}`);
            if (known !== undefined) known.versions.push(version);
            else {
                const { resource, kind, namespaced, singular, shortNames } = served;
                types.set(`${group}/${resource}`, {
                    group,
                    version,
                    resource,
                    kind,
                    namespaced,
                    singular,
                    shortNames,
                    versions: [version],
                });
            }
        }
    const serves = (group: string, resource: string) => types.has(`${group}/${resource}`);
    return [...types.values()].filter(({ group, resource }) => canonicalGroup(group, resource, serves) === group);
}
