import type { Facts } from "../../facts/facts.ts";
import { text, time } from "../../facts/fields.ts";
import { type KubeObject, refOf } from "../../facts/kube-object.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsField } from "../../showing.ts";

const DEAD_MS = 5 * 60_000;
const COMPONENTS: Readonly<Record<string, string>> = {
    "kube-scheduler": "no pod is placed on a node",
    "kube-controller-manager": "no Deployment, Job or node is looked after",
};

/** Control plane components that do not renew their lease any more. */
export const componentLease: Rule = {
    id: "kubernetes.component-lease",
    layer: "kubernetes",
    title: "A control plane component has stopped",
    means: "kube-scheduler and kube-controller-manager renew a Lease every few seconds. This one is old: no instance runs or can reach the API server.",
    fix: "Look at the static pod of the component on the control-plane nodes and its log.",
    source: "https://kubernetes.io/docs/concepts/architecture/leases/",
    reads: ["Lease.coordination.k8s.io"],
    mayRead: ["Pod", "logs"],
    check: oldLeases,
};

function* oldLeases(facts: Facts): Iterable<Finding> {
    const newest = Math.max(
        0,
        ...facts.all("Lease.coordination.k8s.io").map((lease) => time(lease.body, "spec", "renewTime") ?? 0),
    );
    for (const lease of facts.all("Lease.coordination.k8s.io")) {
        const effect = lease.ref.namespace === "kube-system" ? COMPONENTS[lease.ref.name] : undefined;
        const renewed = time(lease.body, "spec", "renewTime");
        if (
            effect === undefined ||
            renewed === undefined ||
            newest - renewed < DEAD_MS ||
            (text(lease.body, "spec", "holderIdentity") ?? "") === ""
        )
            continue;
        yield stopped(facts, lease, effect, newest - renewed);
    }
}

function stopped(facts: Facts, lease: KubeObject, effect: string, ageMs: number): Finding {
    const { name } = lease.ref;
    const pods = facts.pods.filter((pod) => pod.namespace === "kube-system" && pod.name.startsWith(name));
    const pod = pods.find((each) => !each.ready) ?? pods[0];
    return {
        severity: "critical",
        role: "failure",
        subject: pod?.ref ?? refOf(facts.cluster, "v1", "Pod", name, "kube-system"),
        says: `${name} has not renewed its lease for ${Math.round(ageMs / 60_000)} minutes: it does not run or cannot reach the API server, so ${effect}`,
        hint: `kubectl -n kube-system get pods -l component=${name}; kubectl -n kube-system logs -l component=${name}`,
        evidence: [showsField(lease, "/spec/renewTime", `renewTime: ${text(lease.body, "spec", "renewTime")}`)],
        dueTo: pods.map((each) =>
            because("runs-on", refOf(facts.cluster, "v1", "Node", each.node), ["kubernetes.node", "talos"]),
        ),
        ...(name === "kube-controller-manager" ? { affects: "all" as const } : {}),
        since: text(lease.body, "spec", "renewTime") ?? "",
    };
}
