import { createSecureServer, type Http2SecureServer, type Http2ServerRequest } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import { TLSSocket } from "node:tls";
import {
    Code,
    ConnectError,
    createContextKey,
    createContextValues,
    type HandlerContext,
    type Interceptor,
} from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { dump } from "js-yaml";
import { type Issued, issueCertificate } from "./certificates.ts";
import type { FakeFaults, FakeNode } from "./fake-node.ts";
import { ROLES } from "./roles.ts";
import { type Asked, talosServices } from "./services.ts";

/** One call as it came in. */
export interface SeenCall {
    readonly method: string;
    readonly node: string;
    /** Name of the node whose apid took it. */
    readonly through: string;
}

export interface FakeTalosOptions {
    /** Machines by name that listen as endpoints, in the talosconfig's order; the first control plane node when absent. */
    readonly endpoints?: readonly string[];
    /** The loopback address that an endpoint listens on: 127.0.0.1 when absent. */
    readonly hosts?: Readonly<Record<string, string>>;
    /** All endpoints take the first one's port, as Talos' do: their hosts must differ. */
    readonly samePort?: boolean;
    /** Names in the endpoints' certificates instead of those they listen on. */
    readonly certificateHosts?: readonly string[];
    readonly now: Date;
}

/** What kind of talosconfig to make. */
export interface TalosconfigOptions {
    readonly roles?: readonly string[];
    readonly use?: "client" | "client-and-server";
    readonly validTo?: Date;
    readonly nodes?: readonly string[];
    /** Instead of the fake's own. */
    readonly endpoints?: readonly string[];
    /** Signed by a CA that the fake does not know. */
    readonly foreign?: boolean;
}

/** A Talos cluster on loopback: real HTTP/2, real mTLS with Ed25519, Talos' routing and roles. */
export interface FakeTalos {
    /** `127.0.0.1:PORT` */
    readonly endpoints: readonly string[];
    readonly calls: readonly SeenCall[];
    talosconfig(options?: TalosconfigOptions): string;
    close(): Promise<void>;
}

const YEAR_MS = 365 * 24 * 3600 * 1000;
/** Reading a certificate costs more than answering a call. */
const ROLES_OF = new WeakMap<TLSSocket, readonly string[]>();
const ROLES_KEY = createContextKey<readonly string[]>([]);

export async function startFakeTalos(nodes: readonly FakeNode[], options: FakeTalosOptions): Promise<FakeTalos> {
    const validity = { validFrom: new Date(options.now.getTime() - YEAR_MS), validTo: new Date(options.now.getTime() + YEAR_MS) };
    const authority = issueCertificate({ name: { organizations: ["talos"] }, use: "ca", ...validity });
    const stranger = issueCertificate({ name: { organizations: ["talos"] }, use: "ca", ...validity });
    const calls: SeenCall[] = [];
    const through =
        options.endpoints ??
        nodes
            .filter(({ type }) => type === "controlplane")
            .slice(0, 1)
            .map(({ name }) => name);
    const servers: Listening[] = [];
    for (const name of through) {
        const endpoint = nodes.find((node) => node.name === name);
        if (endpoint === undefined) throw new Error(`no fake node is called ${name}`);
        const host = options.hosts?.[name] ?? "127.0.0.1";
        const hosts = options.certificateHosts ?? [host, "127.0.0.1", "::1", "localhost"];
        const server = issueCertificate(
            { name: { organizations: [], commonName: name }, use: "server", hosts, ...validity },
            authority,
        );
        const port = options.samePort ? (servers[0]?.port ?? 0) : 0;
        servers.push(await listen({ host, port, server, authority, handler: handlerOf(endpoint, nodes, calls) }));
    }
    const endpoints = servers.map(({ title }) => title);
    return {
        endpoints,
        calls,
        talosconfig: (wanted = {}) =>
            talosconfig(wanted.foreign ? stranger : authority, authority, { endpoints, ...wanted }, validity),
        close: async () => {
            await Promise.all(servers.map(({ close }) => close()));
        },
    };
}

function talosconfig(
    signer: Issued,
    authority: Issued,
    wanted: TalosconfigOptions,
    validity: { validFrom: Date; validTo: Date },
): string {
    const client = issueCertificate(
        {
            name: { organizations: wanted.roles ?? ["os:reader"] },
            use: wanted.use ?? "client",
            validFrom: validity.validFrom,
            validTo: wanted.validTo ?? validity.validTo,
        },
        signer,
    );
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    return dump({
        context: "fake",
        contexts: {
            fake: {
                endpoints: wanted.endpoints,
                ...(wanted.nodes === undefined ? {} : { nodes: wanted.nodes }),
                ca: base64(authority.certificatePem),
                crt: base64(client.certificatePem),
                key: base64(client.keyPem),
            },
        },
    });
}

