import type { EventFact } from "../../facts/event-fact.ts";
import type { Facts } from "../../facts/facts.ts";
import type { ContainerFact, PodFact } from "../../facts/pod-fact.ts";

export type Probe = "Liveness" | "Readiness" | "Startup";

/** So long a probe's failure counts as the present. */
const RECENT_MS = 30 * 60_000;

/** The newest failure of a probe of a container. Source: kubernetes pkg/kubelet/prober/prober.go, events Unhealthy and Killing. */
export function probeFailure(facts: Facts, pod: PodFact, container: ContainerFact, probe: Probe): EventFact | undefined {
    return facts
        .eventsOf(pod.ref)
        .find(
            (event) =>
                event.reason === "Unhealthy" &&
                event.message.startsWith(`${probe} probe`) &&
                facts.now - event.lastAt < RECENT_MS &&
                (onlyOne(pod, probe) || event.message.includes(container.name)),
        );
}

/** The event that says the kubelet kills the container because of a probe, or the probe's own failures when it ended by a signal. */
export function killedByProbe(facts: Facts, pod: PodFact, container: ContainerFact): EventFact | undefined {
    const killed = facts
        .eventsOf(pod.ref)
        .find((event) => /failed (liveness|startup) probe/.test(event.message) && event.message.includes(container.name));
    const ended = container.last?.exitCode ?? 0;
    if (killed === undefined || facts.now - killed.lastAt > RECENT_MS) return undefined;
    return ended === 137 || ended === 143 || ended === 0 || killed.count >= 3 ? killed : undefined;
}

/** Events do not name the container: when one alone has the probe, it is that one. */
function onlyOne(pod: PodFact, probe: Probe): boolean {
    const field = `${probe.toLowerCase()}Probe`;
    const having = pod.containers.filter(({ spec }) => typeof spec === "object" && spec !== null && field in spec);
    return having.length <= 1;
}
