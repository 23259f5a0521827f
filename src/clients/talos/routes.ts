import type { Problem, Result } from "../../core/problem.ts";
import { type Channel, openChannel } from "./channel.ts";
import { APID_PORT, type Endpoint, parseEndpoint } from "./endpoint.ts";
import { type Services, servicesOf } from "./questions.ts";
import { type Call, type Trouble, talosTrouble } from "./talos-problem.ts";
import type { TalosContext } from "./talosconfig.ts";

export interface RouteOptions {
    /** How long an endpoint may take to be connected to, in ms. */
    readonly connectTimeoutMs: number;
    /** An endpoint that failed is left alone for so long, in ms. */
    readonly retryAfterMs: number;
    /** Where a node listens when it is asked directly: 50000 everywhere but in tests. */
    readonly apidPort: number;
    readonly now: () => Date;
}

export const ROUTE_DEFAULTS: RouteOptions = {
    connectTimeoutMs: 10_000,
    retryAfterMs: 30_000,
    apidPort: APID_PORT,
    now: () => new Date(),
};

/** What a call needs to know about the way it goes. */
export interface Way {
    readonly services: Services;
    readonly call: Call;
}

/** Ways to nodes: through endpoints in turn, and at last straight to the node, whose apid takes the same certificate. */
export interface Routes {
    /** Runs `attempt` over the first way that gets an answer; a problem of the answer itself is not tried again elsewhere. */
    over<T>(node: string, method: string, attempt: (way: Way) => Promise<T>, signal: AbortSignal): Promise<Result<T>>;
    readonly calls: number;
    close(): void;
}

interface Known {
    readonly channel: Channel;
    readonly services: Services;
    failed?: { readonly problem: Problem; readonly at: number };
}

export function openRoutes(context: TalosContext, options: RouteOptions): Routes {
    const known = new Map<string, Known>();
    const direct = new Set<string>();
    let endpoints = context.endpoints;
    let calls = 0;

    const channelTo = (endpoint: Endpoint): Known => {
        const found = known.get(endpoint.title);
        if (found !== undefined) return found;
        const channel = openChannel(endpoint, context);
        const made = { channel, services: servicesOf(channel.transport) };
        known.set(endpoint.title, made);
        return made;
    };

    const connect = async (endpoint: Endpoint, signal: AbortSignal): Promise<Known | Problem> => {
        const to = channelTo(endpoint);
        if (to.failed !== undefined && options.now().getTime() - to.failed.at < options.retryAfterMs) return to.failed.problem;
        const opened = await to.channel.open(options.connectTimeoutMs, signal);
        if (opened.ok) return to;
        to.failed = { problem: opened.problem, at: options.now().getTime() };
        return opened.problem;
    };

    /** A working endpoint goes to the front, so that a dead one costs its time once. */
    const prefer = (endpoint: Endpoint) => {
        if (endpoints.includes(endpoint)) endpoints = [endpoint, ...endpoints.filter((other) => other !== endpoint)];
    };

    const waysTo = (node: string): readonly Endpoint[] => {
        if (node === "") return endpoints;
        const itself = parseEndpoint(node, options.apidPort);
        if (!itself.ok) return endpoints;
        const others = endpoints.filter((endpoint) => endpoint.title !== itself.value.title);
        if (direct.has(node)) return [itself.value, ...others];
        return others.length < endpoints.length ? endpoints : [...others, itself.value];
    };

    return {
        async over(node, method, attempt, signal) {
            const troubles: Trouble[] = [];
            for (const endpoint of waysTo(node)) {
                const isEndpoint = context.endpoints.some((other) => other.title === endpoint.title);
                if (
                    isEndpoint &&
                    !direct.has(node) &&
                    troubles.some((trouble) => trouble.at === "route" && trouble.problem.message.includes("cannot be reached"))
                )
                    continue;
                const to = await connect(endpoint, signal);
                if ("code" in to) {
                    troubles.push({ at: "endpoint", problem: to });
                    continue;
                }
                const call = { method, node, endpoint: endpoint.title, roles: context.certificate.roles };
                calls++;
                try {
                    const value = await attempt({ services: to.services, call });
                    if (isEndpoint) prefer(endpoint);
                    else direct.add(node);
                    return { ok: true, value };
                } catch (error) {
                    signal.throwIfAborted();
                    const trouble = talosTrouble(error, call);
                    if (trouble.at === "answer") return { ok: false, problem: trouble.problem };
                    troubles.push(trouble);
                }
            }
            return { ok: false, problem: summary(node, troubles) };
        },
        get calls() {
            return calls;
        },
        close() {
            for (const { channel } of known.values()) channel.close();
            known.clear();
        },
    };
}

/** One problem for all the ways that failed. What a good endpoint said of the node comes first: then the endpoints are not to blame. */
function summary(node: string, troubles: readonly Trouble[]): Problem {
    const first = troubles.find((trouble) => trouble.at === "route") ?? troubles[0];
    if (first === undefined) return { code: "configuration", message: `there is no endpoint to reach node ${node} through` };
    const rest = troubles.filter((trouble) => trouble !== first).map((trouble) => trouble.problem.message);
    return { ...first.problem, message: [first.problem.message, ...rest].join("; and ") };
}
