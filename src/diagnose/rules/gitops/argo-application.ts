import type { Facts } from "../../facts/facts.ts";
import { at, list, text } from "../../facts/fields.ts";
import { type KubeObject, named, objectKey } from "../../facts/kube-object.ts";
import { objectNamed, objectsNamed } from "../../facts/objects-named.ts";
import type { Cause, EvidencePointer, Finding, Rule } from "../../rule.ts";
import { because, showsField } from "../../showing.ts";
import { essence } from "./essence.ts";

/** Argo CD Applications that cannot be compared or synced, or whose objects are not healthy. */
export const argoApplication: Rule = {
    id: "gitops.argo-application",
    layer: "gitops",
    title: "Argo CD Application is not healthy",
    means: "Objects of the Application are degraded or missing.",
    fix: "Mend the objects that are named.",
    source: "https://github.com/argoproj/argo-cd/blob/master/pkg/apis/application/v1alpha1/types.go",
    variants: {
        comparison: {
            title: "Argo CD cannot compare",
            means: "The manifests cannot be made or the repository not be read (ComparisonError, InvalidSpecError).",
            fix: "Follow the message: repository credentials, path, revision, or the template.",
        },
        sync: {
            title: "Argo CD cannot sync",
            means: "Applying the manifests failed.",
            fix: "Follow the message of the operation.",
        },
        "out-of-sync": {
            title: "Application is not in sync",
            means: "The cluster differs from the repository, and nothing syncs it by itself.",
            fix: "`argocd app sync NAME` when the change is wanted.",
        },
    },
    reads: ["Application.argoproj.io"],
    mayRead: ["Deployment.apps", "StatefulSet.apps", "Job.batch", "Pod"],
    check: failingApplications,
};

function* failingApplications(facts: Facts): Iterable<Finding> {
    for (const application of facts.all("Application.argoproj.io")) {
        const found = comparison(application) ?? sync(facts, application) ?? health(facts, application) ?? outOfSync(application);
        if (found === undefined) continue;
        yield {
            subject: application.ref,
            hint: `argocd app get ${application.ref.name}; kubectl -n ${application.ref.namespace} describe application ${application.ref.name}`,
            ...found,
        };
    }
}

type Found = Omit<Finding, "subject" | "hint">;

function comparison(application: KubeObject): Found | undefined {
    const all = list(application.body, "status", "conditions");
    const index = all.findIndex((each) =>
        /^(ComparisonError|InvalidSpecError|UnknownError|DeletionError|SyncError)$/.test(text(each, "type") ?? ""),
    );
    if (index < 0) return undefined;
    const message = text(all[index], "message") ?? "";
    return {
        variant: text(all[index], "type") === "SyncError" ? "sync" : "comparison",
        severity: "critical",
        role: "failure",
        says: `${named(application.ref)}: ${text(all[index], "type")}: ${essence(message)}`,
        evidence: [showsField(application, `/status/conditions/${index}`, message)],
        since: text(all[index], "lastTransitionTime") ?? "",
    };
}

function sync(facts: Facts, application: KubeObject): Found | undefined {
    const phase = text(application.body, "status", "operationState", "phase");
    const message = text(application.body, "status", "operationState", "message") ?? "";
    if (phase !== "Failed" && phase !== "Error") return undefined;
    const results = list(application.body, "status", "operationState", "syncResult", "resources");
    const failed = results.findIndex(
        (each) => /Failed$/.test(text(each, "status") ?? "") || text(each, "hookPhase") === "Failed",
    );
    const detail =
        failed < 0
            ? undefined
            : `${text(results[failed], "kind")} ${text(results[failed], "name")}: ${text(results[failed], "message")}`;
    const evidence: EvidencePointer[] = [showsField(application, "/status/operationState/message", message)];
    if (detail !== undefined)
        evidence.unshift(showsField(application, `/status/operationState/syncResult/resources/${failed}`, detail));
    return {
        variant: "sync",
        severity: "critical",
        role: "failure",
        says: `${named(application.ref)}: sync failed: ${essence(detail ?? message)}`,
        evidence,
        dueTo: [...objectsNamed(facts, message).map((ref) => because("manages", ref)), ...unhealthy(facts, application)],
        since: text(application.body, "status", "operationState", "finishedAt") ?? "",
    };
}

function health(facts: Facts, application: KubeObject): Found | undefined {
    const status = text(application.body, "status", "health", "status");
    if (status !== "Degraded" && status !== "Missing") return undefined;
    const causes = unhealthy(facts, application);
    const names = list(application.body, "status", "resources")
        .filter(isUnhealthy)
        .map((each) => `${text(each, "kind")} ${text(each, "name")} ${text(each, "health", "status")}`);
    const message = text(application.body, "status", "health", "message");
    return {
        severity: "critical",
        role: "symptom",
        says: `${named(application.ref)} is ${status}${names.length === 0 ? (message ? `: ${essence(message)}` : "") : `: ${names.slice(0, 4).join(", ")}`}`,
        evidence: [showsField(application, "/status/health", status)],
        dueTo: [
            ...causes,
            ...facts.needs(application.ref).filter((need) => !causes.some((each) => objectKey(each.ref) === objectKey(need.ref))),
        ],
        causeIn: [facts.scope("Pod", text(application.body, "spec", "destination", "namespace"))],
        since: text(application.body, "status", "health", "lastTransitionTime") ?? "",
    };
}

function outOfSync(application: KubeObject): Found | undefined {
    if (text(application.body, "status", "sync", "status") !== "OutOfSync") return undefined;
    const automated = at(application.body, "spec", "syncPolicy", "automated") !== undefined;
    const names = list(application.body, "status", "resources")
        .filter((each) => text(each, "status") === "OutOfSync")
        .map((each) => `${text(each, "kind")} ${text(each, "name")}`);
    return {
        variant: "out-of-sync",
        severity: "info",
        role: "failure",
        says: `${named(application.ref)} is OutOfSync${automated ? " although it syncs by itself" : ""}${names.length === 0 ? "" : `: ${names.slice(0, 4).join(", ")}`}`,
        evidence: [showsField(application, "/status/sync/status", "OutOfSync")],
    };
}

function isUnhealthy(resource: unknown): boolean {
    return /^(Degraded|Missing)$/.test(text(resource, "health", "status") ?? "");
}

function unhealthy(facts: Facts, application: KubeObject): readonly Cause[] {
    return list(application.body, "status", "resources")
        .filter(isUnhealthy)
        .flatMap((each) => {
            const ref = objectNamed(facts, text(each, "kind") ?? "", text(each, "name") ?? "", text(each, "namespace"));
            return ref === undefined ? [] : [because("manages", ref)];
        });
}
