import type { Facts } from "../../facts/facts.ts";
import { number, time } from "../../facts/fields.ts";
import { condition, type KubeObject, named } from "../../facts/kube-object.ts";
import { lastWords } from "../../facts/last-words.ts";
import { brief, latestEvent } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsCondition, showsField, showsLine } from "../../showing.ts";
import { dueToLine, READ_FOR_LINE } from "./due-to-line.ts";
import { createdAt } from "./troubled.ts";

/** Jobs whose condition Failed is True. */
export const jobFailed: Rule = {
    id: "application.job-failed",
    layer: "application",
    title: "Job failed",
    means: "The Job gave up: its pods ended with errors more often than backoffLimit allows.",
    fix: "Read the log of its last pod, mend the cause, delete the Job and let it be made again.",
    source: "https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy",
    variants: {
        deadline: {
            title: "Job ran longer than it may",
            means: "The Job was stopped at activeDeadlineSeconds.",
            fix: "Find out what it waited for, or raise activeDeadlineSeconds.",
        },
        suspended: {
            title: "Job is suspended",
            means: "`spec.suspend` is true: the Job makes no pods until somebody resumes it.",
            fix: '`kubectl patch job NAME -p \'{"spec":{"suspend":false}}\'`',
        },
    },
    reads: ["Job.batch"],
    mayRead: [...READ_FOR_LINE, "Pod", "logs"],
    check: failedJobs,
};

function* failedJobs(facts: Facts): Iterable<Finding> {
    for (const job of facts.all("Job.batch")) {
        const failed = condition(job, "Failed");
        if (job.body.spec !== undefined && condition(job, "Suspended")?.status === "True") yield suspendedJob(job);
        if (failed?.status !== "True" || isSuperseded(facts, job)) continue;
        const deadline = failed.reason === "DeadlineExceeded";
        const pod = facts.podsOf(job.ref).findLast((each) => !each.ready);
        const container = pod?.containers.find((each) => (each.last?.exitCode ?? 0) !== 0) ?? pod?.containers.at(-1);
        const line = pod === undefined || container === undefined ? undefined : lastWords(facts, pod, container);
        const event = latestEvent(facts, job.ref, /^(BackoffLimitExceeded|DeadlineExceeded|FailedCreate)/);
        const tries = number(job.body, "status", "failed") ?? 0;
        const subject = facts.blamed(job);
        yield {
            ...(deadline ? { variant: "deadline" } : {}),
            severity: subject.kind === "CronJob" ? "warning" : "critical",
            role: "failure",
            confidence: 0.75,
            subject,
            layer: facts.layerOf(job.ref),
            says: `${named(job.ref)} failed (${failed.reason}${deadline ? limitOf(job) : ""}, ${tries} failed ${tries === 1 ? "pod" : "pods"})${line === undefined ? `: ${brief(failed.message || event?.message || "")}` : `: "${brief(line.text)}"`}`,
            hint: `kubectl -n ${job.ref.namespace} logs job/${job.ref.name}; mend the cause, then delete the Job so that it is made again`,
            evidence: [showsCondition(job, failed), ...(line === undefined ? [] : [showsLine(line)])],
            dueTo:
                pod === undefined || container === undefined
                    ? [because("owns", job.ref)]
                    : dueToLine(facts, pod, container, line),
            causeIn: [{ cluster: facts.cluster, type: "logs", ...(job.ref.namespace ? { namespace: job.ref.namespace } : {}) }],
            since: failed.since,
        };
    }
}

/** ` after 600s`, as the Job says how long it may take. */
function limitOf(job: KubeObject): string {
    const seconds = number(job.body, "spec", "activeDeadlineSeconds");
    return seconds === undefined ? "" : ` after ${seconds}s`;
}

/** Of a CronJob's Jobs only the newest that ended counts. */
function isSuperseded(facts: Facts, job: KubeObject): boolean {
    const owner = facts.ownerOf(job);
    if (owner?.kind !== "CronJob") return false;
    const scheduled = facts.find(owner);
    const well = time(scheduled?.body, "status", "lastSuccessfulTime") ?? 0;
    const own = Date.parse(createdAt(job)) || 0;
    return well > own || facts.ownedBy(owner).some((each) => createdAt(each) > createdAt(job));
}

function suspendedJob(job: KubeObject): Finding {
    return {
        variant: "suspended",
        severity: "info",
        role: "cause",
        subject: job.ref,
        says: `${named(job.ref)} is suspended and makes no pods`,
        hint: `kubectl -n ${job.ref.namespace} patch job ${job.ref.name} -p '{"spec":{"suspend":false}}'`,
        evidence: [showsField(job, "/spec/suspend", "suspend: true")],
    };
}
