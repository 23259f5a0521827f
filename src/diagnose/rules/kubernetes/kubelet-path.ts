import type { Gap } from "../../../core/gap.ts";
import type { Facts } from "../../facts/facts.ts";
import { list, text } from "../../facts/fields.ts";
import { type KubeObject, named, refOf } from "../../facts/kube-object.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsField } from "../../showing.ts";

/** Kubelets that the API server cannot call: what was to be collected through them says so. */
export const kubeletPath: Rule = {
    id: "kubernetes.kubelet-path",
    layer: "kubernetes",
    title: "API server cannot call a kubelet",
    means: "Logs, exec and metrics go from the API server to port 10250 of the node. The certificate that the kubelet shows is not trusted, or the port is not reached.",
    fix: "Approve the kubelet's serving certificate (`kubectl get csr`), or open port 10250 from the control plane to the nodes.",
    source: "https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/#certificate-rotation",
    reads: ["logs"],
    mayRead: ["Node"],
    check: uncalled,
};

/** `Get "https://10.0.0.18:10250/containerLogs/…": tls: failed to verify certificate: x509: …` */
const CALL = /https?:\/\/\[?([\w.:-]+?)\]?:10250\/\S*?"?: ([^\n]+)/;

function* uncalled(facts: Facts): Iterable<Finding> {
    const calls = facts.missing({ cluster: facts.cluster, type: "logs" }).flatMap(callOf);
    for (const [host, [first]] of Map.groupBy(calls, (call) => call.host)) {
        const node = facts.all("Node").find((each) => isAt(each, host));
        if (first === undefined) continue;
        const subject = node?.ref ?? refOf(facts.cluster, "v1", "Node", host);
        yield {
            severity: "warning",
            role: "failure",
            subject,
            says: `${named(subject)}: the API server cannot call its kubelet (${host}:10250), so there are no logs, exec or metrics: ${brief(first.said)}`,
            hint: /x509|certificate/.test(first.said)
                ? "kubectl get csr; kubectl certificate approve NAME; or give the API server the authority that signed the kubelet's certificate"
                : "open port 10250 from the control plane to the node",
            evidence: node === undefined ? [] : [showsField(node, "/status/addresses", host)],
        };
    }
}

function callOf(gap: Gap): readonly { readonly host: string; readonly said: string }[] {
    const [, host, said] = CALL.exec(gap.problem.message) ?? [];
    // A timeout may be the collector's own impatience.
    const proven = /x509|tls:|certificate|connection refused|no route to host/i.test(said ?? "");
    return host === undefined || said === undefined || !proven ? [] : [{ host, said }];
}

function isAt(node: KubeObject, host: string): boolean {
    return node.ref.name === host || list(node.body, "status", "addresses").some((each) => text(each, "address") === host);
}
