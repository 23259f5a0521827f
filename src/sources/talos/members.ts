import type { TalosReader } from "../../clients/talos/reader.ts";
import { ok, type Result } from "../../core/problem.ts";
import type { MemberFact } from "./health/facts.ts";
import { objectsOf, resourceSpecs, text, texts } from "./resource-specs.ts";

/** The members of the cluster as one machine knows them (`talosctl get members`): how machines are discovered. */
export async function membersOf(
    reader: TalosReader,
    address: string,
    signal: AbortSignal,
): Promise<Result<readonly MemberFact[]>> {
    const found = await resourceSpecs(reader, { namespace: "cluster", type: "Members.cluster.talos.dev" }, address, signal);
    if (!found.ok) return found;
    return ok(
        objectsOf(found.value).map(({ id, hostname, addresses, machineType }) => ({
            hostname: text(hostname) || text(id),
            addresses: texts(addresses),
            type: machineType === "worker" ? ("worker" as const) : ("controlplane" as const),
        })),
    );
}
