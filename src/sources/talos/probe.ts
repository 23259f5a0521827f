import type { KubernetesReader } from "../../clients/kubernetes/reader.ts";
import type { TalosReader } from "../../clients/talos/reader.ts";
import type { ClusterRef } from "../../core/cluster-ref.ts";
import type { Gap } from "../../core/gap.ts";
import type { Problem } from "../../core/problem.ts";
import { gap, type TalosNode } from "../source.ts";
import type { MemberFact } from "./health/facts.ts";
import { kubernetesNodes } from "./health/gather-kubernetes.ts";
import { membersOf } from "./members.ts";
import { mergeNodes, type NodeLead } from "./merge-nodes.ts";
import { TALOS } from "./task.ts";

export interface ProbeRequest {
    readonly reader: TalosReader;
    readonly cluster: ClusterRef;
    readonly now: () => Date;
    /** Its Nodes lead to machines too, where it answers. */
    readonly kubernetes?: KubernetesReader;
    /** `reader.nodes` were given by flag and not by the talosconfig. */
    readonly nodesByFlag?: boolean;
}

/** The machines of the cluster, each once and each asked whether it answers; and what could not be found out. */
export interface TalosProbe {
    readonly nodes: readonly TalosNode[];
    readonly gaps: readonly Gap[];
}

/**
 * Finds the machines: those named, those that the cluster's members tell, those behind Kubernetes' Nodes. An endpoint is asked for
 * members, and becomes a machine only when nothing else is known: it may be a load balancer or a shared address.
 */
export async function probeTalos(request: ProbeRequest, signal: AbortSignal): Promise<TalosProbe> {
    const { reader, cluster, kubernetes, now } = request;
    const gaps: Gap[] = [];
    const miss = (section: string, problem: Problem) =>
        gaps.push(gap(TALOS, { cluster, type: "machine", node: "", section }, problem, now()));
    const named = reader.nodes.map(
        (node): NodeLead => ({ foundIn: request.nodesByFlag ? "flag" : "talosconfig", address: node, addresses: [node] }),
    );
    const hosts = reader.endpoints.map(hostOf);
    const [members, nodes] = await Promise.all([
        firstMembers(reader, signal),
        kubernetes === undefined ? undefined : kubernetesNodes(kubernetes, signal),
    ]);
    if ("code" in members) miss("client.yaml", members);
    const fromMembers = "code" in members ? [] : members;
    const fromNodes = nodes?.ok ? nodes.value.filter(({ internalIps }) => internalIps.length > 0) : [];
    const leads: NodeLead[] = [
        ...named,
        ...fromMembers.map(
            ({ hostname, addresses, type }): NodeLead => ({
                foundIn: "members",
                name: hostname,
                address: addresses[0] ?? hostname,
                addresses: [...addresses, hostname],
                type,
            }),
        ),
        ...fromNodes.map(
            ({ name, internalIps }): NodeLead => ({
                foundIn: "kubernetes",
                address: internalIps[0] ?? name,
                addresses: [...internalIps, name],
            }),
        ),
    ];
    const found = mergeNodes(
        leads.length > 0 ? leads : hosts.map((host): NodeLead => ({ foundIn: "talosconfig", address: host, addresses: [host] })),
    );
    return { nodes: await Promise.all(found.map((node) => answering(reader, node, signal))), gaps };
}

/** Whichever machine the endpoint is tells the members; where it cannot, all that are named are asked, and the first that knows any is believed. */
async function firstMembers(reader: TalosReader, signal: AbortSignal): Promise<readonly MemberFact[] | Problem> {
    const own = await membersOf(reader, "", signal);
    if (own.ok && own.value.length > 0) return own.value;
    const others = await Promise.all(reader.nodes.map((node) => membersOf(reader, node, signal)));
    const told = others.find((members) => members.ok && members.value.length > 0);
    if (told?.ok) return told.value;
    return own.ok ? own.value : own.problem;
}

async function answering(reader: TalosReader, node: TalosNode, signal: AbortSignal): Promise<TalosNode> {
    const version = await reader.ask("version", node.address, signal);
    return version.ok || !LOST.has(version.problem.code) ? node : { ...node, problem: version.problem };
}

/** An answer that is a refusal is still an answer. */
const LOST: ReadonlySet<Problem["code"]> = new Set(["unreachable", "timeout", "tls", "invalid", "credentials", "unavailable"]);

function hostOf(endpoint: string): string {
    return endpoint.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
}
