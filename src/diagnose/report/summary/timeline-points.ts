import type { Facts } from "../../facts/facts.ts";
import { list, number, text, time } from "../../facts/fields.ts";
import { conditions, type KubeObject, named } from "../../facts/kube-object.ts";
import { clipped, within } from "../wording.ts";
import { conditionTone } from "./condition-tone.ts";
import type { TimelinePoint, Tone } from "./summary.ts";

/** Everything in a cluster's facts that says when it happened, in no order. */
export function timelineOf(facts: Facts): TimelinePoint[] {
    const objects = facts.kinds.flatMap((kind) => facts.all(kind.includes(".") ? kind : `${kind}.`));
    const points = [
        ...eventPoints(facts),
        ...facts.pods.flatMap((pod) => restartPoints(facts, pod)),
        ...objects.flatMap((object) => conditionPoints(facts, object)),
        ...objects.flatMap(deploymentPoints),
        ...objects.flatMap(artifactPoints),
        ...facts.machines.flatMap(servicePoints),
        ...kubeletPoints(facts),
    ];
    const of = within(facts.cluster);
    return points
        .filter((point) => point.at > 0)
        .map((point) => ({ ...point, title: clipped(`${of}${point.title}`, 160), detail: clipped(point.detail, 240) }));
}

function eventPoints(facts: Facts): TimelinePoint[] {
    return facts.events().map((event) => ({
        at: event.firstAt,
        ...(event.lastAt > event.firstAt ? { until: event.lastAt } : {}),
        layer: facts.layerOf(event.about),
        type: "event",
        tone: event.warning ? "bad" : "plain",
        title: `${named(event.about)}: ${event.reason}`,
        detail: event.message,
        count: event.count,
    }));
}

/** The last end of each container that was started again, or that has ended badly. */
function restartPoints(facts: Facts, pod: Facts["pods"][number]): TimelinePoint[] {
    return pod.containers.flatMap((container) => {
        const { last } = container;
        const at = last === undefined ? undefined : time(last, "at");
        if (last === undefined || at === undefined) return [];
        const failed = last.exitCode !== 0;
        if (container.restarts === 0 && !failed) return [];
        const times = container.restarts > 1 ? `, ${container.restarts} restarts in all` : "";
        return [
            {
                at,
                layer: facts.layerOf(pod.ref),
                type: "restart",
                tone: failed ? "bad" : "plain",
                title: `${named(pod.ref)}: container ${container.name} ended`,
                detail: `exit code ${last.exitCode}${last.reason === "" ? "" : ` (${last.reason})`}${times}`,
                count: 1,
            },
        ];
    });
}

function conditionPoints(facts: Facts, object: KubeObject): TimelinePoint[] {
    return conditions(object).flatMap((condition) => {
        const tone = conditionTone(object, condition);
        const at = time(condition, "since");
        if (tone === undefined || at === undefined) return [];
        const reason = condition.reason === "" ? "" : ` (${condition.reason})`;
        return [
            {
                at,
                layer: facts.layerOf(object.ref),
                type: "condition",
                tone,
                title: `${named(object.ref)}: ${condition.type} became ${condition.status}${reason}`,
                detail: condition.message,
                count: 1,
            },
        ];
    });
}

const RELEASE_TONE: Readonly<Record<string, Tone>> = { deployed: "good", failed: "bad", superseded: "plain" };

/** What Flux did: the releases of a HelmRelease. Source: fluxcd/helm-controller api/v2, Snapshot. */
function deploymentPoints(object: KubeObject): TimelinePoint[] {
    if (object.ref.kind !== "HelmRelease") return [];
    return list(object.body, "status", "history").flatMap((release) => {
        const at = time(release, "lastDeployed");
        const status = text(release, "status") ?? "unknown";
        if (at === undefined) return [];
        return [
            {
                at,
                layer: "gitops",
                type: "reconciliation",
                tone: RELEASE_TONE[status] ?? "plain",
                title: `${named(object.ref)}: release ${number(release, "version") ?? "?"} ${status}`,
                detail: `chart ${text(release, "chartName") ?? "?"} ${text(release, "chartVersion") ?? ""}`.trim(),
                count: 1,
            },
        ];
    });
}

/** What Flux fetched. Source: fluxcd/source-controller api/v1, Artifact. */
function artifactPoints(object: KubeObject): TimelinePoint[] {
    const at = time(object.body, "status", "artifact", "lastUpdateTime");
    if (at === undefined) return [];
    return [
        {
            at,
            layer: "gitops",
            type: "reconciliation",
            tone: "plain",
            title: `${named(object.ref)}: new artifact`,
            detail: text(object.body, "status", "artifact", "revision") ?? "",
            count: 1,
        },
    ];
}

function servicePoints(machine: Facts["machines"][number]): TimelinePoint[] {
    return machine.services.flatMap((service) =>
        service.events.flatMap((event) => {
            const at = time(event, "at");
            const bad = event.state === "Failed" || /fail|error/i.test(event.message);
            if (at === undefined) return [];
            return [
                {
                    at,
                    layer: "talos",
                    type: "service",
                    tone: bad ? "bad" : event.state === "Running" ? "good" : "plain",
                    title: `${machine.node}: service ${service.id} ${event.state}`,
                    detail: event.message,
                    count: 1,
                },
            ];
        }),
    );
}

/** When each kubelet began to count, which is when the node or its kubelet was started. Source: k8s.io/kubelet stats/v1alpha1, NodeStats. */
function kubeletPoints(facts: Facts): TimelinePoint[] {
    return facts.apiPaths.flatMap((path) => {
        const node = /^nodes\/([^/]+)\/stats-summary\.yaml$/.exec(path)?.[1];
        const at = time(facts.api(path), "node", "startTime");
        if (node === undefined || at === undefined) return [];
        return [
            {
                at,
                layer: "kubernetes",
                type: "restart",
                tone: "plain",
                title: `Node ${node}: kubelet started`,
                detail: "since then it has counted what the node uses",
                count: 1,
            },
        ];
    });
}
