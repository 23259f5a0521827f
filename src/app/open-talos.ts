import type { KubernetesReader } from "../clients/kubernetes/reader.ts";
import { connectTalos } from "../clients/talos/connect.ts";
import { findTalosconfig } from "../clients/talos/find-talosconfig.ts";
import type { TalosReader } from "../clients/talos/reader.ts";
import { blamesTalosconfig } from "../clients/talos/talos-problem.ts";
import type { TalosContext } from "../clients/talos/talosconfig.ts";
import { MANAGEMENT } from "../core/cluster-ref.ts";
import type { Gap } from "../core/gap.ts";
import { ok, type Problem, type Result } from "../core/problem.ts";
import { gap, type TalosNode } from "../sources/source.ts";
import { probeTalos } from "../sources/talos/probe.ts";
import type { CollectSpec } from "../spec/collect-spec.ts";

/** The layer below Kubernetes, where there is a context for it. Without `reader`, `gaps` say why; both empty: there is none. */
export interface OpenedTalos {
    readonly reader?: TalosReader;
    readonly nodes?: readonly TalosNode[];
    readonly gaps: readonly Gap[];
}

export interface TalosRequest {
    readonly spec: CollectSpec["talos"];
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly kubernetes?: KubernetesReader;
    readonly now: () => Date;
}

const NONE: OpenedTalos = { gaps: [] };

/**
 * Connects and looks for the machines. What the user asked for by flag must work, or the run fails; what was only found in the
 * environment becomes a gap when it does not.
 */
export async function openTalos(request: TalosRequest, signal: AbortSignal): Promise<Result<OpenedTalos>> {
    const { spec, now } = request;
    if (spec.when === "never") return ok(NONE);
    const missing = (problem: Problem): Result<OpenedTalos> =>
        spec.when === "required" ? { ok: false, problem } : ok({ gaps: [talosGap(problem, now())] });
    const context = await contextOf(request);
    if (!context.ok) return missing(context.problem);
    if (context.value === undefined) return ok(NONE);
    const reader = connectTalos(context.value, spec.nodes === undefined ? {} : { nodes: spec.nodes });
    if (!reader.ok) return missing(reader.problem);
    const opened = await probed(reader.value, context.value, request, signal);
    const refused = spec.when === "required" ? refusedByAll(context.value, opened.nodes ?? []) : undefined;
    if (refused === undefined) return ok(opened);
    reader.value.close();
    return { ok: false, problem: refused };
}

/**
 * What was named is of no use when every machine turns it away. Machines that are down are another matter: that is what a support case is
 * about, and so is a machine whose own certificate is past its time.
 */
function refusedByAll({ name, file }: TalosContext, nodes: readonly TalosNode[]): Problem | undefined {
    const problems = nodes.map(({ problem }) => problem);
    const [first] = problems;
    if (first === undefined || !problems.every((problem) => problem !== undefined && blamesTalosconfig(problem)))
        return undefined;
    const message = `context ${JSON.stringify(name)} of ${file} opens none of ${nodes.length} machines: ${first.message}`;
    const hint = [first.hint, WITHOUT_TALOS].filter(Boolean).join("; ");
    return { code: "configuration", message, hint, cause: first.cause };
}

const WITHOUT_TALOS = "without --talosconfig, --talos-context and --talos-nodes Kubernetes alone is collected";

function contextOf({ spec, environment }: TalosRequest): Promise<Result<TalosContext | undefined>> {
    const { TALOSCONFIG, TALOS_HOME, HOME } = environment;
    return findTalosconfig({
        ...(spec.talosconfig === undefined ? {} : { talosconfig: spec.talosconfig }),
        ...(spec.context === undefined ? {} : { context: spec.context }),
        environment: {
            ...(TALOSCONFIG ? { TALOSCONFIG } : {}),
            ...(TALOS_HOME ? { TALOS_HOME } : {}),
            ...(HOME ? { HOME } : {}),
        },
    });
}

async function probed(
    reader: TalosReader,
    context: TalosContext,
    { spec, kubernetes, now }: TalosRequest,
    signal: AbortSignal,
): Promise<OpenedTalos> {
    const { nodes, gaps } = await probeTalos(
        {
            reader,
            cluster: MANAGEMENT,
            now,
            ...(kubernetes === undefined ? {} : { kubernetes }),
            ...(spec.nodes === undefined ? {} : { nodesByFlag: true }),
        },
        signal,
    );
    if (spec.when === "required" || !isForeign(nodes)) return { reader, nodes, gaps };
    reader.close();
    return { gaps: [talosGap(foreign(context), now())] };
}

/** Kubernetes names its Nodes and none of them is a machine that the talosconfig leads to: it is another cluster's. */
function isForeign(nodes: readonly TalosNode[]): boolean {
    const byKubernetes = nodes.filter(({ foundIn }) => foundIn.includes("kubernetes"));
    const known = nodes.filter(({ foundIn }) => foundIn.some((lead) => lead !== "kubernetes"));
    return byKubernetes.length > 0 && known.length > 0 && !byKubernetes.some(({ foundIn }) => foundIn.length > 1);
}

function foreign({ name, file }: TalosContext): Problem {
    return {
        code: "configuration",
        message: `context ${JSON.stringify(name)} of ${file} leads to machines none of which is a Node of this Kubernetes cluster: nothing was collected from them`,
        hint: "name the right one with --talosconfig and --talos-context",
    };
}

function talosGap(problem: Problem, takenAt: Date): Gap {
    return gap("talos", { cluster: MANAGEMENT, type: "machine" }, problem, takenAt);
}
