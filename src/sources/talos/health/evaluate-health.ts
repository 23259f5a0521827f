import type { Check, Finding } from "./check.ts";
import { ETCD_CHECKS } from "./etcd-checks.ts";
import type { HealthFacts } from "./facts.ts";
import { KUBERNETES_CHECKS } from "./kubernetes-checks.ts";
import { MACHINE_CHECKS } from "./machine-checks.ts";

/** How one check came out: `fail` when anything failed, else `unknown` when something could not be judged. */
export interface CheckResult {
    readonly id: string;
    readonly title: string;
    readonly status: "pass" | "fail" | "unknown";
    /** What failed and what is not known, in the machines' order; of what passed only what needs a word. */
    readonly reasons: readonly Finding[];
}

/** The whole of `talos/health.yaml`. */
export interface HealthReport {
    readonly status: "pass" | "fail" | "unknown";
    readonly checks: readonly CheckResult[];
}

/** In the order of talosctl, the workers' kubelet after that of the control plane. */
const CHECKS: readonly Check[] = [...ETCD_CHECKS, ...MACHINE_CHECKS, ...KUBERNETES_CHECKS];

/**
 * The sixteen conditions of `talosctl health` and one for the kubelets of workers, each judged on its own: talosctl waits at the first that does not
 * hold and never tells of the others. Source: siderolabs/talos pkg/cluster/check/default.go, v1.8 to v1.13.
 */
export function evaluateHealth(facts: HealthFacts): HealthReport {
    const checks = CHECKS.map(({ id, title, evaluate }) => {
        const findings = evaluate(facts);
        const reasons = findings.filter(({ status, says }) => status !== "pass" || says !== undefined);
        return { id, title, status: worst(findings), reasons };
    });
    return { status: worst(checks), checks };
}

/** Nothing found to judge is not known to be well. */
function worst(found: readonly { readonly status: Finding["status"] }[]): Finding["status"] {
    if (found.some(({ status }) => status === "fail")) return "fail";
    return found.length === 0 || found.some(({ status }) => status === "unknown") ? "unknown" : "pass";
}
