import type { Problem } from "../../core/problem.ts";
import { type Channel, openChannel } from "./channel.ts";
import type { Endpoint } from "./endpoint.ts";
import { type Services, servicesOf } from "./questions.ts";
import { type Call, hungUpProblem, type Trouble, talosTrouble } from "./talos-problem.ts";
import type { TalosContext } from "./talosconfig.ts";

export interface LineOptions {
    /** How long an endpoint may take to be connected to, in ms. */
    readonly connectTimeoutMs: number;
    /** An endpoint that could not be connected to is left alone for so long, in ms. */
    readonly retryAfterMs: number;
    readonly now: () => Date;
}

/** What a call needs to know about the way it goes. */
export interface Way {
    readonly services: Services;
    readonly call: Call;
}

export type Attempt<T> = (way: Way) => Promise<T>;
export type Tried<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly trouble: Trouble };

/** Connections by endpoint, each opened when it is first needed. */
export interface Lines {
    /** Connects if need be and makes the attempt; a second one when the connection stood and broke under the first. */
    attempt<T>(
        endpoint: Endpoint,
        asked: { readonly node: string; readonly method: string },
        attempt: Attempt<T>,
        signal: AbortSignal,
    ): Promise<Tried<T>>;
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

export function openLines(context: TalosContext, { connectTimeoutMs, retryAfterMs, now }: LineOptions): Lines {
    const lines = new Map<string, Line>();

    const lineTo = (endpoint: Endpoint): Line => {
        const known = lines.get(endpoint.title);
        if (known !== undefined) return known;
        const channel = openChannel(endpoint, context);
        const line: Line = { channel, services: servicesOf(channel.transport), answered: false };
        lines.set(endpoint.title, line);
        return line;
    };

    const once = async <T>(line: Line, call: Call, attempt: Attempt<T>, signal: AbortSignal): Promise<Tried<T>> => {
        if (line.failed !== undefined && now().getTime() - line.failed.at < retryAfterMs)
            return failed({ at: "endpoint", problem: line.failed.problem });
        const opened = await line.channel.open(connectTimeoutMs, signal);
        const tried = opened.ok ? await asked(line, call, attempt, signal) : failed({ at: "endpoint", problem: opened.problem });
        const refused = !tried.ok && tried.trouble.at === "endpoint" && (!opened.ok || tried.trouble.problem.code === "tls");
        if (refused) line.failed = { problem: tried.trouble.problem, at: now().getTime() };
        return tried;
    };

    return {
        async attempt(endpoint, { node, method }, attempt, signal) {
            const line = lineTo(endpoint);
            const call = { method, node, endpoint: endpoint.title, roles: context.certificate.roles };
            const tried = await once(line, call, attempt, signal);
            return !tried.ok && wasReset(tried.trouble) ? once(line, call, attempt, signal) : tried;
        },
        close() {
            for (const { channel } of lines.values()) channel.close();
            lines.clear();
        },
    };
}

async function asked<T>(line: Line, call: Call, attempt: Attempt<T>, signal: AbortSignal): Promise<Tried<T>> {
    try {
        const value = await attempt({ services: line.services, call });
        line.answered = true;
        return { ok: true, value };
    } catch (error) {
        signal.throwIfAborted();
        const trouble = talosTrouble(error, call);
        const hungUp = trouble.problem.code === "cut" && line.channel.closed;
        if (hungUp) return failed({ at: "endpoint", problem: hungUpProblem(call.endpoint, line.answered) });
        line.answered ||= trouble.at !== "endpoint";
        return failed(trouble);
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
