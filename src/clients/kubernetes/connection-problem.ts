import { X509Certificate } from "node:crypto";
import type { Problem } from "../../core/problem.ts";
import type { Target } from "./target.ts";
import type { TlsMaterial } from "./tls-material.ts";

/** Why a request got no answer, or not all of it. `what` names the request. */
export interface Interruption {
    readonly what: string;
    readonly error: unknown;
    readonly target: Target;
    /** True when the answer's head had arrived. */
    readonly inBody: boolean;
}

const CHECK_SERVER = "check the address in the kubeconfig, the network and VPN, and that the API server runs";

const CHECK_PROXY = "check --proxy-url, proxy-url in the kubeconfig, HTTPS_PROXY and NO_PROXY";

/** Codes of node:net, node:tls, OpenSSL and undici, each in the words of the one who has to act. */
export function connectionProblem({ what, error, target, inBody }: Interruption): Problem {
    const { code, message, hostname, port } = innermost(error);
    const { server } = target.cluster;
    const problem = (problemCode: Problem["code"], says: string, hint: string): Problem => ({
        code: problemCode,
        message: `${what}: ${says}`,
        hint,
        cause: error,
    });
    const unreachable = (says: string, hint = CHECK_SERVER) => problem("unreachable", says, hint);
    const proxy = proxyMeant(server, hostname, port);
    if (proxy !== undefined) return unreachable(`${proxy}, the proxy to ${server}, cannot be reached (${code})`, CHECK_PROXY);
    switch (code) {
        case "ECONNREFUSED":
            return unreachable(`nothing listens at ${server} (connection refused)`);
        case "ENOTFOUND":
        case "EAI_AGAIN":
        case "EAI_NODATA":
            return unreachable(
                `the name ${new URL(server).hostname} cannot be resolved`,
                "check the address in the kubeconfig, DNS and VPN",
            );
        case "EHOSTUNREACH":
        case "ENETUNREACH":
        case "EADDRNOTAVAIL":
            return unreachable(`there is no route to ${server}`, "check the network and VPN");
        case "ETIMEDOUT":
        case "UND_ERR_CONNECT_TIMEOUT":
            return unreachable(`${server} did not accept the connection in time`);
        case "UND_ERR_HEADERS_TIMEOUT":
            return problem(
                "timeout",
                "the API server accepted the request and did not answer in time",
                "try again, or raise --request-timeout",
            );
        case "UND_ERR_BODY_TIMEOUT":
            return problem("stalled", "the answer stopped in the middle", "try again; a node or the network may hang");
        case "CERT_HAS_EXPIRED":
            return problem(
                "tls",
                `the certificate of ${server} has expired`,
                "renew the API server's certificate; check this machine's clock",
            );
        case "CERT_NOT_YET_VALID":
            return problem(
                "tls",
                `the certificate of ${server} is not valid yet`,
                "check the clocks of this machine and of the server",
            );
        case "ERR_TLS_CERT_ALTNAME_INVALID":
            return problem(
                "tls",
                `the certificate of ${server} is for other names${altNames(error)}`,
                "use one of those names as --server, or --tls-server-name NAME",
            );
        case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
        case "UNABLE_TO_GET_ISSUER_CERT":
        case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
        case "SELF_SIGNED_CERT_IN_CHAIN":
        case "DEPTH_ZERO_SELF_SIGNED_CERT":
        case "CERT_SIGNATURE_FAILURE":
        case "CERT_UNTRUSTED":
            return problem(
                "tls",
                `the certificate of ${server} is not signed by the authority that is trusted`,
                "give its authority with --certificate-authority FILE; is it the right cluster?",
            );
        default:
    }
    if (code === "EPROTO" || code.startsWith("ERR_SSL_")) return handshakeProblem(message, code, server, problem);
    if (code.startsWith("HPE_")) return problem("invalid", `${server} does not speak HTTP`, "check the port in the kubeconfig");
    if (/before secure TLS connection/.test(message))
        return unreachable(`${server} closed the connection during the TLS handshake`);
    if (/Proxy response|Proxy connection|socks/i.test(message)) return unreachable(`the proxy refused: ${message}`, CHECK_PROXY);
    return inBody
        ? problem(
              "cut",
              "the connection broke in the middle of the answer",
              "try again; check the network and load balancers in between",
          )
        : problem(
              "cut",
              `${server} closed the connection without an answer`,
              "try again; check the network and load balancers in between",
          );
}

function handshakeProblem(
    message: string,
    code: string,
    server: string,
    problem: (code: Problem["code"], says: string, hint: string) => Problem,
): Problem {
    if (
        /wrong version number|packet length too long|http request|unknown protocol/i.test(
            `${message} ${code}`.replaceAll("_", " "),
        )
    )
        return problem(
            "tls",
            `${server} does not speak TLS`,
            "is it plain http, or another service's port? check the address in the kubeconfig",
        );
    if (/alert|certificate required|bad certificate/i.test(`${message} ${code}`.replaceAll("_", " ")))
        return problem(
            "credentials",
            `${server} refused the client certificate during the TLS handshake`,
            "check client-certificate in the kubeconfig",
        );
    return problem(
        "tls",
        `the TLS handshake with ${server} failed (${code})`,
        "check the address in the kubeconfig and what stands in between",
    );
}

/** Node says what it could not resolve or connect to; when that is not the server, it is the proxy before it. */
function proxyMeant(server: string, hostname: string | undefined, port: number | undefined): string | undefined {
    const url = new URL(server);
    const own = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
    if (hostname !== undefined && hostname !== url.hostname.replace(/^\[|\]$/g, "")) return hostname;
    return port === undefined || port === own ? undefined : `port ${port}`;
}

interface Innermost {
    readonly code: string;
    readonly message: string;
    /** Of a name that could not be resolved. */
    readonly hostname?: string;
    /** Of a connection that could not be made. */
    readonly port?: number;
}

/** Node tries every address of a name and wraps what came of it; undici wraps once more. */
function innermost(error: unknown): Innermost {
    if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0]);
    const { code, name, message, cause, hostname, port } = error as Partial<Innermost> & { name?: string; cause?: unknown };
    const own = typeof code === "string" ? code : name === "HTTPParserError" ? "HPE_INVALID" : "";
    if (cause instanceof Error && (own === "" || own === "UND_ERR_SOCKET" || own === "UND_ERR_ABORTED")) {
        const inner = innermost(cause);
        if (inner.code !== "") return inner;
    }
    const where = { ...(typeof hostname === "string" && { hostname }), ...(typeof port === "number" && { port }) };
    return { code: own, message: message ?? "", ...where };
}

/** Node keeps the certificate it refused on the error. */
function altNames(error: unknown): string {
    const { cert } = error as { cert?: { subjectaltname?: string } };
    return cert?.subjectaltname === undefined
        ? ""
        : ` (${cert.subjectaltname.replace(/\b(?:DNS|IP Address):/g, "").slice(0, 200)})`;
}

/** What is wrong with the client certificate at that time, or undefined. A server says 401 and no more. */
export function certificateTrouble({ certificate }: TlsMaterial, now: number): string | undefined {
    if (certificate === undefined) return undefined;
    const { validFromDate, validToDate } = new X509Certificate(certificate);
    if (validToDate.getTime() < now) return `the client certificate expired on ${validToDate.toISOString()}`;
    if (validFromDate.getTime() > now) return `the client certificate is not valid before ${validFromDate.toISOString()}`;
    return undefined;
}
