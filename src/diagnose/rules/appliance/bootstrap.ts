import type { Expectation } from "../../../spec/expectation.ts";
import type { Facts } from "../../facts/facts.ts";
import { time } from "../../facts/fields.ts";
import { condition, type KubeObject, named, refOf } from "../../facts/kube-object.ts";
import type { PodFact } from "../../facts/pod-fact.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsContainer, showsField } from "../../showing.ts";
import { expectedOf } from "./expected.ts";
import { releaseRef } from "./flux.ts";

/** A bootstrap that takes longer than that hangs. */
const PATIENCE_MS = 30 * 60 * 1000;

/** The Job that fills the database once: that it hangs, or that the server waits for one that is not there any more. Gone after its TTL is normal. */
export const bootstrap: Rule = {
    id: "appliance.bootstrap",
    layer: "application",
    title: "The appliance's bootstrap is not done",
    means: "A Job fills the database at the first installation (and migrates it at updates); the server waits for it in its init container. Five minutes after its end the Job is removed, which is normal.",
    fix: "`kubectl -n msp logs job/alga-core-sebastian-bootstrap`; mend the cause and let the release make the Job again.",
    source: "Alga appliance, helm chart sebastian, templates/bootstrap-job.yaml (profile `appliance`, expect.bootstrap)",
    variants: {
        stuck: {
            title: "Bootstrap hangs",
            means: "The Job runs for more than half an hour and has not ended.",
            fix: "Its log says where it stands: mostly it waits for the database.",
        },
        gone: {
            title: "Server waits for a bootstrap that is gone",
            means: "The server started before the bootstrap was done, or the Job ended without success and was removed: nobody is going to finish it.",
            fix: "Reconcile HelmRelease alga-core with `--force`, so that the Job is made again.",
        },
    },
    reads: ["Job.batch", "Pod"],
    mayRead: ["Namespace", "ConfigMap", "HelmRelease.helm.toolkit.fluxcd.io"],
    check: bootstrapState,
};

function* bootstrapState(facts: Facts): Iterable<Finding> {
    const expected = expectedOf(facts);
    if (expected === undefined) return;
    const { namespace } = expected.bootstrap;
    const jobs = facts.all("Job.batch").filter((job) => isBootstrap(job.ref.name) && job.ref.namespace === namespace);
    for (const job of jobs) yield* stuck(facts, job);
    const waiting = facts.pods.find((pod) => pod.namespace === namespace && waitingContainer(pod) !== undefined);
    if (jobs.length === 0 && waiting !== undefined && facts.collected("Job.batch", namespace))
        yield gone(facts, expected, waiting);
}

/** As the vendor's own tools look for it: the release's name changes, these words do not. */
function isBootstrap(name: string): boolean {
    return /bootstrap/.test(name) && /alga-core/.test(name);
}

function* stuck(facts: Facts, job: KubeObject): Iterable<Finding> {
    const ended = ["Complete", "Failed", "SuccessCriteriaMet"].some((type) => condition(job, type)?.status === "True");
    const forMs = facts.now - (time(job.body, "status", "startTime") ?? facts.now);
    if (ended || forMs < PATIENCE_MS) return;
    yield {
        variant: "stuck",
        severity: "critical",
        role: "symptom",
        subject: job.ref,
        says: `${named(job.ref)} runs for ${Math.floor(forMs / 60_000)} minutes and has not filled the database`,
        hint: `kubectl -n ${job.ref.namespace} logs job/${job.ref.name} --tail=50`,
        evidence: [showsField(job, "/status/startTime", `startTime: ${new Date(facts.now - forMs).toISOString()}`)],
        dueTo: facts.podsOf(job.ref).map((pod) => because("owns", pod.ref)),
        causeIn: [{ cluster: facts.cluster, type: "logs", namespace: job.ref.namespace ?? "" }],
    };
}

function gone(
    facts: Facts,
    { bootstrap: { namespace, job, ttlSecondsAfterFinished }, helmReleases }: Expectation,
    pod: PodFact,
): Finding {
    const subject = refOf(facts.cluster, "batch/v1", "Job", job, namespace);
    const container = waitingContainer(pod);
    const [core] = helmReleases;
    const release = core === undefined ? undefined : releaseRef(facts, core);
    return {
        variant: "gone",
        severity: "critical",
        role: "failure",
        subject,
        says: `${named(subject)} is not there (it is removed ${ttlSecondsAfterFinished} seconds after its end), and ${named(pod.blamed)} still waits for it in init container ${container?.name}`,
        hint: `flux -n ${core?.namespace} reconcile helmrelease ${core?.name} --force; kubectl -n ${namespace} logs ${pod.name} -c ${container?.name}`,
        evidence: container === undefined ? [] : [showsContainer(pod, container)],
        dueTo: release === undefined ? [] : [because("manages", release, ["gitops"])],
        affects: [because("waits-for", pod.blamed, ["application.init-waiting"])],
    };
}

function waitingContainer(pod: PodFact) {
    return pod.containers.find(
        (container) => container.type === "init" && /bootstrap/.test(container.name) && container.state === "running",
    );
}
