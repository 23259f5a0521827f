import type { Problem, Result } from "../../core/problem.ts";
import { type Channel, openChannel } from "./channel.ts";
import { APID_PORT, type Endpoint, parseEndpoint } from "./endpoint.ts";
import { type Services, servicesOf } from "./questions.ts";
import { type Call, hungUpProblem, type Trouble, talosTrouble } from "./talos-problem.ts";
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

/** A connection that may exist, and why it could not be had when last tried. */
interface Line {
    readonly channel: Channel;
    readonly services: Services;
    /** Something came back on it at least once. */
    answered: boolean;
    failed?: { readonly problem: Problem; readonly at: number };
}

type Tried<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly trouble: Trouble };

export function openRoutes(context: TalosContext, options: RouteOptions): Routes {
    const lines = new Map<string, Line>();
    /** Nodes that only answer directly. */
    const direct = new Set<string>();
    let endpoints = context.endpoints;
    let calls = 0;

    const lineTo = (endpoint: Endpoint): Line => {
        const known = lines.get(endpoint.title);
        if (known !== undefined) return known;
        const channel = openChannel(endpoint, context);
        const line: Line = { channel, services: servicesOf(channel.transport), answered: false };
        lines.set(endpoint.title, line);
        return line;
    };

    /** Where to try, in this order. The node itself is last, unless it is known to answer only there. */
    const waysTo = (node: string): readonly { readonly endpoint: Endpoint; readonly through: boolean }[] => {
        const own = node === "" ? undefined : parseEndpoint(node, options.apidPort);
        const itself = own?.ok ? own.value : undefined;
        const through = endpoints
            .filter(({ title }) => title !== itself?.title || !direct.has(node))
            .map((endpoint) => ({ endpoint, through: true }));
        if (itself === undefined || (!direct.has(node) && endpoints.some(({ title }) => title === itself.title))) return through;
        const directly = { endpoint: itself, through: false };
        return direct.has(node) ? [directly, ...through] : [...through, directly];
    };

    const tryOnce = async <T>(
        endpoint: Endpoint,
        { node, method }: { node: string; method: string },
        attempt: (way: Way) => Promise<T>,
        signal: AbortSignal,
    ): Promise<Tried<T>> => {
        const line = lineTo(endpoint);
        if (line.failed !== undefined && options.now().getTime() - line.failed.at < options.retryAfterMs)
            return failed({ at: "endpoint", problem: line.failed.problem });
        const opened = await line.channel.open(options.connectTimeoutMs, signal);
        const call = { method, node, endpoint: endpoint.title, roles: context.certificate.roles };
        const trouble = opened.ok ? undefined : { at: "endpoint" as const, problem: opened.problem };
        const tried =
            trouble === undefined ? await asked(attempt, { services: line.services, call }, line, signal) : failed(trouble);
        const refused =
            trouble !== undefined || (!tried.ok && tried.trouble.at === "endpoint" && tried.trouble.problem.code === "tls");
        if (refused && !tried.ok) line.failed = { problem: tried.trouble.problem, at: options.now().getTime() };
        return tried;
    };

    return {
        async over(node, method, attempt, signal) {
            const troubles: Trouble[] = [];
            for (const { endpoint, through } of waysTo(node)) {
                // apid has said that it cannot dial the node; another would dial the same address.
                if (through && troubles.some(({ at }) => at === "route")) continue;
                calls++;
                let tried = await tryOnce(endpoint, { node, method }, attempt, signal);
                if (!tried.ok && wasReset(tried.trouble)) tried = await tryOnce(endpoint, { node, method }, attempt, signal);
                if (tried.ok) {
                    // A dead endpoint costs its time once.
                    if (through) endpoints = [endpoint, ...endpoints.filter((other) => other !== endpoint)];
                    else direct.add(node);
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
        close() {
            for (const { channel } of lines.values()) channel.close();
            lines.clear();
        },
    };
}

async function asked<T>(attempt: (way: Way) => Promise<T>, way: Way, line: Line, signal: AbortSignal): Promise<Tried<T>> {
    try {
        const value = await attempt(way);
        line.answered = true;
        return { ok: true, value };
    } catch (error) {
        signal.throwIfAborted();
        const trouble = talosTrouble(error, way.call);
        const hungUp = trouble.problem.code === "cut" && line.channel.closed;
        if (!hungUp) line.answered ||= trouble.at !== "endpoint";
        return failed(hungUp ? { at: "endpoint", problem: hungUpProblem(way.call.endpoint, line.answered) } : trouble);
    }
}

function failed(trouble: Trouble): { readonly ok: false; readonly trouble: Trouble } {
    return { ok: false, trouble };
}

/** The connection stood and broke under the call: a machine that reboots, or something between that closed an idle one. */
function wasReset({ at, problem: { code, cause } }: Trouble): boolean {
    if (at !== "endpoint" || code !== "unreachable") return false;
    return (
        cause === undefined ||
        (cause instanceof Error && "code" in cause && (cause.code === "ECONNRESET" || cause.code === "EPIPE"))
    );
}

/** One problem for all the ways that failed. What a good endpoint said of the node comes first: then the endpoints are not to blame. */
function summary(node: string, troubles: readonly Trouble[]): Problem {
    const first = troubles.find(({ at }) => at === "route") ?? troubles.find(({ at }) => at === "worker") ?? troubles[0];
    if (first === undefined) return { code: "configuration", message: `there is no endpoint to reach node ${node} through` };
    const rest = troubles.filter((trouble) => trouble !== first).map(({ problem }) => problem.message);
    return { ...first.problem, message: [first.problem.message, ...rest].join("; and ") };
}
