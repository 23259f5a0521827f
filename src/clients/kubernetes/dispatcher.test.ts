import { createServer } from "node:http";
import { type AddressInfo, connect as connectTcp, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Rig } from "../../../test/harness/attach-rig.ts";
import { sharedRig } from "../../../test/harness/shared-rig.ts";
import { connect } from "./connect.ts";

const signal = new AbortController().signal;
let rig: Rig;
let token: string;
const asked: string[] = [];
const sockets = new Set<Socket>();
/** A corporate proxy: every CONNECT ends at the rig, whatever the name, unless it forbids it. */
const proxy = createServer((_, response) => response.writeHead(403).end());
proxy.on("connection", (socket) => sockets.add(socket));
proxy.on("connect", (request, client: Socket) => {
    asked.push(`${request.url} ${request.headers["proxy-authorization"] ?? ""}`.trim());
    if (request.url?.startsWith("forbidden")) return client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    const { hostname, port } = new URL(rig.server);
    const upstream = connectTcp(Number(port), hostname, () => {
        client.write("HTTP/1.1 200 Connection established\r\n\r\n");
        upstream.pipe(client).pipe(upstream);
    });
    upstream.on("error", () => client.destroy());
    client.on("error", () => upstream.destroy());
    return undefined;
});

beforeAll(async () => {
    rig = await sharedRig();
    token = await rig.token("default", "proxied");
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
});

const proxyUrl = (userinfo = "") => `http://${userinfo}127.0.0.1:${(proxy.address() as AddressInfo).port}`;
const flags = (server: string) => ({ server, token, certificateAuthority: join(rig.dir, "ca.crt"), environment: {} });

test("A proxy leads to the API server, whose certificate still counts; answers over a distance come compressed", async () => {
    const connected = await connect({ ...flags("https://kubernetes.default"), proxyUrl: proxyUrl("me:word@") }, signal);
    if (!connected.ok) throw new Error(connected.problem.message);
    const namespace = await rig.namespace("distance");
    const data = { text: "The same again. ".repeat(20_000) };
    await rig.apply(JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "large", namespace }, data }));
    await rig.kubectl(["-n", namespace, "create", "role", "reader", "--verb=get", "--resource=configmaps"]);
    await rig.kubectl(["-n", namespace, "create", "rolebinding", "reader", "--role=reader", "--serviceaccount=default:proxied"]);
    const before = connected.value.traffic.bytes;
    const answer = await connected.value.get(`/api/v1/namespaces/${namespace}/configmaps/large`, {}, signal);
    expect(answer.ok && JSON.parse(Buffer.from(answer.value).toString())).toMatchObject({ data });
    expect(connected.value.traffic.bytes - before).toBeLessThan(20_000);
    expect(asked[0]).toBe(`kubernetes.default:443 Basic ${Buffer.from("me:word").toString("base64")}`);
    await connected.value.close();
});

test("The environment's proxy counts where NO_PROXY does not except the host", async () => {
    const environment = { HTTPS_PROXY: proxyUrl() };
    const connected = await connect({ ...flags("https://kubernetes"), environment }, signal);
    expect(connected.ok).toBe(true);
    if (connected.ok) await connected.value.close();
    expect(asked.at(-1)).toBe("kubernetes:443");
    const direct = await connect({ ...flags("https://localhost:1"), environment }, signal);
    expect(direct).toMatchObject({
        ok: false,
        problem: { code: "unreachable", message: "GET /version: nothing listens at https://localhost:1 (connection refused)" },
    });
});

test("A proxy that forbids, and one that is none, are named as the cause", async () => {
    expect(await connect({ ...flags("https://forbidden"), proxyUrl: proxyUrl() }, signal)).toMatchObject({
        ok: false,
        problem: { code: "unreachable", hint: "check --proxy-url, proxy-url in the kubeconfig, HTTPS_PROXY and NO_PROXY" },
    });
    expect(await connect({ ...flags("https://kubernetes"), proxyUrl: "ftp://proxy" }, signal)).toMatchObject({
        ok: false,
        problem: { code: "configuration", message: "the proxy's address is not http://, https:// or socks5://" },
    });
});
