/**
 * Which cluster a thing belongs to. `managed` follows the two cluster kinds Sveltos knows: Cluster API's `Cluster` and
 * `SveltosCluster` (Techsupport's documentation, "Output Format").
 */
export type ClusterRef =
    | { readonly type: "management" }
    | {
          readonly type: "managed";
          readonly kind: "Cluster" | "SveltosCluster";
          readonly namespace: string;
          readonly name: string;
      };

/** The cluster the command was pointed at. */
export const MANAGEMENT: ClusterRef = { type: "management" };

/** `management`, or `Cluster/default/clusterapi-workload`: one string per cluster, for keys and for people. */
export function clusterName(cluster: ClusterRef): string {
    return cluster.type === "management" ? "management" : `${cluster.kind}/${cluster.namespace}/${cluster.name}`;
}
