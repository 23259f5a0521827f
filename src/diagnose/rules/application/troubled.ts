import { unwell } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { list, text, time } from "../../facts/fields.ts";
import { condition, type KubeObject } from "../../facts/kube-object.ts";
import type { ContainerFact, PodFact } from "../../facts/pod-fact.ts";

/** A container whose end is older than this, and which runs, has recovered. */
const RECENT_MS = 15 * 60_000;

/** Pods that are not well and matter: those of Jobs only while the Job has not succeeded, and of a CronJob only those of its last run. */
export function troubledPods(facts: Facts): readonly PodFact[] {
    const lost = facts.pods.filter((pod) => pod.phase === "Failed" && pod.blamed.kind === "CronJob" && isLastRun(facts, pod));
    return [...unwell(facts), ...lost].filter((pod) => {
        const job = jobOf(facts, pod);
        return job === undefined || condition(job, "Complete")?.status !== "True";
    });
}

/** The Job that owns a pod, when it was collected. */
function jobOf(facts: Facts, pod: PodFact): KubeObject | undefined {
    const owner = facts.ownerOf(pod);
    return owner?.kind === "Job" ? facts.find(owner) : undefined;
}

function isLastRun(facts: Facts, pod: PodFact): boolean {
    const job = jobOf(facts, pod);
    if (job === undefined) return false;
    const runs = facts.ownedBy(pod.blamed).filter((each) => each.ref.kind === "Job");
    return !runs.some((each) => createdAt(each) > createdAt(job));
}

/** When an object was made, RFC 3339 or "". */
export function createdAt(object: KubeObject): string {
    return text(object.body, "metadata", "creationTimestamp") ?? "";
}

/** When the present run of a container began, milliseconds; undefined when it does not run. */
export function runningSince(pod: PodFact, container: ContainerFact): number | undefined {
    const statuses = ["initContainerStatuses", "containerStatuses"].flatMap((field) => list(pod.body, "status", field));
    const own = statuses.find((status) => text(status, "name") === container.name);
    return time(own, "state", "running", "startedAt");
}

/** A container that keeps ending: waits to be restarted, has ended with an error, or ended so not long ago and is not ready. */
export function crashes(facts: Facts, pod: PodFact, container: ContainerFact): boolean {
    const { last } = container;
    if (container.reason === "CrashLoopBackOff") return true;
    if (last === undefined || container.reason === "Completed" || container.type === "ephemeral") return false;
    const failed = last.exitCode !== 0 || last.signal > 0;
    if (container.state === "terminated") return failed && !startFault(container);
    return (
        failed && !container.ready && container.restarts > 0 && facts.now - (Date.parse(last.at) || 0) < RECENT_MS && !done(pod)
    );
}

/** So often a container was started again before its being up just now is called a pause between two crashes. */
const STORM = 5;

/** A container that is ready for a shorter time than its run before lasted, after many: the next crash is due. Who runs longer has recovered. */
export function flaps(facts: Facts, pod: PodFact, container: ContainerFact): boolean {
    const { last } = container;
    const since = runningSince(pod, container);
    if (last === undefined || since === undefined || container.restarts < STORM || last.exitCode === 0) return false;
    const lasted = Date.parse(last.at) - Date.parse(last.startedAt);
    return facts.now - Date.parse(last.at) < RECENT_MS && facts.now - since < Math.min(lasted, RECENT_MS);
}

/** Ends that the container runtime made and not the program. */
export function startFault(container: ContainerFact): boolean {
    return /^(StartError|ContainerCannotRun|RunContainerError)$/.test(container.last?.reason ?? "");
}

function done(pod: PodFact): boolean {
    return pod.done || list(pod.body, "status", "containerStatuses").length === 0;
}
