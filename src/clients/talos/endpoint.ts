import { isIPv6 } from "node:net";
import { fail, ok, type Result } from "../../core/problem.ts";

/** Where apid listens. */
export const APID_PORT = 50_000;

/** A place to connect to. */
export interface Endpoint {
    /** Host name or IP, without brackets. */
    readonly host: string;
    readonly port: number;
    /** `host:port`, `[v6]:port`: for people and for URLs. */
    readonly title: string;
}

/**
 * The forms that a talosconfig's endpoints take: `host`, `host:port`, a bare IPv6, `[v6]`, `[v6]:port`, `https://host` (port 443).
 * Source: siderolabs/talos pkg/machinery/client/resolver and config.
 */
export function parseEndpoint(text: string, defaultPort = APID_PORT): Result<Endpoint> {
    const wrong = () =>
        fail<Endpoint>(
            "configuration",
            `${JSON.stringify(text)} is not a Talos endpoint such as 10.5.0.2, cp.example.com:50000 or [fd00::2]:50000`,
        );
    const url = /^https:\/\/(.+?)\/?$/.exec(text);
    const rest = url?.[1] ?? text;
    const port = url === null ? defaultPort : 443;
    if (isIPv6(rest)) return ok(endpoint(rest, port));
    const match = /^(?:\[([^\]]+)\]|([^\s:/[\]@?#]+))(?::(\d{1,5}))?$/.exec(rest);
    const host = match?.[1] ?? match?.[2];
    if (match === null || host === undefined || (match[1] !== undefined && !isIPv6(match[1]))) return wrong();
    const given = match[3] === undefined ? port : Number(match[3]);
    return given > 0 && given < 65_536 ? ok(endpoint(host, given)) : wrong();
}

function endpoint(host: string, port: number): Endpoint {
    return { host, port, title: `${isIPv6(host) ? `[${host}]` : host}:${port}` };
}
