import { Code, ConnectError } from "@connectrpc/connect";
import { type Problem, ProblemError } from "../../core/problem.ts";

/** One call, for messages. */
export interface Call {
    /** `MachineService/Version` */
    readonly method: string;
    readonly node: string;
    /** `host:port` */
    readonly endpoint: string;
    /** Roles of the client certificate. */
    readonly roles: readonly string[];
}

/**
 * Where the trouble lies: `endpoint`, nobody can be asked there; `worker`, the endpoint is a worker and forwards nothing; `route`, the endpoint is
 * fine and cannot reach the node; `answer`, the node has answered, and this is the answer.
 */
export interface Trouble {
    readonly at: "endpoint" | "worker" | "route" | "answer";
    readonly problem: Problem;
}

/** Translates whatever a call threw. Statuses: siderolabs/talos internal/app/apid/pkg/director and machined's authorization; COSI's server. */
export function talosTrouble(error: unknown, call: Call): Trouble {
    if (error instanceof ProblemError) return { at: "answer", problem: error.problem };
    const local = localCause(error);
    if (local !== undefined) return { at: "endpoint", problem: endpointProblem(local, call.endpoint) };
    const status = ConnectError.from(error);
    const reason = oneLine(status.rawMessage);
    if (status.code === Code.PermissionDenied && reason.includes("no request forwarding"))
        return { at: "worker", problem: workerProblem(call) };
    if (status.code === Code.Unavailable && UNDIALLED.test(reason)) return { at: "route", problem: routeProblem(reason, call) };
    return { at: "answer", problem: { ...answerProblem(status.code, reason, call), cause: error } };
}

/** A failed connection: refused, no route, no such name, a certificate that one of the two does not take, something else than Talos. */
export function endpointProblem(cause: NodeError, endpoint: string): Problem {
    const what = `the Talos endpoint ${endpoint}`;
    const because = oneLine("reason" in cause && typeof cause.reason === "string" ? cause.reason : cause.message);
    if (WRONG_CA.has(cause.code))
        return {
            code: "tls",
            message: `${what} has a certificate that the talosconfig's CA did not sign (${cause.code})`,
            hint: "the talosconfig is of another cluster, or the machine is in maintenance mode: take this cluster's talosconfig",
            cause,
        };
    if (cause.code === "ERR_TLS_CERT_ALTNAME_INVALID")
        return {
            code: "tls",
            message: `${what} has a certificate for other names: ${because}`,
            hint: "use an address that stands in the certificate, or add this one to machine.certSANs",
            cause,
        };
    if (NOT_VALID_NOW.has(cause.code))
        return {
            code: "tls",
            message: `${what} has a certificate that is not valid now (${cause.code})`,
            hint: "compare the clocks of this machine and of the node",
            cause,
        };
    if (/ALERT|HANDSHAKE_FAILURE/.test(cause.code))
        return {
            code: "tls",
            message: `${what} refuses the talosconfig's client certificate: ${because}`,
            hint: "it is of another cluster, expired, or not for client authentication alone: talosctl config new --roles os:reader reader.yaml",
            cause,
        };
    if (NOT_TALOS.test(cause.code))
        return {
            code: "invalid",
            message: `${what} does not speak the Talos API: ${because}`,
            hint: "is another program listening there? apid's port is 50000",
            cause,
        };
    return {
        code: cause.code === "ETIMEDOUT" ? "timeout" : "unreachable",
        message: `${what} cannot be reached: ${because}`,
        hint: "is the address right, the machine up, and port 50000 open from here?",
        cause,
    };
}

/**
 * The connection was closed before anything came back on it, without a reason. When that has always been so, the usual cause is a client certificate
 * that the other side does not take: TLS 1.3 allows it to say so too late to be heard.
 */
export function hungUpProblem(endpoint: string, everAnswered: boolean): Problem {
    return everAnswered
        ? {
              code: "unreachable",
              message: `the Talos endpoint ${endpoint} closed the connection`,
              hint: "does the machine reboot?",
          }
        : {
              code: "tls",
              message: `the Talos endpoint ${endpoint} closed the connection right after the handshake`,
              hint: "most often it does not take the talosconfig's client certificate: make one with talosctl config new --roles os:reader reader.yaml",
          };
}

