import type { ObjectRef } from "../../../core/evidence-ref.ts";
import { unwell } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { named, objectKey, refOf } from "../../facts/kube-object.ts";
import type { LogFact, LogLine } from "../../facts/log-fact.ts";
import { unescaped } from "../../facts/log-lines.ts";
import { mayDo } from "../../facts/permission.ts";
import type { PodFact } from "../../facts/pod-fact.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsLogLine } from "../../showing.ts";

const DENIED =
    /User "system:serviceaccount:([^:"]+):([^"]+)" cannot (\w+) resource "([^"]+)" in API group "([^"]*)"(?: in the namespace "([^"]+)"| at the cluster scope)?/;
/** So often in one log, and until its end: it goes on. */
const OFTEN = 3;

/** Service accounts that are refused by RBAC, over and over, by the words of the API server in their pods' logs. */
export const rbac: Rule = {
    id: "kubernetes.rbac",
    layer: "kubernetes",
    title: "RBAC refuses a ServiceAccount",
    means: "A program in the cluster asks the API server for something its account may not have, so it cannot do its work.",
    fix: "Give the account a Role or ClusterRole with that verb and resource, and bind it; `kubectl auth can-i VERB RESOURCE --as system:serviceaccount:NS:NAME`.",
    source: "https://kubernetes.io/docs/reference/access-authn-authz/rbac/",
    reads: ["logs"],
    mayRead: [
        "Pod",
        "Role.rbac.authorization.k8s.io",
        "ClusterRole.rbac.authorization.k8s.io",
        "RoleBinding.rbac.authorization.k8s.io",
        "ClusterRoleBinding.rbac.authorization.k8s.io",
    ],
    check: refusals,
};

/** The rules that say of a workload that it does not do its work. */
const SUFFERS = ["application.crash-loop", "application.not-ready", "application.probe", "gitops.controller"];

interface Refusal {
    readonly account: ObjectRef;
    readonly verb: string;
    readonly resource: string;
    readonly group: string;
    readonly namespace: string;
    readonly log: LogFact;
    readonly line: LogLine;
    readonly count: number;
}

function* refusals(facts: Facts): Iterable<Finding> {
    const unwellLogs = new Set(unwell(facts).map((pod) => `${pod.namespace}/${pod.name}`));
    const all = facts.logs().flatMap((log) => refusalOf(facts, log) ?? []);
    for (const group of Map.groupBy(all, (each) => objectKey(each.account)).values()) {
        const [first] = group.toSorted((a, b) => b.count - a.count);
        if (first === undefined) continue;
        const { ref } = first.log;
        const fails = ref.type === "log" && unwellLogs.has(`${ref.namespace}/${ref.pod}`);
        const allowed = mayDo(facts, first);
        if (allowed === true || (!fails && first.count < OFTEN)) continue;
        const what = `${first.verb} ${first.resource}${first.group === "" ? "" : `.${first.group}`}${first.namespace === "" ? " in all namespaces" : ` in namespace ${first.namespace}`}`;
        yield {
            severity: fails || allowed === false ? "critical" : "warning",
            role: "cause",
            confidence: allowed === false ? 0.95 : 0.85,
            subject: first.account,
            says: `${named(first.account)} may not ${what}, and asks for it again and again`,
            hint: `kubectl auth can-i ${first.verb} ${first.resource} --as system:serviceaccount:${first.account.namespace}:${first.account.name}; bind a role with that permission`,
            evidence: [showsLogLine(first.log.ref, first.line)],
            affects: group.flatMap((each) => podOf(facts, each.log)?.blamed ?? []).map((ref) => because("runs-as", ref, SUFFERS)),
        };
    }
}

function podOf(facts: Facts, { ref }: LogFact): PodFact | undefined {
    return ref.type === "log" ? facts.pod(ref.namespace, ref.pod) : undefined;
}

function refusalOf(facts: Facts, log: LogFact): Refusal | undefined {
    const lines = log.notable.filter((line) => DENIED.test(unescaped(line.text)));
    const line = lines.at(-1);
    const [, namespace, name, verb, resource, group = "", within = ""] = DENIED.exec(unescaped(line?.text ?? "")) ?? [];
    if (line === undefined || namespace === undefined || name === undefined || verb === undefined || resource === undefined)
        return undefined;
    const account = refOf(facts.cluster, "v1", "ServiceAccount", name, namespace);
    return { account, verb, resource, group, namespace: within, log, line, count: lines.length };
}
