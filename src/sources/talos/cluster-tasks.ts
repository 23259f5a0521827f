import { hasForeignKeyUsage } from "../../clients/talos/certificate.ts";
import type { Plain } from "../../clients/talos/plain.ts";
import type { TalosReader } from "../../clients/talos/reader.ts";
import { scopeOf } from "../../core/scope.ts";
import type { Clients, Inventory, Task } from "../source.ts";
import { evaluateHealth } from "./health/evaluate-health.ts";
import { gatherKubernetes } from "./health/gather-kubernetes.ts";
import { gatherMachine } from "./health/gather-machine.ts";
import { machineDocument, machineRef, WHOLE_CLUSTER } from "./machine-document.ts";
import { TALOS, type Yielded } from "./task.ts";

/** What is of no one machine: `talos/client.yaml`, how the cluster was reached, and `talos/health.yaml`, the checks over all machines. */
export function clusterTasks(inventory: Inventory, ranks: { readonly client: number; readonly health: number }): readonly Task[] {
    return [
        clusterTask(inventory, {
            section: "client.yaml",
            title: "Talos client and machines",
            rank: ranks.client,
            timeoutMs: 10_000,
            run: client,
        }),
        clusterTask(inventory, {
            section: "health.yaml",
            title: "Talos health checks",
            rank: ranks.health,
            timeoutMs: 180_000,
            run: health,
        }),
    ];
}

interface ClusterTask {
    readonly section: string;
    readonly title: string;
    readonly rank: number;
    readonly timeoutMs: number;
    run(reader: TalosReader, clients: Clients, inventory: Inventory, signal: AbortSignal): Promise<Plain>;
}

function clusterTask(inventory: Inventory, { section, title, rank, timeoutMs, run }: ClusterTask): Task {
    const ref = machineRef(inventory.cluster, WHOLE_CLUSTER, section);
    return {
        id: `talos ${section}`,
        source: TALOS,
        title,
        about: scopeOf(ref),
        needs: [],
        timeoutMs,
        rank,
        async *run(clients, signal): Yielded {
            if (clients.talos !== undefined) yield machineDocument(ref, await run(clients.talos, clients, inventory, signal));
        },
    };
}

/** How the cluster was reached and who was found: roles and dates of the certificate are what rules judge, its key never comes near. */
async function client(reader: TalosReader, _clients: Clients, inventory: Inventory): Promise<Plain> {
    const { context, endpoints, certificate } = reader;
    return {
        context,
        endpoints,
        ...(certificate === undefined
            ? {}
            : {
                  certificate: {
                      roles: certificate.roles,
                      validFrom: certificate.validFrom.toISOString(),
                      validTo: certificate.validTo.toISOString(),
                      extendedKeyUsage: certificate.extendedKeyUsage,
                      acceptedSince112: !hasForeignKeyUsage(certificate),
                  },
              }),
        nodes: (inventory.talos?.nodes ?? []).map(({ name, address, addresses, type, foundIn, problem }) => ({
            name,
            address,
            addresses,
            ...(type === undefined ? {} : { type }),
            foundIn,
            reachable: problem === undefined,
            ...(problem === undefined ? {} : { problem: { code: problem.code, message: problem.message } }),
        })),
    };
}

async function health(
    reader: TalosReader,
    { kubernetes, now }: Clients,
    inventory: Inventory,
    signal: AbortSignal,
): Promise<Plain> {
    const nodes = inventory.talos?.nodes ?? [];
    const [machines, fromKubernetes] = await Promise.all([
        Promise.all(nodes.map((node) => gatherMachine(reader, node, signal))),
        gatherKubernetes(inventory.resources.length === 0 ? undefined : kubernetes, signal),
    ]);
    const report = evaluateHealth({ machines, kubernetes: fromKubernetes });
    return {
        evaluatedAt: now().toISOString(),
        status: report.status,
        checks: report.checks.map(({ id, title, status, reasons }) => ({
            id,
            title,
            status,
            reasons: reasons.map((reason) => ({ ...reason })),
        })),
    };
}
