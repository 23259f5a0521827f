import type { Facts } from "../../facts/facts.ts";
import { machineRef, refOf } from "../../facts/kube-object.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because } from "../../showing.ts";

/** The API server: whether it answered at all, and what its own checks say. */
export const apiServer: Rule = {
    id: "kubernetes.api-server",
    layer: "kubernetes",
    title: "API server is not well",
    means: "The Kubernetes API did not answer, or one of its own health checks fails.",
    fix: "Look at the control-plane machines: etcd, the static pod kube-apiserver, certificates, the address clients use.",
    source: "https://kubernetes.io/docs/reference/using-api/health-checks/",
    variants: {
        down: {
            title: "The Kubernetes API does not answer",
            means: "No connection to the API server could be made, so nothing of the cluster itself is in the archive.",
            fix: "Look at the control-plane machines, on Talos with `talosctl -n NODE service etcd` and `talosctl -n NODE logs kubelet`.",
        },
        check: {
            title: "A health check of the API server fails",
            means: "The API server answers and says that a part of it, mostly etcd, is not well.",
            fix: "Mend the part that the check names.",
        },
    },
    reads: ["api"],
    mayRead: ["machine", "Node", "Pod"],
    check: apiState,
};

function* apiState(facts: Facts): Iterable<Finding> {
    const subject = refOf(facts.cluster, "v1", "Service", "kubernetes", "default");
    const machines = facts.machines.map((machine) => because("served-by", machineRef(facts.cluster, machine.node)));
    const controlPlane = facts.pods.filter((pod) => pod.namespace === "kube-system" && /^(etcd|kube-apiserver)-/.test(pod.name));
    const down = facts
        .missing({ cluster: facts.cluster, type: "objects" })
        .find(
            (gap) =>
                gap.about.type === "objects" &&
                gap.about.kind === undefined &&
                gap.about.namespace === undefined &&
                /^(unreachable|timeout|tls|unavailable|server-error)$/.test(gap.problem.code),
        );
    // Who only waited in vain may have asked from the wrong network: that alone proves nothing about the server.
    const proven = !/i\/o timeout|timed out|deadline exceeded/i.test(down?.problem.message ?? "") || machines.length > 0;
    if (down !== undefined && proven && facts.all("Node").length === 0 && facts.pods.length === 0) {
        yield {
            variant: "down",
            severity: "critical",
            role: "failure",
            affects: "all",
            confidence: 0.75,
            subject,
            says: `The Kubernetes API does not answer: ${brief(down.problem.message)}`,
            hint: "look at etcd, kube-apiserver and the network of the control-plane machines",
            evidence: [],
            dueTo: machines,
            causeIn: machines.length === 0 ? [{ cluster: facts.cluster, type: "machine" }] : [],
        };
        return;
    }
    for (const path of facts.apiPaths.filter((each) => /(readyz|livez|healthz)/.test(each))) {
        const failing = checksIn(facts.api(path));
        if (failing.length === 0) continue;
        yield {
            variant: "check",
            severity: "critical",
            role: "failure",
            affects: "all",
            subject,
            says: `The API server's own check fails: ${failing.slice(0, 3).join("; ")}`,
            hint: `kubectl get --raw '/readyz?verbose'`,
            evidence: [{ ref: { cluster: facts.cluster, type: "api", path }, quote: failing.slice(0, 3).join("\n") }],
            dueTo: [...controlPlane.map((pod) => because("served-by", pod.ref)), ...machines],
        };
        return;
    }
}

/** The lines `[-]etcd failed: reason withheld` of a verbose health answer, as text or within a document. */
function checksIn(document: unknown): readonly string[] {
    const words = typeof document === "string" ? document : (JSON.stringify(document) ?? "");
    return [...words.matchAll(/\[-\]([^\n"\\]+)/g)].map((match) => (match[1] ?? "").trim());
}
