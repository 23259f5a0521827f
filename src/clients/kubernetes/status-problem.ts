import type { Problem, ProblemCode } from "../../core/problem.ts";

/** The API's own error document. Source: apimachinery pkg/apis/meta/v1/types.go, Status. */
interface Status {
    readonly kind?: unknown;
    readonly message?: unknown;
    readonly reason?: unknown;
    readonly metadata?: { readonly continue?: unknown };
}

/** An answer that is not 2xx, its body read. */
export interface Refusal {
    readonly what: string;
    readonly status: number;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly body: Uint8Array;
}

/** The refusal in the closed set of codes, with the server's own sentence. */
export function statusProblem(refusal: Refusal): Problem {
    const said = statusDocument(refusal.body);
    const says = typeof said?.message === "string" && said.message !== "" ? said.message : bodyText(refusal);
    const code = codeOf(refusal.status, says);
    const hint = hintFor(code, says);
    return {
        code,
        message: `${refusal.what}: ${withStatus(refusal.status, oneLine(says))}`,
        ...(hint === undefined ? {} : { hint }),
    };
}

/** Some servers begin their sentence with the number: `404 page not found`. */
function withStatus(status: number, says: string): string {
    return says.startsWith(String(status)) ? says : `${status} ${says}`.trimEnd();
}

/** A 410 may carry a token that goes on where the list stopped, at a newer state. Source: KEP 365, "410 Gone". */
export function inconsistentContinue(body: Uint8Array): string | undefined {
    const token = statusDocument(body)?.metadata?.continue;
    return typeof token === "string" && token !== "" ? token : undefined;
}

/** How long the server asks to wait, in milliseconds: seconds or a date. Source: RFC 9110, 10.2.3. */
export function retryAfterMs(header: string | string[] | undefined, now: number): number | undefined {
    const text = Array.isArray(header) ? header[0] : header;
    if (text === undefined) return undefined;
    if (/^\d+$/.test(text.trim())) return Number(text) * 1000;
    const date = Date.parse(text);
    return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function codeOf(status: number, says: string): ProblemCode {
    switch (status) {
        case 400:
            // The kubelet's and API server's words for a container without a log: pkg/registry/core/pod/strategy.go, kubelet/kuberuntime.
            if (/waiting to start|previous terminated container|is not valid for pod|not found/i.test(says)) return "not-found";
            return /HTTP request to an HTTPS server/i.test(says) ? "tls" : "invalid";
        case 401:
            return "unauthorized";
        case 403:
            return "forbidden";
        case 404:
            return "not-found";
        case 405:
        case 406:
        case 415:
        case 501:
            return "unsupported";
        case 408:
        case 504:
            return "timeout";
        case 410:
            return "gone";
        case 429:
            return "throttled";
        case 502:
        case 503:
            return "unavailable";
        default:
            // The API server's own request to a kubelet or extension, as Go's url.Error words it, came to nothing.
            if (/\b(?:Get|Post) "https?:|error dialing backend|proxy error/.test(says)) return "unavailable";
            return status >= 500 ? "server-error" : "invalid";
    }
}

function hintFor(code: ProblemCode, says: string): string | undefined {
    switch (code) {
        case "unauthorized":
            return "the credential is not accepted (any more): log in again, or choose another context or --token";
        case "forbidden":
            return /impersonate/.test(says)
                ? "this user may not impersonate: check --as and --as-group"
                : "casefile rbac prints the permissions that are missing";
        case "throttled":
            return "the API server is busy: try again later, or with a lower --concurrency";
        case "unavailable":
            return "check the node's kubelet or the APIService behind it: kubectl get nodes, kubectl get apiservices";
        case "tls":
            return "the server speaks TLS: use https:// in the kubeconfig or --server";
        default:
            return undefined;
    }
}

function statusDocument(body: Uint8Array): Status | undefined {
    if (body.length > 2 ** 20) return undefined;
    try {
        const parsed: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
        return typeof parsed === "object" && parsed !== null && (parsed as Status).kind === "Status"
            ? (parsed as Status)
            : undefined;
    } catch {
        return undefined;
    }
}

/** Bodies that are no Status: plain sentences are repeated, pages of HTML are not. */
function bodyText({ headers, body }: Refusal): string {
    const text = Buffer.from(body.subarray(0, 300)).toString("utf8").trim();
    return String(headers["content-type"]).includes("html") || text.startsWith("<")
        ? "with a page of HTML (a proxy or a login page?)"
        : text;
}

function oneLine(text: string): string {
    return text.replace(/\s+/g, " ").trim().slice(0, 500);
}
