import type { KubernetesReader, Permission } from "../clients/kubernetes/reader.ts";
import { readerUntil } from "../clients/kubernetes/reader-until.ts";
import { deadline } from "../core/deadline.ts";
import { ok, ProblemError, type Result } from "../core/problem.ts";
import { makePlan } from "../plan/plan.ts";
import type { Task } from "../sources/source.ts";
import { SOURCES } from "./collect-into.ts";
import type { CollectRequest } from "./collect-request.ts";
import { openClients } from "./open-clients.ts";
import { rbacYaml } from "./rbac.ts";

/** What a run would ask for, in order. */
export interface PlannedRun {
    readonly spec: string;
    readonly server: string;
    readonly tasks: readonly {
        readonly id: string;
        readonly source: string;
        readonly title: string;
        readonly needs: readonly Permission[];
        /** Undefined when the API server would not say. */
        readonly allowed: boolean | undefined;
    }[];
    /** What the tasks that are not allowed need, as YAML; "" when all are allowed. */
    readonly missingRbac: string;
}

const REVIEWS_AT_A_TIME = 8;
/** A plan whose permissions are not all known is better than none: what the API server has not said by then stays open. */
const REVIEW_MS = 10_000;
const REVIEWING_MS = 60_000;

/** Plans and asks for permissions; touches nothing but discovery, the names of namespaces and nodes, and access reviews. */
export async function planOnly(request: CollectRequest, signal: AbortSignal): Promise<Result<PlannedRun>> {
    const found = await openClients(request, signal);
    if (!found.ok) return found;
    await using opened = found.value;
    const { clients, inventory, chosen, server } = opened;
    const { tasks } = makePlan(SOURCES, chosen.spec, inventory);

    const reviews = new Map<string, Promise<boolean | undefined>>();
    const late = () => new ProblemError({ code: "timeout", message: `no answer in ${REVIEWING_MS / 1000} s` });
    using reviewing = deadline(signal, REVIEWING_MS, late);
    const patience = { end: reviewing.signal, answerMs: request.connection.limits?.headMs ?? REVIEW_MS };
    const reader = clients.kubernetes && readerUntil(clients.kubernetes, patience);
    const allowed = (permission: Permission) => {
        const key = JSON.stringify(permission);
        const review = reviews.get(key) ?? reviewed(reader, permission, signal);
        reviews.set(key, review);
        return review;
    };
    const planned: PlannedRun["tasks"][number][] = [];
    const missing: Permission[] = [];
    for (let at = 0; at < tasks.length; at += REVIEWS_AT_A_TIME) {
        const some = tasks
            .slice(at, at + REVIEWS_AT_A_TIME)
            .map(async (task) => described(task, await Promise.all(task.needs.map(allowed)), missing));
        planned.push(...(await Promise.all(some)));
    }
    return ok({ spec: chosen.spec.name, server, tasks: planned, missingRbac: missing.length === 0 ? "" : rbacYaml(missing) });
}

/** Undefined when the API server would not say. */
async function reviewed(
    kubernetes: KubernetesReader | undefined,
    permission: Permission,
    signal: AbortSignal,
): Promise<boolean | undefined> {
    const answer = await kubernetes?.allowed(permission, signal);
    return answer?.ok ? answer.value : undefined;
}

function described({ id, source, title, needs }: Task, answers: readonly (boolean | undefined)[], missing: Permission[]) {
    missing.push(...needs.filter((_, index) => answers[index] === false));
    const allowed = answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
    return { id, source, title, needs, allowed };
}