/** Whether another talosconfig would help: it is refused, or does not know the machine's CA. A machine's own stale certificate is its own affair. */
export function blamesTalosconfig({ code, cause }: Problem): boolean {
    const stale = NOT_VALID_NOW.has(localCause(cause)?.code ?? "");
    return code === "credentials" || code === "unauthorized" || (code === "tls" && !stale);
}

/** An error of Node's own, with its code. */
export type NodeError = Error & { readonly code: string };

const WRONG_CA = new Set([
    "SELF_SIGNED_CERT_IN_CHAIN",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "UNABLE_TO_GET_ISSUER_CERT",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "CERT_SIGNATURE_FAILURE",
]);
const NOT_VALID_NOW = new Set(["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"]);
const NOT_TALOS =
    /^(ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG|ERR_SSL_.*ALERT_NO_APPLICATION_PROTOCOL|ERR_HTTP2_\w+|HPE_\w+)$/;

/** The innermost error that Node itself raised, such as ECONNREFUSED: the sign that no answer came over the wire. */
export function localCause(error: unknown): NodeError | undefined {
    const seen = new Set<unknown>();
    let found: NodeError | undefined;
    for (let at = error; at instanceof Error && !seen.has(at); at = at.cause) {
        seen.add(at);
        if (isNodeError(at)) found = at;
    }
    return found;
}

function isNodeError(error: Error): error is NodeError {
    return "code" in error && typeof error.code === "string";
}

/** How grpc-go, and so apid, says that it could not reach the next machine. */
const UNDIALLED = /transport: |connection error|error reading server preface|name resolver|produced zero addresses/;

function workerProblem({ node, endpoint }: Call): Problem {
    return {
        code: "unreachable",
        message: `the endpoint ${endpoint} is a worker and forwards nothing to node ${node}`,
        hint: "use control plane nodes as endpoints",
    };
}

function routeProblem(reason: string, { node, endpoint }: Call): Problem {
    return {
        code: "unreachable",
        message: `node ${node} cannot be reached through the endpoint ${endpoint}: ${reason}`,
        hint: "is the machine up, and port 50000 open between the nodes?",
    };
}

function answerProblem(code: Code, reason: string, call: Call): Problem {
    const asked = `${call.method} on node ${call.node}`;
    switch (code) {
        case Code.PermissionDenied:
            if (/is not supported/.test(reason)) return { code: "unsupported", message: `${asked}: ${reason}` };
            return {
                code: "forbidden",
                message: `${asked} is not allowed to ${call.roles.join(", ") || "a certificate without roles"}: ${reason}`,
                hint: "needs the role os:reader: talosctl config new --roles os:reader reader.yaml",
            };
        case Code.Unauthenticated:
            return { code: "unauthorized", message: `${asked}: ${reason}` };
        case Code.Unimplemented:
            return { code: "unsupported", message: `${asked} is unknown there: ${reason}` };
        case Code.NotFound:
            return { code: "not-found", message: `${asked}: ${reason}` };
        case Code.DeadlineExceeded:
            return { code: "timeout", message: `${asked} gave no answer in time` };
        case Code.ResourceExhausted:
            return /larger than|too large|max/.test(reason)
                ? { code: "invalid", message: `${asked} answered with a message above the limit of 32 MiB: ${reason}` }
                : { code: "throttled", message: `${asked}: ${reason}` };
        case Code.Unavailable:
            return { code: "unavailable", message: `${asked}: ${reason}` };
        case Code.Canceled:
        case Code.Aborted:
        case Code.DataLoss:
            return { code: "cut", message: `${asked} broke off: ${reason}` };
        case Code.Unknown:
            return { code: / not found$/.test(reason) ? "not-found" : "server-error", message: `${asked}: ${reason}` };
        case Code.InvalidArgument:
        case Code.OutOfRange:
        case Code.AlreadyExists:
        case Code.FailedPrecondition:
        case Code.Internal:
            return /content-type|HTTP|http\/2|protocol error|missing trailer/i.test(reason)
                ? { code: "invalid", message: `${asked}: ${call.endpoint} does not answer as Talos does: ${reason}` }
                : { code: "server-error", message: `${asked}: ${reason}` };
        default:
            return code satisfies never;
    }
}

function oneLine(text: string): string {
    return text.replace(/\s+/g, " ").trim().slice(0, 400);
}
