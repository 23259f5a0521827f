import { dump } from "js-yaml";
import type { Permission } from "../clients/kubernetes/reader.ts";

/** Everything that a run of the default profile may ask for: read anything, change nothing. */
export const READ_EVERYTHING: readonly Permission[] = [
    { verb: "get", group: "*", resource: "*" },
    { verb: "list", group: "*", resource: "*" },
    { verb: "get", group: "", resource: "", nonResourceURL: "*" },
];

interface PolicyRule {
    readonly apiGroups?: readonly string[];
    readonly resources?: readonly string[];
    readonly nonResourceURLs?: readonly string[];
    readonly verbs: readonly string[];
}

/** The least RBAC that allows these, as YAML: a ClusterRole, and a Role for every namespace that is asked for by itself. */
export function rbacYaml(permissions: readonly Permission[], name = "casefile"): string {
    const namespaces = [...new Set(permissions.flatMap(({ namespace }) => (namespace === undefined ? [] : [namespace])))].sort();
    const clusterWide = permissions.filter(({ namespace }) => namespace === undefined);
    const documents = [
        ...(clusterWide.length === 0 ? [] : [role("ClusterRole", { name }, rules(clusterWide))]),
        ...namespaces.map((namespace) =>
            role("Role", { name, namespace }, rules(permissions.filter((permission) => permission.namespace === namespace))),
        ),
    ];
    return documents.map((document) => dump(document, { noRefs: true, lineWidth: -1 })).join("---\n");
}

function role(kind: "ClusterRole" | "Role", metadata: Record<string, string>, policy: readonly PolicyRule[]) {
    return { apiVersion: "rbac.authorization.k8s.io/v1", kind, metadata, rules: policy };
}

/** One rule for each set of verbs and group, resources sorted. */
function rules(permissions: readonly Permission[]): PolicyRule[] {
    const urls = [
        ...new Set(permissions.flatMap(({ nonResourceURL }) => (nonResourceURL === undefined ? [] : [nonResourceURL]))),
    ].sort();
    const verbs = new Map<string, Set<string>>();
    for (const { group, resource, verb } of permissions.filter(({ nonResourceURL }) => nonResourceURL === undefined)) {
        const key = `${group}\u0000${resource}`;
        verbs.set(key, (verbs.get(key) ?? new Set()).add(verb));
    }
    const grouped = new Map<string, string[]>();
    for (const [key, allowed] of [...verbs].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const [group = "", resource = ""] = key.split("\u0000");
        const sameRule = `${group}\u0000${[...allowed].sort().join(",")}`;
        grouped.set(sameRule, [...(grouped.get(sameRule) ?? []), resource]);
    }
    const policy = [...grouped].map(([key, resources]) => {
        const [group = "", allowed = ""] = key.split("\u0000");
        return { apiGroups: [group], resources, verbs: allowed.split(",") };
    });
    return urls.length === 0 ? policy : [...policy, { nonResourceURLs: urls, verbs: ["get"] }];
}
