import type { Facts } from "../../facts/facts.ts";
import { text } from "../../facts/fields.ts";
import { named } from "../../facts/kube-object.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsField } from "../../showing.ts";
import { FLUX_KINDS, fluxCommand, isSuspended } from "./flux-object.ts";

/** Flux objects that somebody suspended: said, not alarmed; the root when something waits for them. */
export const suspended: Rule = {
    id: "gitops.suspended",
    layer: "gitops",
    title: "Flux object is suspended",
    means: "`spec.suspend` is true: Flux leaves the object alone until somebody resumes it. Changes in the source have no effect, drift is not corrected.",
    fix: "`flux resume` when the reason for it is over.",
    source: "https://fluxcd.io/flux/cmd/flux_suspend/",
    reads: Object.values(FLUX_KINDS).flat(),
    check: suspendedObjects,
};

function* suspendedObjects(facts: Facts): Iterable<Finding> {
    for (const object of Object.values(FLUX_KINDS).flatMap((kinds) => kinds.flatMap((kind) => facts.all(kind)))) {
        if (!isSuspended(object)) continue;
        const revision =
            text(object.body, "status", "lastAppliedRevision") ?? text(object.body, "status", "artifact", "revision");
        yield {
            severity: "info",
            role: "cause",
            subject: object.ref,
            says: `${named(object.ref)} is suspended: Flux does not reconcile it${revision === undefined ? "" : ` (it stands at ${revision})`}`,
            hint: fluxCommand("resume", object.ref),
            evidence: [showsField(object, "/spec/suspend", "suspend: true")],
        };
    }
}
