import { isIP } from "node:net";

/**
 * The proxy that requests to `server` go through: the kubeconfig's or flag's own, else HTTPS_PROXY (HTTP_PROXY for http) unless NO_PROXY
 * excepts the host. Loopback is never proxied by the environment. Source: golang.org/x/net/http/httpproxy (without CIDR ranges' IPv6).
 */
export function proxyFor(
    server: string,
    own: string | undefined,
    environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
    if (own !== undefined) return own;
    const { protocol, hostname, port } = new URL(server);
    const given = (name: string) => environment[name] || environment[name.toLowerCase()];
    const proxy = protocol === "https:" ? given("HTTPS_PROXY") : given("HTTP_PROXY");
    if (!proxy) return undefined;
    const host = hostname.replace(/^\[|\]$/g, "");
    if (host === "localhost" || host === "::1" || host.startsWith("127.")) return undefined;
    const excepted = (given("NO_PROXY") ?? "").split(",").some((entry) => excepts(entry.trim().toLowerCase(), host, port));
    return excepted ? undefined : proxy.includes("://") ? proxy : `http://${proxy}`;
}

function excepts(entry: string, host: string, port: string): boolean {
    if (entry === "") return false;
    if (entry === "*") return true;
    const range = /^([\d.]+)\/(\d+)$/.exec(entry);
    if (range) return isIP(host) === 4 && inRange(host, range[1] ?? "", Number(range[2]));
    const [name = "", entryPort] = isIP(entry) === 6 ? [entry] : entry.split(":");
    if (entryPort !== undefined && entryPort !== port) return false;
    const domain = name.replace(/^\*?\./, "");
    return (host === domain && name === domain) || host.endsWith(`.${domain}`);
}

function inRange(address: string, base: string, bits: number): boolean {
    const shift = 2 ** (32 - bits);
    return Math.floor(numeric(address) / shift) === Math.floor(numeric(base) / shift);
}

function numeric(address: string): number {
    return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}
