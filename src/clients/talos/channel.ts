import { ConnectError, type Transport } from "@connectrpc/connect";
import { createGrpcTransport, Http2SessionManager } from "@connectrpc/connect-node";
import { deadline } from "../../core/deadline.ts";
import { ok, type Result } from "../../core/problem.ts";
import type { Endpoint } from "./endpoint.ts";
import { http2Body } from "./http2-body.ts";
import { endpointProblem, localCause, type NodeError } from "./talos-problem.ts";
import type { TalosContext } from "./talosconfig.ts";

/** Talos' own limit of one message, both ways (pkg/grpc/… GRPCMaxMessageSize). */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;

/** What may be on the way to us unread: HTTP/2's default of 64 KiB allows 1.3 MB/s at a round trip of 50 ms. */
const WINDOW_BYTES = 4 * 1024 * 1024;

/** One HTTP/2 connection with mTLS to one endpoint; opened when first needed, again after it broke. */
export interface Channel {
    readonly endpoint: Endpoint;
    readonly transport: Transport;
    /** Connects if need be: refused, unroutable or wrongly certified endpoints fail here and not in the middle of a call. */
    open(timeoutMs: number, signal: AbortSignal): Promise<Result<void>>;
    /** The connection is gone. */
    readonly closed: boolean;
    close(): void;
}

export function openChannel(endpoint: Endpoint, context: TalosContext): Channel {
    const url = `https://${endpoint.title}`;
    const sessions = new Http2SessionManager(
        url,
        { pingIntervalMs: 20_000, pingTimeoutMs: 10_000 },
        {
            ...(context.ca === undefined ? {} : { ca: context.ca }),
            cert: context.certificatePem,
            key: context.key.export({ type: "pkcs8", format: "pem" }),
            minVersion: "TLSv1.2",
            settings: { initialWindowSize: WINDOW_BYTES, enablePush: false },
        },
    );
    const transport = createGrpcTransport({
        baseUrl: url,
        sessionManager: adjusted(sessions, endpoint),
        readMaxBytes: MAX_MESSAGE_BYTES,
        acceptCompression: [],
        binaryOptions: { readUnknownFields: false },
    });
    return {
        endpoint,
        transport,
        async open(timeoutMs, signal) {
            using limit = deadline(signal, timeoutMs, () =>
                Object.assign(new Error(`no connection within ${timeoutMs / 1000} s`), { code: "ETIMEDOUT" }),
            );
            const state = await Promise.race([sessions.connect(), aborted(limit.signal)]);
            if (state === "aborted") {
                signal.throwIfAborted();
                sessions.abort();
            }
            if (state === "open" || state === "idle") return ok(undefined);
            const error = state === "aborted" ? limit.signal.reason : sessions.error();
            return { ok: false, problem: endpointProblem(localCause(error) ?? unnamed(error), endpoint.title) };
        },
        get closed() {
            return sessions.state() === "closed" || sessions.state() === "error";
        },
        close: () => sessions.abort(),
    };
}

/**
 * The same sessions with a body that is read to its end, with a receive window for the whole connection, which Node's settings have no word for, and with an `:authority` that keeps
 * the brackets of an IPv6 address, which Node loses (RFC 3986 3.2.2).
 */
function adjusted(
    sessions: Http2SessionManager,
    endpoint: Endpoint,
): Pick<Http2SessionManager, "authority" | "request" | "notifyResponseByteRead"> {
    return {
        authority: sessions.authority,
        async request(method, path, headers, options) {
            const stream = await sessions.request(method, path, { ...headers, ":authority": endpoint.title }, options);
            if ((stream.session?.state.localWindowSize ?? WINDOW_BYTES) < WINDOW_BYTES)
                stream.session?.setLocalWindowSize(WINDOW_BYTES);
            Object.defineProperty(stream, Symbol.asyncIterator, { value: () => http2Body(stream) });
            return stream;
        },
        notifyResponseByteRead: (stream) => sessions.notifyResponseByteRead(stream),
    };
}

function aborted(signal: AbortSignal): Promise<"aborted"> {
    return new Promise((resolve) => {
        if (signal.aborted) resolve("aborted");
        else signal.addEventListener("abort", () => resolve("aborted"), { once: true });
    });
}

function unnamed(error: unknown): NodeError {
    return Object.assign(new Error(ConnectError.from(error).rawMessage, { cause: error }), { code: "" });
}
