import type { Facts } from "../../facts/facts.ts";
import { fields, text, time } from "../../facts/fields.ts";
import { condition, conditions, type KubeObject, named } from "../../facts/kube-object.ts";
import { brief, latestEvent } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsCondition, showsEvent, showsField } from "../../showing.ts";

const DAY_MS = 24 * 3600_000;
const YOUNG_MS = 5 * 60_000;

/** cert-manager's certificates and issuers. */
export const certificate: Rule = {
    id: "kubernetes.certificate",
    layer: "kubernetes",
    title: "Certificate is not ready",
    means: "cert-manager could not issue or renew the certificate; what uses it serves an old one or none.",
    fix: "Follow Certificate → CertificateRequest → Order → Challenge: `cmctl status certificate NAME`.",
    source: "https://cert-manager.io/docs/troubleshooting/",
    variants: {
        expired: {
            title: "Certificate has expired",
            means: "Its end of validity has passed and it was not renewed.",
            fix: "Mend the renewal and renew: `cmctl renew NAME`.",
        },
        expiring: {
            title: "Certificate expires soon",
            means: "Less than seven days are left and it has not been renewed.",
            fix: "See why it is not renewed.",
        },
        issuer: {
            title: "Issuer is not ready",
            means: "The issuer cannot issue anything: account, credentials or CA are wrong.",
            fix: "The issuer's condition says what is wrong.",
        },
    },
    reads: ["Certificate.cert-manager.io"],
    mayRead: [
        "Issuer.cert-manager.io",
        "ClusterIssuer.cert-manager.io",
        "CertificateRequest.cert-manager.io",
        "Order.acme.cert-manager.io",
        "Challenge.acme.cert-manager.io",
        "events",
    ],
    check: badCertificates,
};

function* badCertificates(facts: Facts): Iterable<Finding> {
    for (const issuer of ["Issuer.cert-manager.io", "ClusterIssuer.cert-manager.io"].flatMap((kind) => facts.all(kind)))
        yield* issuerState(issuer);
    for (const each of facts.all("Certificate.cert-manager.io")) yield* certificateState(facts, each);
    for (const each of facts.all("Challenge.acme.cert-manager.io")) yield* challengeState(each);
}

function* issuerState(issuer: KubeObject): Iterable<Finding> {
    const ready = condition(issuer, "Ready");
    if (ready?.status !== "False") return;
    yield {
        variant: "issuer",
        severity: "critical",
        role: "cause",
        subject: issuer.ref,
        says: `${named(issuer.ref)} is not ready: ${brief(ready.message)}`,
        hint: `kubectl describe ${issuer.ref.kind.toLowerCase()} ${issuer.ref.name}${issuer.ref.namespace ? ` -n ${issuer.ref.namespace}` : ""}`,
        evidence: [showsCondition(issuer, ready)],
        since: ready.since,
    };
}

function* certificateState(facts: Facts, object: KubeObject): Iterable<Finding> {
    const ready = condition(object, "Ready");
    const end = time(object.body, "status", "notAfter");
    const hint = `cmctl -n ${object.ref.namespace} status certificate ${object.ref.name}`;
    const common = { subject: object.ref, hint, dueTo: facts.needs(object.ref) };
    if (end !== undefined && end < facts.now) {
        yield {
            ...common,
            variant: "expired",
            severity: "critical",
            role: "failure",
            confidence: 0.9,
            says: `${named(object.ref)} expired at ${text(object.body, "status", "notAfter")}${ready?.status === "False" ? `: ${brief(ready.message)}` : ""}`,
            evidence: [showsField(object, "/status/notAfter", `notAfter: ${text(object.body, "status", "notAfter")}`)],
            since: text(object.body, "status", "notAfter") ?? "",
        };
        return;
    }
    if (ready?.status === "False") {
        const failed = conditions(object).find((each) => each.type === "Issuing" && each.status === "False") ?? ready;
        const event = latestEvent(facts, object.ref, /Failed|Error/);
        const young = facts.now - (Date.parse(ready.since) || 0) < YOUNG_MS;
        yield {
            ...common,
            severity: "critical",
            role: "failure",
            confidence: 0.7,
            says: `${named(object.ref)} is not ready: ${brief(failed.message || ready.message)}`,
            evidence: [showsCondition(object, failed), ...(event ? [showsEvent(event)] : [])],
            since: ready.since,
            causeIn: [facts.scope("Issuer"), facts.scope("CertificateRequest")],
            ...(young ? { transient: true } : {}),
        };
        return;
    }
    if (end !== undefined && end - facts.now < 7 * DAY_MS && (time(object.body, "status", "renewalTime") ?? end) < facts.now)
        yield {
            ...common,
            variant: "expiring",
            severity: "info",
            role: "cause",
            says: `${named(object.ref)} expires at ${text(object.body, "status", "notAfter")} and has not been renewed`,
            evidence: [showsField(object, "/status/notAfter", `notAfter: ${text(object.body, "status", "notAfter")}`)],
        };
}

function* challengeState(challenge: KubeObject): Iterable<Finding> {
    const reason = text(challenge.body, "status", "reason");
    const state = text(fields(challenge.body, "status"), "state");
    if (reason === undefined || state === "valid") return;
    yield {
        severity: "critical",
        role: "cause",
        confidence: 0.85,
        subject: challenge.ref,
        says: `${named(challenge.ref)} for ${text(challenge.body, "spec", "dnsName") ?? "a name"} is ${state ?? "pending"}: ${brief(reason)}`,
        hint: `kubectl -n ${challenge.ref.namespace} describe challenge ${challenge.ref.name}`,
        evidence: [showsField(challenge, "/status/reason", reason)],
    };
}
