import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Agent, createServer as createHttps, request } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Rig } from "./attach-rig.ts";
import { type Fault, sendFault, statusBody } from "./faults.ts";

/** What goes wrong, for which requests, and how often. */
export interface FaultRule {
    /** Matched against path and query, `/api/v1/pods?limit=500`. */
    readonly path: RegExp;
    readonly fault: Fault;
    /** For ever when absent. */
    readonly times?: number;
    /** So many matching requests go well first. */
    readonly after?: number;
}

export interface FaultProxyOptions {
    /** Plain http instead of https. */
    readonly plain?: boolean;
    /** PEM; the API server's own certificate, for 127.0.0.1, when absent. */
    readonly tls?: { readonly certificate: string; readonly key: string };
}

/** An API server that misbehaves: HTTP(S) in front of the real one. Requests without a bearer token are the administrator's. */
export interface FaultProxy extends AsyncDisposable {
    readonly server: string;
    /** Path of a kubeconfig that leads through the proxy; it trusts the rig's authority. */
    readonly kubeconfig: string;
    /** Paths and queries of all requests so far. */
    readonly requests: readonly string[];
    /** TCP connections accepted so far. */
    readonly connections: () => number;
    /** Later rules are looked at first. */
    add(rule: FaultRule): void;
    clear(): void;
    /** Nothing listens any more and connections are reset; `up` listens at the same port again. */
    down(): Promise<void>;
    up(): Promise<void>;
    stop(): Promise<void>;
}

interface LiveRule extends FaultRule {
    seen: number;
}

/** Starts a proxy on loopback. Stop it, or leave it to `await using`. */
export async function startFaultProxy(rig: Rig, options: FaultProxyOptions = {}): Promise<FaultProxy> {
    const dir = mkdtempSync(join(tmpdir(), "casefile-proxy-"));
    const rules: LiveRule[] = [];
    const requests: string[] = [];
    const sockets = new Map<number | undefined, Socket>();
    const upstream = openUpstream(rig);
    let connections = 0;

    const answer = (asked: IncomingMessage, response: ServerResponse) => {
        const path = asked.url ?? "/";
        requests.push(path);
        const fault = faultFor(rules, path);
        if (fault?.type === "status") return statusBody(response, path, fault);
        if (fault?.type === "hang") return undefined;
        const reset = () => sockets.get(asked.socket.remotePort)?.resetAndDestroy();
        if (fault?.type === "drop") return reset();
        return upstream.forward(asked, response, {
            answered: (answer) => sendFault(answer, response, fault, reset),
            failed: reset,
        });
    };
    let server = listenable(options, rig, answer);
    const listen = async (port: number) => {
        server.on("connection", (socket: Socket) => {
            connections++;
            const { remotePort } = socket;
            sockets.set(remotePort, socket);
            socket.on("close", () => sockets.delete(remotePort)).on("error", () => {});
        });
        await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    };
    await listen(0);
    const { port } = server.address() as AddressInfo;
    const down = async () => {
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        for (const socket of sockets.values()) socket.resetAndDestroy();
        await closed;
    };
    const stop = async () => {
        if (server.listening) await down();
        upstream.close();
        rmSync(dir, { recursive: true, force: true });
    };
    const address = `${options.plain ? "http" : "https"}://127.0.0.1:${port}`;
    writeFileSync(join(dir, "kubeconfig"), kubeconfigFor(address, readFileSync(join(rig.dir, "ca.crt"))));
    return {
        server: address,
        kubeconfig: join(dir, "kubeconfig"),
        requests,
        connections: () => connections,
        add: (rule) => rules.unshift({ ...rule, seen: 0 }),
        clear: () => rules.splice(0),
        down,
        async up() {
            server = listenable(options, rig, answer);
            await listen(port);
        },
        stop,
        [Symbol.asyncDispose]: stop,
    };
}

function listenable(
    options: FaultProxyOptions,
    rig: Rig,
    answer: (asked: IncomingMessage, response: ServerResponse) => unknown,
): Server {
    if (options.plain) return createHttp(answer);
    const { certificate, key } = options.tls ?? {
        certificate: readFileSync(join(rig.dir, "apiserver.crt"), "utf8"),
        key: readFileSync(join(rig.dir, "apiserver.key"), "utf8"),
    };
    return createHttps({ cert: certificate, key }, answer);
}

function faultFor(rules: readonly LiveRule[], path: string): Fault | undefined {
    for (const rule of rules) {
        if (!rule.path.test(path)) continue;
        const count = rule.seen++ - (rule.after ?? 0);
        if (count >= 0 && count < (rule.times ?? Number.POSITIVE_INFINITY)) return rule.fault;
    }
    return undefined;
}

/** A client certificate does not pass a proxy: the proxy has the administrator's, and leaves it out where a token came along. */
function openUpstream(rig: Rig) {
    const ca = readFileSync(join(rig.dir, "ca.crt"));
    const asToken = new Agent({ keepAlive: true, ca });
    const own = { cert: readFileSync(join(rig.dir, "admin.crt")), key: readFileSync(join(rig.dir, "admin.key")) };
    const asAdministrator = new Agent({ keepAlive: true, ca, ...own });
    return {
        forward(
            asked: IncomingMessage,
            response: ServerResponse,
            then: { answered: (answer: IncomingMessage) => void; failed: () => void },
        ) {
            const { host: _, connection: __, ...headers } = asked.headersDistinct;
            const agent = headers.authorization === undefined ? asAdministrator : asToken;
            const passed = request(
                new URL(asked.url ?? "/", rig.server),
                { method: asked.method ?? "GET", headers, agent },
                then.answered,
            );
            passed.on("error", then.failed);
            response.on("close", () => passed.destroy());
            asked.pipe(passed);
        },
        close() {
            asToken.destroy();
            asAdministrator.destroy();
        },
    };
}

function kubeconfigFor(server: string, authority: Buffer): string {
    const trust = server.startsWith("https:") ? { "certificate-authority-data": authority.toString("base64") } : {};
    return JSON.stringify({
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name: "proxy", cluster: { server, ...trust } }],
        users: [{ name: "proxy", user: {} }],
        contexts: [{ name: "proxy", context: { cluster: "proxy", user: "proxy" } }],
        "current-context": "proxy",
    });
}
