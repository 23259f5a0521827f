import type { ObjectRef } from "../../../core/evidence-ref.ts";
import type { Facts } from "../../facts/facts.ts";
import { list, text, time } from "../../facts/fields.ts";
import { type KubeObject, metadata, named, refOf } from "../../facts/kube-object.ts";
import type { LogLine } from "../../facts/log-fact.ts";
import type { PodFact } from "../../facts/pod-fact.ts";
import type { EvidencePointer, Finding, Rule } from "../../rule.ts";
import { because, showsField, showsLogLine } from "../../showing.ts";
import { expectedOf } from "./expected.ts";

/** The database's password and the database's volume are of different ages: the volume keeps the password it was made with. */
export const credentials: Rule = {
    id: "appliance.credentials",
    layer: "application",
    title: "The database's credentials do not fit its data",
    means: "Postgres takes its password from the Secret only when it makes its files for the first time. A Secret that was made again later (a new installation over old volumes, a rotation) does not fit the old files.",
    fix: "Restore the old Secret from a backup, or set the password in the database to the one in the Secret: `ALTER USER … PASSWORD …`.",
    source: "Alga appliance, helm chart sebastian, db-credentials (helm.sh/resource-policy: keep); https://hub.docker.com/_/postgres, POSTGRES_PASSWORD",
    variants: {
        rotated: {
            title: "Credentials were made again over an existing database",
            means: "The Secret is younger than the database's volume.",
            fix: "Restore the old Secret, or set the password in the database to the new one.",
        },
        refused: {
            title: "The database refuses the appliance's password",
            means: "The password in the Secret is not the one of the database.",
            fix: "Set the password in the database to the one in the Secret.",
        },
        missing: {
            title: "The database's credentials are gone",
            means: "The Secret was deleted while the database's volume is still there: a new one would not fit.",
            fix: "Restore the Secret from a backup; do not let it be made anew.",
        },
    },
    reads: ["Secret", "logs", "PersistentVolumeClaim"],
    mayRead: ["Pod", "Namespace", "ConfigMap", "HelmRelease.helm.toolkit.fluxcd.io"],
    check: credentialState,
};

const REFUSED = /password authentication failed for user "?([\w.@-]+)"?/;

function* credentialState(facts: Facts): Iterable<Finding> {
    const expected = expectedOf(facts);
    if (expected === undefined) return;
    const { namespace, name } = expected.databaseSecret;
    const subject = refOf(facts.cluster, "v1", "Secret", name, namespace);
    const secret = facts.get("Secret", name, namespace);
    const claim = databaseClaim(facts, namespace);
    if (facts.absent("Secret", name, namespace) && claim !== undefined && isRead(facts, subject))
        yield missing(facts, subject, claim);
    const refused = refusals(facts, namespace);
    const [first] = refused;
    if (secret === undefined || first === undefined) return;
    yield rotatedOrRefused({ subject, secret, claim, refused, first });
}

interface Refusal {
    readonly pod: PodFact;
    readonly user: string;
    readonly shows: EvidencePointer;
}

interface State {
    readonly subject: ObjectRef;
    readonly secret: KubeObject;
    readonly claim: KubeObject | undefined;
    readonly refused: readonly Refusal[];
    readonly first: Refusal;
}

function rotatedOrRefused({ subject, secret, claim, refused, first }: State): Finding {
    const [made, filled] = [createdAt(secret), claim === undefined ? undefined : createdAt(claim)];
    const younger = claim !== undefined && made !== undefined && filled !== undefined && made > filled;
    const iso = (at: number | undefined) => (at === undefined ? "" : new Date(at).toISOString().replace(".000Z", "Z"));
    const common = {
        severity: "critical",
        role: "cause",
        subject,
        hint: `kubectl -n ${subject.namespace} exec statefulset/db -- psql -U postgres -c "ALTER USER ${first.user} PASSWORD '…'" with the password of ${named(subject)}, or restore the old Secret`,
        affects: [
            because("same-object", subject, ["application.credentials-refused"]),
            ...new Map(
                refused.map(({ pod }) => [
                    pod.blamed.name,
                    because("reads-secret", pod.blamed, ["application", "appliance.bootstrap"]),
                ]),
            ).values(),
        ],
    } as const;
    return younger
        ? {
              ...common,
              variant: "rotated",
              confidence: 0.97,
              says: `${named(subject)} was made at ${iso(made)} over a database of ${iso(filled)} (${named(claim.ref)}), which keeps its old password: password authentication failed for user "${first.user}"`,
              evidence: [
                  first.shows,
                  showsField(secret, "/metadata/creationTimestamp", iso(made)),
                  showsField(claim, "/metadata/creationTimestamp", iso(filled)),
              ],
          }
        : {
              ...common,
              variant: "refused",
              role: "failure",
              says: `The database refuses the password of ${named(subject)}: password authentication failed for user "${first.user}"`,
              evidence: [first.shows],
          };
}

function missing(facts: Facts, subject: ObjectRef, claim: KubeObject): Finding {
    return {
        variant: "missing",
        severity: "critical",
        role: "cause",
        subject,
        says: `${named(subject)} does not exist, while the database's ${named(claim.ref)} holds data that only its old password opens`,
        hint: `restore ${named(subject)} from a backup; do not reconcile HelmRelease alga-core before, it would make a new one`,
        evidence: [showsField(claim, "/status/phase", text(claim.body, "status", "phase") ?? "")],
        affects: facts.pods
            .filter((pod) => pod.references.some((reference) => reference.kind === "Secret" && reference.name === subject.name))
            .map((pod) => because("reads-secret", pod.blamed, ["application"])),
    };
}

/** Pods that are not well because the database refuses them, by a line of their log. */
function refusals(facts: Facts, namespace: string): readonly Refusal[] {
    return facts.pods
        .filter((pod) => pod.namespace === namespace && !pod.ready && !pod.done)
        .flatMap((pod) =>
            pod.containers.flatMap((container) => {
                const logs = [facts.log(pod, container.name), facts.log(pod, container.name, true)].filter(
                    (log) => log !== undefined,
                );
                const hit = logs.map((log) => ({ log, line: newest(log.notable) })).find(({ line }) => line !== undefined);
                return hit?.line === undefined
                    ? []
                    : [{ pod, user: REFUSED.exec(hit.line.text)?.[1] ?? "", shows: showsLogLine(hit.log.ref, hit.line) }];
            }),
        );
}

function newest(lines: readonly LogLine[]): LogLine | undefined {
    return lines.findLast((line) => REFUSED.test(line.text));
}

/** The claim that the database's pod mounts, or the one that is named so. */
function databaseClaim(facts: Facts, namespace: string): KubeObject | undefined {
    const mounted = facts.pods
        .filter((pod) => pod.namespace === namespace && /^db-\d+$/.test(pod.name))
        .flatMap((pod) =>
            list(pod.body, "spec", "volumes").flatMap((volume) => text(volume, "persistentVolumeClaim", "claimName") ?? []),
        );
    const claims = facts.all("PersistentVolumeClaim").filter((claim) => claim.ref.namespace === namespace);
    return (
        claims.find((claim) => mounted.includes(claim.ref.name)) ??
        claims.find((claim) => /postgres-data|(^|-)db-0$/.test(claim.ref.name))
    );
}

function createdAt(object: KubeObject): number | undefined {
    return time(metadata(object), "creationTimestamp");
}

function isRead(facts: Facts, secret: ObjectRef): boolean {
    return facts.pods.some(
        (pod) =>
            pod.namespace === secret.namespace &&
            pod.references.some((reference) => reference.kind === "Secret" && reference.name === secret.name),
    );
}