type Handler = ReturnType<typeof connectNodeAdapter>;

function handlerOf(endpoint: FakeNode, nodes: readonly FakeNode[], calls: SeenCall[]): Handler {
    const asked = (context: HandlerContext): Asked => ({
        node: route(context.requestHeader, endpoint, nodes),
        roles: context.values.get(ROLES_KEY),
    });
    const gate: Interceptor = (next) => async (request) => {
        const method = `${request.service.typeName}/${request.method.name}`;
        const node = route(request.header, endpoint, nodes);
        calls.push({ method, node: node.name, through: endpoint.name });
        const allowed = ROLES[method] ?? ["os:admin"];
        if (!request.contextValues.get(ROLES_KEY).some((role) => allowed.includes(role)))
            throw new ConnectError("not authorized", Code.PermissionDenied);
        await fail(request.method.name, node.faults ?? {}, request.service.typeName, request.signal);
        return await next(request);
    };
    return connectNodeAdapter({
        routes: talosServices(asked),
        interceptors: [gate],
        grpc: true,
        grpcWeb: false,
        connect: false,
        contextValues: (request) => createContextValues().set(ROLES_KEY, rolesOf(request)),
    });
}

/** apid's director: one value of `node`, or the endpoint itself; workers forward nothing. */
function route(header: Headers, endpoint: FakeNode, nodes: readonly FakeNode[]): FakeNode {
    if (header.has("nodes")) throw new ConnectError("one-2-many proxying is deprecated and not used here", Code.InvalidArgument);
    const wanted = header.get("node");
    if (wanted === null) return endpoint;
    if (wanted.includes(",")) throw new ConnectError("node metadata must be single-valued", Code.InvalidArgument);
    const node = nodes.find(({ name, addresses }) => name === wanted || addresses.includes(wanted));
    if (node === endpoint) return endpoint;
    if (endpoint.type === "worker") throw new ConnectError("no request forwarding", Code.PermissionDenied);
    if (node === undefined || node.faults?.down || node.faults?.undialable)
        throw new ConnectError(
            `connection error: desc = "transport: Error while dialing: dial tcp ${wanted}:50000: connect: no route to host"`,
            Code.Unavailable,
        );
    return node;
}

async function fail(method: string, faults: FakeFaults, service: string, signal: AbortSignal): Promise<void> {
    if (faults.denied?.includes(method)) throw new ConnectError("not authorized", Code.PermissionDenied);
    if (faults.unimplemented?.includes(method))
        throw new ConnectError(`unknown method ${method} for service ${service}`, Code.Unimplemented);
    const unavailable = faults.unavailable?.[method];
    if (unavailable !== undefined) throw new ConnectError(unavailable, Code.Unavailable);
    if (faults.hangs?.includes(method))
        await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
}

function rolesOf(request: { readonly socket: unknown } | Http2ServerRequest): readonly string[] {
    const socket = "stream" in request ? request.stream.session?.socket : request.socket;
    if (!(socket instanceof TLSSocket)) return [];
    const known = ROLES_OF.get(socket);
    if (known !== undefined) return known;
    const subject: Readonly<Record<string, unknown>> = { ...socket.getPeerCertificate().subject };
    const organizations = subject.O;
    const roles = Array.isArray(organizations)
        ? organizations.map(String)
        : organizations === undefined
          ? []
          : [String(organizations)];
    ROLES_OF.set(socket, roles);
    return roles;
}

interface Listening {
    readonly title: string;
    readonly port: number;
    close(): Promise<void>;
}

function listen({
    host,
    port,
    server,
    authority,
    handler,
}: {
    host: string;
    port: number;
    server: Issued;
    authority: Issued;
    handler: Handler;
}): Promise<Listening> {
    const listening: Http2SecureServer = createSecureServer(
        {
            key: server.key.export({ type: "pkcs8", format: "pem" }),
            cert: server.certificatePem,
            ca: authority.certificatePem,
            requestCert: true,
            rejectUnauthorized: true,
            minVersion: "TLSv1.2",
        },
        handler,
    );
    const sockets = new Set<Socket>();
    listening.on("connection", (socket: Socket) => {
        sockets.add(socket);
        socket.on("close", () => sockets.delete(socket));
    });
    const close = () =>
        new Promise<void>((resolve) => {
            listening.close(() => resolve());
            for (const socket of sockets) socket.destroy();
        });
    return new Promise((resolve, reject) => {
        listening.once("error", reject);
        listening.listen(port, host, () => {
            const address: string | AddressInfo | null = listening.address();
            if (address === null || typeof address === "string") return reject(new Error("no address"));
            resolve({ title: `${host.includes(":") ? `[${host}]` : host}:${address.port}`, port: address.port, close });
        });
    });
}
