import type { ObjectRef } from "../../../core/evidence-ref.ts";
import { perWorkload } from "../../among-pods.ts";
import { environmentOf } from "../../facts/environment.ts";
import type { Facts } from "../../facts/facts.ts";
import { servicesTold } from "../../facts/hosts.ts";
import { named, refOf } from "../../facts/kube-object.ts";
import { lastWords } from "../../facts/last-words.ts";
import type { WhyLine } from "../../facts/log-fact.ts";
import type { ContainerFact, PodFact } from "../../facts/pod-fact.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsField, showsLine } from "../../showing.ts";
import { createdAt, troubledPods } from "./troubled.ts";

const PASSWORD =
    /pass|pwd|cred|secret|token|dsn|database_url|db_url|mongo.*ur[il]|redis.*ur[il]|amqp|connection.?string|api.?key|access.?key/i;

/** Secrets whose password a server refuses, as the log of the one who showed it says. */
export const credentialsRefused: Rule = {
    id: "application.credentials-refused",
    layer: "application",
    title: "Server refuses the password of a Secret",
    means: "A program shows a password that it has from a Secret, and the server says no. Mostly the Secret was changed after the server was set up: a database keeps the password of its first start on its volume.",
    fix: "Set the server's password to the Secret's value (`ALTER USER … PASSWORD …`), or put the old value back into the Secret; then restart the programs that read it.",
    source: "https://www.postgresql.org/docs/current/errcodes-appendix.html (28P01); https://hub.docker.com/_/postgres (POSTGRES_PASSWORD)",
    reads: ["Pod", "logs"],
    mayRead: [
        "Secret",
        "ConfigMap",
        "Service",
        "PersistentVolumeClaim",
        "StatefulSet.apps",
        "ReplicaSet.apps",
        "Deployment.apps",
    ],
    check: refusedCredentials,
};

function* refusedCredentials(facts: Facts): Iterable<Finding> {
    const told = new Set<string>();
    for (const { subject: user, pods } of perWorkload(troubledPods(facts))) {
        for (const pod of pods)
            for (const container of pod.containers) {
                const line = lastWords(facts, pod, container);
                if (line?.category !== "auth" || line.weight < 60) continue;
                const source = secretOf(facts, pod, container, line);
                if (source === undefined || told.has(source.name)) continue;
                told.add(source.name);
                yield findingOf(facts, { pod, container, line, user, ...source });
            }
    }
}

interface Source {
    readonly name: string;
    readonly where: string;
    readonly pointer: string;
}

/** The Secret the password is from: the one the server reads as well, else the one whose variable is named like a password. */
function secretOf(facts: Facts, pod: PodFact, container: ContainerFact, line: WhyLine): Source | undefined {
    const variables = environmentOf(facts, pod, container).flatMap(({ name, from, pointer }) =>
        from?.kind === "Secret" ? [{ variable: name, key: from.key, name: from.name, where: `env ${name}`, pointer }] : [],
    );
    const named = variables.filter((each) => PASSWORD.test(each.variable) || PASSWORD.test(each.key) || PASSWORD.test(each.name));
    const whole = pod.references.filter((each) => each.kind === "Secret" && each.where !== "imagePullSecrets");
    const candidates: readonly Source[] = [...named, ...variables, ...whole];
    const server = serverPods(facts, pod, container, line).flatMap((each) => each.references);
    const shared = candidates.find((each) => server.some((other) => other.kind === "Secret" && other.name === each.name));
    return shared ?? candidates[0];
}

function serverPods(facts: Facts, pod: PodFact, container: ContainerFact, line: WhyLine): readonly PodFact[] {
    const said = line.host === undefined ? undefined : facts.resolve(line.host, pod.namespace);
    const services = said === undefined ? servicesTold(facts, pod, container) : [said];
    return services.flatMap((service) => facts.podsOf(service)).filter((each) => each.name !== pod.name);
}

function findingOf(
    facts: Facts,
    found: Source & { pod: PodFact; container: ContainerFact; line: WhyLine; user: ObjectRef },
): Finding {
    const { pod, line, user } = found;
    const subject = refOf(facts.cluster, "v1", "Secret", found.name, pod.namespace);
    const newer = claimOlderThan(facts, subject, serverPods(facts, pod, found.container, line));
    return {
        severity: "critical",
        role: "cause",
        confidence: 0.88,
        subject,
        layer: facts.layerOf(subject),
        says: `${named(subject)}: its password is refused, says ${named(user)} (${found.where}): "${brief(line.text)}"${newer === undefined ? "" : `; the Secret is newer than the data in ${named(newer)}`}`,
        hint: `set the server's password to the value in ${named(subject)} or put the old value back: kubectl -n ${pod.namespace} get secret ${found.name} -o yaml; then kubectl -n ${pod.namespace} rollout restart ${user.kind.toLowerCase()} ${user.name}`,
        evidence: [showsLine(line), showsField(pod, found.pointer, `${found.where}: Secret ${found.name}`)],
        dueTo: facts.absent("Secret", found.name, pod.namespace) ? [because("same-object", subject)] : [],
        ...(line.at === undefined ? {} : { since: line.at }),
    };
}

/** The claim of the server that holds the password of an earlier day. */
function claimOlderThan(facts: Facts, secret: ObjectRef, server: readonly PodFact[]): ObjectRef | undefined {
    const object = facts.find(secret);
    const made = object === undefined ? "" : createdAt(object);
    const claims = server.flatMap((pod) =>
        pod.references.filter((each) => each.kind === "PersistentVolumeClaim").map((each) => ({ pod, name: each.name })),
    );
    for (const { pod, name } of claims) {
        const claim = facts.get("PersistentVolumeClaim", name, pod.namespace);
        if (claim !== undefined && made !== "" && createdAt(claim) !== "" && createdAt(claim) < made) return claim.ref;
    }
    return undefined;
}
