import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * One way to misbehave. Bytes are counted in the body.
 * - `status`: the API server's own kind of refusal; `continueToken` makes a 410 that offers to go on
 * - `hang`: takes the request and never answers; `drop`: closes the connection without an answer
 * - `reset`: breaks the connection in mid-body; `stall`: falls silent there for ever; `cut`: ends the body there, properly
 * - `trickle`: so slow; `endless`: repeats the body's bytes for ever after its end
 * - `content-length`: promises so many bytes more (or fewer) than there are
 * - `close`: a whole answer, then the kept-alive connection is closed unannounced
 */
export type Fault =
    | {
          readonly type: "status";
          readonly code: number;
          readonly retryAfter?: string;
          readonly body?: string;
          readonly continueToken?: string;
      }
    | { readonly type: "hang" }
    | { readonly type: "drop" }
    | { readonly type: "reset"; readonly afterBytes: number }
    | { readonly type: "stall"; readonly afterBytes: number }
    | { readonly type: "cut"; readonly afterBytes: number }
    | { readonly type: "trickle"; readonly bytesPerSecond: number }
    | { readonly type: "endless" }
    | { readonly type: "content-length"; readonly add: number }
    | { readonly type: "close" };

type BodyFault = Exclude<Fault, { type: "status" | "hang" | "drop" }>;

const REASONS: Readonly<Record<number, readonly [reason: string, message: string]>> = {
    401: ["Unauthorized", "Unauthorized"],
    403: ["Forbidden", 'forbidden: User "nobody" cannot do that'],
    404: ["NotFound", "the server could not find the requested resource"],
    410: ["Expired", "The provided continue parameter is too old to display a consistent list result."],
    429: ["TooManyRequests", "Too many requests, please try again later."],
    500: ["InternalError", "Internal error occurred: etcdserver: leader changed"],
    503: ["ServiceUnavailable", "the server is currently unable to handle the request"],
    504: ["Timeout", "Timeout: request did not complete within the allotted timeout"],
};

/** A refusal as kube-apiserver writes it. */
export function statusBody(
    response: ServerResponse,
    path: string,
    { code, retryAfter, body, continueToken }: Extract<Fault, { type: "status" }>,
): void {
    const [reason, message] = REASONS[code] ?? ["Unknown", `status ${code} for ${path}`];
    const metadata = continueToken === undefined ? {} : { continue: continueToken };
    const status = { kind: "Status", apiVersion: "v1", metadata, status: "Failure", message, reason, code };
    response.writeHead(code, {
        "content-type": "application/json",
        ...(retryAfter === undefined ? {} : { "retry-after": retryAfter }),
    });
    response.end(body ?? `${JSON.stringify(status)}\n`);
}

/** Passes the real answer on, with the fault, or as it is. `reset` breaks the connection below TLS. */
export async function sendFault(
    answer: IncomingMessage,
    response: ServerResponse,
    fault: BodyFault | undefined,
    reset: () => void,
): Promise<void> {
    const { "transfer-encoding": _, connection: __, ...headers } = answer.headers;
    const { "content-length": length, ...others } = headers;
    if (fault === undefined) {
        response.writeHead(answer.statusCode ?? 500, headers);
        answer.pipe(response);
        answer.on("error", () => response.destroy());
        return;
    }
    const chunks: Buffer[] = [];
    try {
        for await (const chunk of answer) chunks.push(chunk as Buffer);
    } catch {
        response.destroy();
        return;
    }
    const body = Buffer.concat(chunks);
    const promised = fault.type === "content-length" ? { "content-length": String(body.length + fault.add) } : {};
    const keepsLength = fault.type === "close" && length !== undefined ? { "content-length": length } : {};
    response.writeHead(answer.statusCode ?? 500, { ...others, ...promised, ...keepsLength });
    await misbehave(body, response, fault, reset);
}

async function misbehave(body: Buffer, response: ServerResponse, fault: BodyFault, reset: () => void): Promise<void> {
    switch (fault.type) {
        case "reset":
            await written(response, body.subarray(0, fault.afterBytes));
            return reset();
        case "stall":
            await written(response, body.subarray(0, fault.afterBytes));
            return;
        case "cut":
            response.end(body.subarray(0, fault.afterBytes));
            return;
        case "trickle":
            return trickle(body, response, fault.bytesPerSecond);
        case "endless":
            while (!response.destroyed) await written(response, body);
            return;
        case "content-length":
            await written(response, body);
            response.socket?.destroySoon();
            return;
        case "close":
            response.end(body, () => response.socket?.destroySoon());
            return;
        default:
            fault satisfies never;
    }
}

async function trickle(body: Buffer, response: ServerResponse, bytesPerSecond: number): Promise<void> {
    const step = Math.max(1, Math.floor(bytesPerSecond / 50));
    for (let at = 0; at < body.length && !response.destroyed; at += step) {
        await written(response, body.subarray(at, at + step));
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
    response.end();
}

/** Resolves when the bytes are on their way, or the other side has gone. */
function written(response: ServerResponse, bytes: Buffer): Promise<void> {
    return new Promise((resolve) => {
        response.once("close", resolve);
        response.write(bytes, () => {
            response.off("close", resolve);
            resolve();
        });
    });
}
