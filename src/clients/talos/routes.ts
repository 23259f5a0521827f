import type { Problem, Result } from "../../core/problem.ts";
import { APID_PORT, type Endpoint, parseEndpoint } from "./endpoint.ts";
import { type Attempt, type LineOptions, openLines } from "./lines.ts";
import type { Trouble } from "./talos-problem.ts";
import type { TalosContext } from "./talosconfig.ts";

export interface RouteOptions extends LineOptions {
    /** Where a node listens when it is asked directly: 50000 everywhere but in tests. */
    readonly apidPort: number;
}

export const ROUTE_DEFAULTS: RouteOptions = {
    connectTimeoutMs: 10_000,
    retryAfterMs: 30_000,
    apidPort: APID_PORT,
    now: () => new Date(),
};

/** Ways to nodes: through endpoints in turn, and at last straight to the node, whose apid takes the same certificate. */
export interface Routes {
    /** Makes the attempt over the first way that gets an answer; a problem of the answer itself is not tried again elsewhere. */
    over<T>(node: string, method: string, attempt: Attempt<T>, signal: AbortSignal): Promise<Result<T>>;
    readonly calls: number;
    close(): void;
}

interface Leg {
    readonly endpoint: Endpoint;
    /** The endpoint forwards to the node; otherwise it is the node itself. */
    readonly forwards: boolean;
}

export function openRoutes(context: TalosContext, options: RouteOptions): Routes {
    const lines = openLines(context, options);
    /** Nodes that only answer directly. */
    const direct = new Set<string>();
    let endpoints = context.endpoints;
    let calls = 0;

    /** Where to try, in this order. The node itself is last, unless it is known to answer only there. */
    const legsTo = (node: string): readonly Leg[] => {
        const parsed = node === "" ? undefined : parseEndpoint(node, options.apidPort);
        const itself = parsed?.ok ? parsed.value : undefined;
        const others = endpoints.filter(({ title }) => title !== itself?.title).map((endpoint) => ({ endpoint, forwards: true }));
        if (itself === undefined) return others;
        const straight = { endpoint: itself, forwards: false };
        return direct.has(node) ? [straight, ...others] : [...others, straight];
    };

    /** A dead endpoint costs its time once: the one that works goes to the front. */
    const remember = ({ endpoint, forwards }: Leg, node: string) => {
        if (forwards) endpoints = [endpoint, ...endpoints.filter((other) => other !== endpoint)];
        else direct.add(node);
    };

    return {
        async over(node, method, attempt, signal) {
            const troubles: Trouble[] = [];
            for (const leg of legsTo(node)) {
                // apid has said that it cannot dial the node; another would dial the same address.
                if (leg.forwards && troubles.some(({ at }) => at === "route")) continue;
                calls++;
                const tried = await lines.attempt(leg.endpoint, { node, method }, attempt, signal);
                if (tried.ok) {
                    remember(leg, node);
                    return tried;
                }
                if (tried.trouble.at === "answer") return { ok: false, problem: tried.trouble.problem };
                troubles.push(tried.trouble);
            }
            return { ok: false, problem: summary(node, troubles) };
        },
        get calls() {
            return calls;
        },
        close: () => lines.close(),
    };
}

/** One problem for all the ways that failed. What a good endpoint said of the node comes first: then the endpoints are not to blame. */
function summary(node: string, troubles: readonly Trouble[]): Problem {
    const first = troubles.find(({ at }) => at === "route") ?? troubles.find(({ at }) => at === "worker") ?? troubles[0];
    if (first === undefined) return { code: "configuration", message: `there is no endpoint to reach node ${node} through` };
    const rest = troubles.filter((trouble) => trouble !== first).map(({ problem }) => problem.message);
    return { ...first.problem, message: [first.problem.message, ...rest].join("; and ") };
}
