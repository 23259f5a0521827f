import type { Facts } from "../../facts/facts.ts";
import { flag, list, text, time } from "../../facts/fields.ts";
import { type KubeObject, named } from "../../facts/kube-object.ts";
import { brief, latestEvent } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsEvent, showsField } from "../../showing.ts";
import { durationWords } from "./duration-words.ts";
import { createdAt } from "./troubled.ts";

/** An active run older than this, under concurrencyPolicy Forbid, keeps others from starting. */
const LONG_MS = 2 * 60 * 60_000;

/** CronJobs that do not run when they should. */
export const cronJob: Rule = {
    id: "application.cron-job",
    layer: "application",
    title: "CronJob misses its runs",
    means: "The CronJob is not suspended and its runs are not started.",
    fix: "Look at the events of the CronJob; after more than 100 missed runs it needs startingDeadlineSeconds or to be made anew.",
    source: "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/",
    variants: {
        suspended: {
            title: "CronJob is suspended",
            means: "`spec.suspend` is true, so it starts no Jobs.",
            fix: '`kubectl patch cronjob NAME -p \'{"spec":{"suspend":false}}\'` when it shall run again.',
        },
        blocked: {
            title: "CronJob waits for its last run",
            means: "concurrencyPolicy is Forbid and the last Job still runs, so no new one is started.",
            fix: "Find out why the running Job does not end; delete it, and set activeDeadlineSeconds.",
        },
    },
    reads: ["CronJob.batch"],
    mayRead: ["Job.batch", "events"],
    check: idleCronJobs,
};

function* idleCronJobs(facts: Facts): Iterable<Finding> {
    for (const cron of facts.all("CronJob.batch")) {
        const layer = facts.layerOf(cron.ref);
        if (flag(cron.body, "spec", "suspend") === true) yield { ...suspended(cron), layer };
        else {
            const found = blocked(facts, cron) ?? missed(facts, cron);
            if (found !== undefined) yield { ...found, layer };
        }
    }
}

function suspended(cron: KubeObject): Finding {
    return {
        variant: "suspended",
        severity: "info",
        role: "cause",
        subject: cron.ref,
        says: `${named(cron.ref)} is suspended and starts no Jobs`,
        hint: `kubectl -n ${cron.ref.namespace} patch cronjob ${cron.ref.name} -p '{"spec":{"suspend":false}}'`,
        evidence: [showsField(cron, "/spec/suspend", "suspend: true")],
    };
}

function blocked(facts: Facts, cron: KubeObject): Finding | undefined {
    const running = list(cron.body, "status", "active").flatMap((each) => {
        const job = facts.get("Job.batch", text(each, "name") ?? "", cron.ref.namespace);
        return job === undefined ? [] : [job];
    });
    const old = running.find((job) => facts.now - (Date.parse(createdAt(job)) || facts.now) > LONG_MS);
    if (text(cron.body, "spec", "concurrencyPolicy") !== "Forbid" || old === undefined) return undefined;
    const event = latestEvent(facts, cron.ref, /JobAlreadyActive/);
    return {
        variant: "blocked",
        severity: "warning",
        role: "failure",
        subject: cron.ref,
        says: `${named(cron.ref)} starts no new Job: ${old.ref.name} runs for ${durationWords(facts.now - Date.parse(createdAt(old)))} and concurrencyPolicy is Forbid`,
        hint: `kubectl -n ${cron.ref.namespace} logs job/${old.ref.name}; when it hangs, delete it`,
        evidence: [showsField(cron, "/status/active", `active: ${old.ref.name}`), ...(event ? [showsEvent(event)] : [])],
        dueTo: [{ relation: "owns", ref: old.ref }],
        since: createdAt(old),
    };
}

function missed(facts: Facts, cron: KubeObject): Finding | undefined {
    const event = latestEvent(
        facts,
        cron.ref,
        /^(TooManyMissedTimes|FailedNeedsStart|InvalidSchedule|UnparseableCronJobSchedule|UnknownTimeZone)|FailedCreate/,
    );
    const last = time(cron.body, "status", "lastScheduleTime") ?? 0;
    if (event === undefined || event.lastAt < last) return undefined;
    return {
        severity: "warning",
        role: "failure",
        subject: cron.ref,
        says: `${named(cron.ref)} does not start its Jobs: ${brief(event.message)}`,
        hint: `kubectl -n ${cron.ref.namespace} describe cronjob ${cron.ref.name}`,
        evidence: [showsEvent(event)],
    };
}
