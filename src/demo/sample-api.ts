import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { answer } from "./answer.ts";
import { type ApiAnswer, refuse } from "./api-answer.ts";
import { type LoopbackCertificate, loopbackCertificate } from "./certificate.ts";
import type { ObjectStore } from "./object-store.ts";

/** A cluster on loopback. */
export interface SampleApi {
    /** `https://127.0.0.1:PORT`. */
    readonly url: string;
    /** The text of a kubeconfig with one context, `alga-appliance`, with token and CA. */
    readonly kubeconfig: string;
    /** Ends open connections; resolves when the port is free again. */
    close(): Promise<void>;
}

/** What one server has of its own. */
export interface SampleIdentity {
    /** The bearer token that clients must send. */
    readonly token: string;
    /** Of the certificate; sixteen random bytes. */
    readonly serial: Uint8Array;
    /** When its certificate begins to be valid, less a day. */
    readonly now: Date;
}

/**
 * Serves the objects as a read-only Kubernetes API on a free port of 127.0.0.1, over TLS (kubectl sends no token without). Ends on close
 * or when the signal fires.
 */
export async function serveSample(store: ObjectStore, identity: SampleIdentity, signal: AbortSignal): Promise<SampleApi> {
    signal.throwIfAborted();
    const { token } = identity;
    const pair = loopbackCertificate(identity.now, identity.serial);
    const server = createServer({ cert: pair.certificate, key: pair.privateKey }, (request, response) => {
        void respond(store, token, request, response);
    });
    const port = await listen(server);
    const close = () => closed(server);
    signal.addEventListener("abort", () => void close(), { once: true });
    const url = `https://127.0.0.1:${port}`;
    return { url, kubeconfig: kubeconfigOf(url, token, pair), close };
}

async function respond(store: ObjectStore, token: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const { status, contentType, body } = await answered(store, token, request, gone.signal);
    const headers = {
        "content-type": contentType,
        "content-length": Buffer.byteLength(body),
        "cache-control": "no-cache, private",
    };
    response.writeHead(status, headers);
    response.end(body);
}

async function answered(store: ObjectStore, token: string, request: IncomingMessage, signal: AbortSignal): Promise<ApiAnswer> {
    if (request.headers.authorization !== `Bearer ${token}`) return refuse(401, "Unauthorized");
    try {
        const url = new URL(request.url ?? "/", "http://127.0.0.1");
        return await answer(
            store,
            { method: request.method ?? "GET", url, accept: request.headers.accept ?? "", body: await bodyOf(request) },
            signal,
        );
    } catch (error) {
        return refuse(500, String(error));
    }
}

const MAX_BODY_BYTES = 1 << 20;

async function bodyOf(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > MAX_BODY_BYTES) break;
        chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
}

function listen(server: Server): Promise<number> {
    return new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(0, "127.0.0.1", () => {
            const address = server.address();
            resolve(typeof address === "object" && address !== null ? address.port : 0);
        });
    });
}

function closed(server: Server): Promise<void> {
    return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
    });
}

function kubeconfigOf(url: string, token: string, { certificate }: LoopbackCertificate): string {
    const config = {
        apiVersion: "v1",
        kind: "Config",
        clusters: [
            {
                name: "alga-appliance",
                cluster: { server: url, "certificate-authority-data": Buffer.from(certificate).toString("base64") },
            },
        ],
        users: [{ name: "sample", user: { token } }],
        contexts: [{ name: "alga-appliance", context: { cluster: "alga-appliance", user: "sample", namespace: "msp" } }],
        "current-context": "alga-appliance",
    };
    return `${JSON.stringify(config, undefined, 2)}\n`;
}
