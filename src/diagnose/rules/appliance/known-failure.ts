import type { Facts } from "../../facts/facts.ts";
import { named } from "../../facts/kube-object.ts";
import { newestLine, unescaped } from "../../facts/log-lines.ts";

import type { PodFact } from "../../facts/pod-fact.ts";
import { brief } from "../../latest-event.ts";
import type { EvidencePointer, Finding, Role, Rule } from "../../rule.ts";
import { showsContainer, showsEvent, showsLogLine } from "../../showing.ts";
import { expectedOf } from "./expected.ts";

interface Known {
    readonly variant: string;
    readonly pattern: RegExp;
    readonly role: Role;
    readonly title: string;
    readonly means: string;
    readonly fix: string;
    /** The next step, after a look at the log. */
    readonly next: string;
    readonly says: string;
}

/** The failures that the vendor's own documents and operator list, in the order in which the operator takes them up. */
const KNOWN: readonly Known[] = [
    {
        variant: "subpath",
        pattern:
            /fail(?:ed|ure) to (?:create|prepare) subPath[^\n]*|chdir to cwd[^\n]*db-data|db-data[^\n]*(?:not a directory|permission denied|no such file)/i,
        role: "cause",
        title: "The database's directory on its volume is not usable",
        means: "The volume's subPath db-data could not be made or entered, so Postgres cannot start.",
        fix: "Look at the directory on the node (its owner, whether it is a file), below /var/mnt/alga-data/local-path-provisioner.",
        next: "look at the directory db-data below /var/mnt/alga-data/local-path-provisioner on the node: its owner, and whether it is a directory",
        says: "the database's directory on its volume cannot be used",
    },
    {
        variant: "seed-missing",
        pattern: /Configured seed directory does not exist:?\s*(\S+)?/,
        role: "cause",
        title: "The image lacks the seed directory",
        means: "The bootstrap was told to fill the database from a directory that the image does not hold: image and chart are of different releases.",
        fix: "Select a release whose image and chart fit, or correct the seed directory in the release's values.",
        next: "select a release whose image and chart fit",
        says: "the image lacks the seed directory",
    },
    {
        variant: "existing-database",
        pattern:
            /(?:fresh (?:install|mode)[^\n]*(?:existing|already)[^\n"]*|(?:existing|already)[^\n]*(?:database|schema)[^\n]*(?:fresh|refus)[^\n"]*|bootstrap mode.*fresh.*(?:exist|not empty))/i,
        role: "cause",
        title: "A fresh installation found an existing database",
        means: "The bootstrap runs in the mode fresh, and the volume holds a database of an earlier installation. It refuses to overwrite it.",
        fix: "Set the bootstrap's mode to recover, or, when the data is not wanted, delete the database's PersistentVolumeClaim.",
        next: "set the bootstrap's mode to recover, or delete the database's claim when its data is not wanted",
        says: "the bootstrap is to start fresh and finds a database",
    },
    {
        variant: "nothing-to-recover",
        pattern: /recover(?:y)? mode[^\n]*(?:no|not|missing|empty)[^\n]*|no existing database[^\n]*recover/i,
        role: "cause",
        title: "There is no database to recover",
        means: "The bootstrap runs in the mode recover, and the volume is empty.",
        fix: "Restore the database first, or set the bootstrap's mode to fresh.",
        next: "restore the database first, or set the bootstrap's mode to fresh",
        says: "the bootstrap is to recover and finds no database",
    },
    {
        variant: "temporal-schema",
        pattern: /sql schema version compatibility check failed:?(?:\\"|[^\n"])*/,
        role: "cause",
        title: "Temporal's schema is not of its version",
        means: "Temporal was updated and its database was not: it does not start before the schema is updated.",
        fix: "Run Temporal's schema job (`temporal-sql-tool update-schema`), or take the version back.",
        next: "run Temporal's schema job (temporal-sql-tool update-schema), or take the version back",
        says: "Temporal's database has another schema version than the program",
    },
    {
        variant: "service-links",
        pattern: /cannot unmarshal[^\n]*tcp:\/\/[^\n]*/,
        role: "cause",
        title: "A variable of Kubernetes collides with one of the program",
        means: "Kubernetes gives pods variables named after Services (TEMPORAL_UI_PORT=tcp://…), and the program reads one of them as its own setting.",
        fix: "Set `enableServiceLinks: false` in the pod's spec.",
        next: "set enableServiceLinks: false in the pod template",
        says: "a service link of Kubernetes is taken for a setting",
    },
];

/** Failures of the appliance that have a name, by their own words in logs, in a container's status or in events. */
export const knownFailure: Rule = {
    id: "appliance.known-failure",
    layer: "application",
    title: "A known failure of the appliance",
    means: "The words that a program of the appliance left are those of a failure that is known, with its cause and its remedy.",
    fix: "See the variant.",
    source: "Alga appliance, ee/docs/premise (troubleshooting) and the operator's blocker detection",
    variants: Object.fromEntries(KNOWN.map(({ variant, title, means, fix }) => [variant, { title, means, fix }])),
    reads: ["Pod", "logs"],
    mayRead: ["events", "Namespace", "ConfigMap", "HelmRelease.helm.toolkit.fluxcd.io"],
    check: knownFailures,
};

function* knownFailures(facts: Facts): Iterable<Finding> {
    const expected = expectedOf(facts);
    if (expected === undefined) return;
    const seen = new Set<string>();
    for (const pod of facts.pods.filter((each) => each.namespace === expected.bootstrap.namespace && !each.ready && !each.done))
        for (const known of KNOWN) {
            const found = wordsOf(facts, pod, known.pattern);
            if (found === undefined || seen.has(`${known.variant} ${pod.blamed.name}`)) continue;
            seen.add(`${known.variant} ${pod.blamed.name}`);
            yield {
                variant: known.variant,
                severity: "critical",
                role: known.role,
                confidence: 0.99 - 0.005 * KNOWN.indexOf(known),
                subject: pod.blamed,
                says: `${named(pod.blamed)}: ${known.says}: "${brief(unescaped(found.words))}"`,
                hint: `kubectl -n ${pod.namespace} logs ${pod.name} --all-containers${restarted(pod)}; ${known.next}`,
                evidence: [found.shows],
            };
            break;
        }
}

function wordsOf(
    facts: Facts,
    pod: PodFact,
    pattern: RegExp,
): { readonly words: string; readonly shows: EvidencePointer } | undefined {
    for (const container of pod.containers) {
        const said = container.message === "" ? (container.last?.message ?? "") : container.message;
        const told = pattern.exec(said)?.[0];
        if (told !== undefined) return { words: told, shows: showsContainer(pod, container) };
        for (const log of [facts.log(pod, container.name), facts.log(pod, container.name, true)]) {
            const line = log === undefined ? undefined : newestLine(log, pattern);
            const words = pattern.exec(line?.text ?? "")?.[0];
            if (log !== undefined && line !== undefined && words !== undefined)
                return { words, shows: showsLogLine(log.ref, line) };
        }
    }
    const event = facts.eventsOf(pod.ref).find((each) => pattern.test(each.message));
    return event === undefined
        ? undefined
        : { words: pattern.exec(event.message)?.[0] ?? event.message, shows: showsEvent(event) };
}

/** Of a container that was never started anew there is no log of the run before. */
function restarted(pod: PodFact): string {
    return pod.containers.some((container) => container.restarts > 0) ? " --previous" : "";
}
