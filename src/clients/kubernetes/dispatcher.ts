import { createSecureContext, getCACertificates } from "node:tls";
import { Agent, type Dispatcher, ProxyAgent, Socks5ProxyAgent } from "undici";
import { fail, ok, type Result } from "../../core/problem.ts";
import type { Limits } from "./limits.ts";
import { proxyFor } from "./proxy-for.ts";
import type { Target } from "./target.ts";
import type { TlsMaterial } from "./tls-material.ts";

interface Wanted {
    readonly target: Target;
    readonly tls: TlsMaterial;
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly limits: Limits;
}

/**
 * The one pool of connections for one context and one credential: HTTP/1.1 (one log stream a connection, so that a slow one holds up
 * nobody), kept alive, through the kubeconfig's proxy or the environment's. Fails with `credentials` or `configuration` for
 * certificates that cannot be used. Whoever gets it closes it.
 */
export function createDispatcher({ target, tls, environment, limits }: Wanted): Result<Dispatcher> {
    const material = {
        ...(tls.authority === undefined ? {} : { ca: tls.authority }),
        ...(tls.certificate === undefined ? {} : { cert: tls.certificate }),
        ...(tls.key === undefined ? {} : { key: tls.key }),
    };
    const usable = checkMaterial(material, target);
    if (!usable.ok) return usable;
    const serverName = target.cluster["tls-server-name"];
    const connect = {
        ...(tls.authority === undefined && { ca: [...getCACertificates("bundled"), ...getCACertificates("system")] }),
        ...material,
        ...(serverName === undefined ? {} : { servername: serverName }),
        rejectUnauthorized: target.cluster["insecure-skip-tls-verify"] !== true,
        timeout: limits.connectMs,
        keepAliveInitialDelay: 30_000,
    };
    const pool = {
        connections: limits.connections,
        pipelining: 1,
        allowH2: false,
        keepAliveTimeout: 30_000,
        connectTimeout: limits.connectMs,
    };
    const proxy = proxyFor(target.cluster.server, target.cluster["proxy-url"], environment);
    if (proxy === undefined) return ok(new Agent({ ...pool, connect }));
    const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
    switch (url?.protocol) {
        case "http:":
        case "https:":
            return ok(new ProxyAgent({ ...pool, uri: proxy, requestTls: connect }));
        case "socks5:":
        case "socks5h:":
            return ok(new Socks5ProxyAgent(proxy.replace(/^socks5h/, "socks5"), { ...pool, requestTls: connect }));
        default:
            return fail("configuration", "the proxy's address is not http://, https:// or socks5://", {
                hint: "check --proxy-url, proxy-url in the kubeconfig, and HTTPS_PROXY",
            });
    }
}

function checkMaterial(material: { ca?: string; cert?: string; key?: string }, target: Target): Result<void> {
    const { ca, ...own } = material;
    try {
        createSecureContext(own);
    } catch (cause) {
        const why = (cause as NodeJS.ErrnoException).code
            ?.replace(/^ERR_OSSL_/, "")
            .replaceAll("_", " ")
            .toLowerCase();
        const message = `the client certificate or key of user ${target.userName} in ${target.origin} cannot be used: ${why}`;
        return fail("credentials", message, { hint: "client-certificate and client-key must be PEM and belong together", cause });
    }
    if (ca !== undefined && !ca.includes("-----BEGIN CERTIFICATE-----"))
        return fail(
            "configuration",
            `the certificate authority of cluster ${target.clusterName} in ${target.origin} is not PEM`,
            { hint: "check certificate-authority" },
        );
    return ok(undefined);
}
