import { clusterName } from "../../core/cluster-ref.ts";
import type { Gap } from "../../core/gap.ts";
import type { Facts } from "../facts/facts.ts";
import { claimsOf, classesOf, volumesOf } from "./summary/claims.ts";
import { gapGroups } from "./summary/gap-groups.ts";
import { nodesOf } from "./summary/nodes.ts";
import { redactionsOf } from "./summary/redactions.ts";
import type { Bounded, ClusterSummary, ReportRun, ReportSummary } from "./summary/summary.ts";
import { thinned } from "./summary/thinned.ts";
import { timelineOf } from "./summary/timeline-points.ts";

const MOST_POINTS = 600;
const MOST_NODES = 500;
const MOST_ROWS = 120;

/** Distils what the page shows besides the diagnosis. `run` may be the archive's manifest. Two calls give the same. */
export function reportSummary(facts: readonly Facts[], gaps: readonly Gap[], run: ReportRun): ReportSummary {
    const takenAt = Date.parse(run.takenAt);
    return {
        run: runOf(run),
        clusters: facts.map((each) => clusterOf(each, run)),
        timeline: thinned(facts.flatMap(timelineOf), takenAt, MOST_POINTS),
        nodes: bounded(facts.flatMap(nodesOf), MOST_NODES),
        claims: bounded(facts.flatMap(claimsOf), MOST_ROWS),
        volumes: bounded(facts.flatMap(volumesOf), MOST_ROWS),
        classes: bounded(facts.flatMap(classesOf), MOST_ROWS),
        gaps: gapGroups(gaps),
        redactions: redactionsOf(run),
    };
}

function runOf({ takenAt, startedAt, tool, spec, notes }: ReportRun): ReportRun {
    return {
        takenAt,
        ...(startedAt === undefined ? {} : { startedAt }),
        ...(tool === undefined ? {} : { tool: { name: tool.name, version: tool.version } }),
        ...(spec === undefined ? {} : { spec }),
        ...(notes === undefined ? {} : { notes }),
    };
}

function clusterOf(facts: Facts, { clusters = [] }: ReportRun): ClusterSummary {
    const name = clusterName(facts.cluster);
    const version = clusters.find((each) => clusterName(each.cluster) === name)?.serverVersion;
    return {
        name,
        ...(version === undefined ? {} : { version }),
        nodes: facts.all("Node").length,
        pods: facts.pods.length,
        objects: facts.kinds.reduce((sum, kind) => sum + facts.all(kind.includes(".") ? kind : `${kind}.`).length, 0),
        machines: facts.machines.filter(({ node }) => node !== "").length,
    };
}

/** Those in trouble first; otherwise in the order given. */
function bounded<T extends { readonly trouble: number }>(all: readonly T[], most: number): Bounded<Omit<T, "trouble">> {
    const sorted = all.toSorted((a, b) => b.trouble - a.trouble);
    return {
        items: sorted.slice(0, most).map(({ trouble: _, ...item }) => item),
        left: Math.max(0, sorted.length - most),
    };
}
