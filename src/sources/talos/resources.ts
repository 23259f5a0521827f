import type { Plain } from "../../clients/talos/plain.ts";
import type { CosiResource, ResourceKind } from "../../clients/talos/reader.ts";
import type { Problem } from "../../core/problem.ts";
import { machineDocument, machineRef } from "./machine-document.ts";
import { ALLOWED, scrubSpec, withheldBecause } from "./resource-policy.ts";
import { isPlainObject } from "./scrub.ts";
import { parseSpecYaml } from "./spec-yaml.ts";
import { type Machine, sectionAbsent, sectionGap, type Yielded } from "./task.ts";

const DEFINITIONS: ResourceKind = { namespace: "meta", type: "ResourceDefinitions.meta.cosi.dev" };

/** Where the names of the types that were not collected are. */
const WITHHELD = "resources/withheld.yaml";

interface Withheld {
    readonly type: string;
    readonly namespace: string;
    readonly because: string;
}

/**
 * COSI resources by allow-list, one document a type: `{ type, namespace, items: [{ metadata, spec }] }`, written also when there are none. What the
 * node has besides is named in `resources/withheld.yaml`, and what this Talos version does not know.
 */
export async function* resources(machine: Machine, signal: AbortSignal): Yielded {
    const known = await definitions(machine, signal);
    if ("code" in known) {
        yield sectionGap(machine, WITHHELD, known);
        if (known.code === "unreachable" || known.code === "tls") return;
    } else {
        yield machineDocument(machineRef(machine.cluster, machine.node.name, WITHHELD), {
            items: known.withheld.map((one) => ({ ...one })),
            unknownToThisVersion: ALLOWED.map(({ type }) => type).filter(
                (type) => !known.collected.some((kind) => kind.type === type),
            ),
        });
    }
    for (const kind of "code" in known ? ALLOWED : known.collected) {
        const lost = yield* documentOf(machine, kind, signal);
        if (lost !== undefined) return;
    }
}

function sectionOf(type: string): string {
    return `resources/${type}.yaml`;
}

/** The types of this node, told apart; its own word on where they live and whether they are sensitive counts. */
async function definitions(
    { reader, node }: Machine,
    signal: AbortSignal,
): Promise<{ readonly collected: readonly ResourceKind[]; readonly withheld: readonly Withheld[] } | Problem> {
    const listed = await reader.resources(DEFINITIONS, node.address, signal);
    if (!listed.ok) return listed.problem;
    const collected: ResourceKind[] = [];
    const withheld: Withheld[] = [];
    for (const definition of listed.value) {
        const spec = parseSpecYaml(definition.yaml);
        if (!spec.ok || !isPlainObject(spec.value)) continue;
        const { type, defaultNamespace, sensitivity } = spec.value;
        if (typeof type !== "string" || typeof defaultNamespace !== "string") continue;
        const because = withheldBecause(type, defaultNamespace, Boolean(sensitivity));
        if (because === undefined) collected.push({ type, namespace: defaultNamespace });
        else withheld.push({ type, namespace: defaultNamespace, because });
    }
    return { collected: inOrder(collected), withheld: withheld.sort((a, b) => (a.type < b.type ? -1 : 1)) };
}

/** The order of the allow-list: what tells most comes first. */
function inOrder(kinds: readonly ResourceKind[]): readonly ResourceKind[] {
    const rank = new Map(ALLOWED.map(({ type }, index) => [type, index]));
    return [...kinds].sort((a, b) => (rank.get(a.type) ?? 0) - (rank.get(b.type) ?? 0));
}

async function* documentOf(
    machine: Machine,
    kind: ResourceKind,
    signal: AbortSignal,
): AsyncGenerator<Awaited<ReturnType<Yielded["next"]>>["value"], Problem | undefined> {
    const section = sectionOf(kind.type);
    const listed = await machine.reader.resources({ namespace: kind.namespace, type: kind.type }, machine.node.address, signal);
    if (!listed.ok) {
        if (listed.problem.code === "unsupported") yield sectionAbsent(machine, section, listed.problem.message);
        else yield sectionGap(machine, section, listed.problem);
        return listed.problem.code === "unreachable" ? listed.problem : undefined;
    }
    const items: Plain[] = [];
    for (const resource of listed.value) {
        const spec = parseSpecYaml(resource.yaml);
        if (spec.ok) items.push({ metadata: metadataOf(resource), spec: scrubSpec(kind.type, spec.value) });
        else
            yield sectionGap(
                machine,
                section,
                { code: "withheld", message: `${kind.type} ${resource.id}: ${spec.problem.message}` },
                true,
            );
    }
    yield machineDocument(machineRef(machine.cluster, machine.node.name, section), {
        type: kind.type,
        namespace: kind.namespace,
        items,
    });
    return undefined;
}

function metadataOf({ namespace, type, id, version, owner, phase, created, updated, labels }: CosiResource): Plain {
    return {
        namespace,
        type,
        id,
        version,
        ...(owner === "" ? {} : { owner }),
        phase,
        ...(created === undefined ? {} : { created: created.toISOString() }),
        ...(updated === undefined ? {} : { updated: updated.toISOString() }),
        ...(Object.keys(labels).length === 0 ? {} : { labels }),
    };
}
