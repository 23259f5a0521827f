import type { Facts } from "../../facts/facts.ts";
import { text, time } from "../../facts/fields.ts";
import { conditions, type KubeObject, metadata, named } from "../../facts/kube-object.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsField } from "../../showing.ts";

const PATIENCE_MS = 10 * 60_000;

/** Certificate signing requests that nobody approves. */
export const signingRequest: Rule = {
    id: "kubernetes.signing-request",
    layer: "kubernetes",
    title: "CertificateSigningRequests wait for approval",
    means: "A kubelet asks for a certificate and nobody approves it: a new node does not join, or logs, exec and metrics of the node fail with TLS errors.",
    fix: "`kubectl certificate approve NAME`, or run an approver (kubelet-serving-cert-approver).",
    source: "https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/",
    reads: ["CertificateSigningRequest.certificates.k8s.io"],
    check: unapproved,
};

function* unapproved(facts: Facts): Iterable<Finding> {
    for (const [user, requests] of Map.groupBy(waitingRequests(facts), (each) => text(each.body, "spec", "username") ?? "")) {
        const [first] = requests;
        if (first === undefined) continue;
        const signer = text(first.body, "spec", "signerName") ?? "";
        yield {
            severity: signer === "kubernetes.io/kube-apiserver-client-kubelet" ? "warning" : "info",
            role: "cause",
            subject: first.ref,
            says: `${named(first.ref)} of ${user} for ${signer} has not been approved${requests.length > 1 ? ` (${requests.length} such requests)` : ""}`,
            hint: `kubectl certificate approve ${requests
                .slice(0, 5)
                .map((each) => each.ref.name)
                .join(" ")}`,
            evidence: [showsField(first, "/spec/signerName", `signerName: ${signer}, no condition`)],
            since: text(metadata(first), "creationTimestamp") ?? "",
        };
    }
}

/** The requests that nobody approved or denied for ten minutes. */
export function waitingRequests(facts: Facts): readonly KubeObject[] {
    return facts
        .all("CertificateSigningRequest.certificates.k8s.io")
        .filter(
            (each) =>
                conditions(each).length === 0 &&
                facts.now - (time(metadata(each), "creationTimestamp") ?? facts.now) > PATIENCE_MS,
        );
}
