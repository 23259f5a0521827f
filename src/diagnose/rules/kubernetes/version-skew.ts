import type { Facts } from "../../facts/facts.ts";
import { text } from "../../facts/fields.ts";
import { type KubeObject, named } from "../../facts/kube-object.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsField } from "../../showing.ts";

/** A kubelet may be three minor versions older than the API server, never newer. */
const MOST_BEHIND = 3;

/** Kubelets that are too old or too new for the API server. */
export const versionSkew: Rule = {
    id: "kubernetes.version-skew",
    layer: "kubernetes",
    title: "Kubelet and API server are too far apart",
    means: "The kubelet's version is newer than the API server's, or more than three minor versions older. Such pairs are not tested and fail in odd ways.",
    fix: "Upgrade the control plane first, then the nodes.",
    source: "https://kubernetes.io/releases/version-skew-policy/",
    reads: ["Node"],
    mayRead: ["api"],
    check: skewedNodes,
};

function* skewedNodes(facts: Facts): Iterable<Finding> {
    const document = facts.api("version.yaml");
    const server = minorOf(text(document, "gitVersion") ?? text(document, "serverVersion", "gitVersion"));
    if (server === undefined) return;
    for (const node of facts.all("Node")) {
        const behind = server - (minorOf(versionOf(node)) ?? server);
        if (behind >= 0 && behind <= MOST_BEHIND) continue;
        yield {
            severity: "info",
            role: "cause",
            subject: node.ref,
            says: `${named(node.ref)} runs kubelet ${versionOf(node)} against API server 1.${server}: ${behind < 0 ? "newer than the API server" : `${behind} minor versions older`}`,
            hint: "upgrade the control plane first, then the nodes",
            evidence: [showsField(node, "/status/nodeInfo/kubeletVersion", `kubeletVersion: ${versionOf(node)}`)],
            explains: ["same-object"],
        };
    }
}

function versionOf(node: KubeObject): string {
    return text(node.body, "status", "nodeInfo", "kubeletVersion") ?? "";
}

function minorOf(version: string | undefined): number | undefined {
    const minor = /^v?1\.(\d+)/.exec(version ?? "")?.[1];
    return minor === undefined ? undefined : Number(minor);
}
