import type { Cause } from "../cause.ts";
import type { Facts } from "./facts.ts";
import { refOf } from "./kube-object.ts";

const NAMES = ["coredns", "kube-dns", "rke2-coredns-rke2-coredns"];

/** The cluster's DNS as the cause of a name that does not resolve: CoreDNS, as the distributions name it. */
export function clusterDns(facts: Facts): Cause {
    const found = NAMES.find((name) => facts.get("Deployment.apps", name, "kube-system") !== undefined);
    const ref = refOf(facts.cluster, "apps/v1", "Deployment", found ?? "coredns", "kube-system");
    return { relation: "resolves-with", ref };
}
