import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Rig } from "../../../test/harness/attach-rig.ts";
import { makeCertificate } from "../../../test/harness/certificate.ts";
import { startFaultProxy } from "../../../test/harness/fault-proxy.ts";
import { sharedRig } from "../../../test/harness/shared-rig.ts";
import { connect, connectWithText } from "./connect.ts";
import type { ConnectOptions } from "./connect-options.ts";

const signal = new AbortController().signal;
const DAY = 86_400_000;
let rig: Rig;
let dir: string;

beforeAll(async () => {
    rig = await sharedRig();
    dir = mkdtempSync(join(tmpdir(), "casefile-connect-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** What connecting came to: "connected as context's namespace", or the problem. Whoever connected is asked for the user's name. */
async function outcome(options: Partial<ConnectOptions>) {
    const connected = await connect({ environment: {}, k3sKubeconfig: join(dir, "no-k3s"), ...options }, signal);
    if (!connected.ok) {
        const { code, message, hint } = connected.problem;
        return { code, message, hint };
    }
    const { server, defaultNamespace } = connected.value;
    await connected.value.close();
    return { server, defaultNamespace };
}

function written(name: string, content: string): string {
    const path = join(dir, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, content);
    return path;
}

/** A kubeconfig for that server, with the rig's administrator unless `user` says otherwise. */
function kubeconfig(name: string, cluster: object, user?: object): string {
    const own = load(readFileSync(rig.kubeconfig, "utf8")) as { users: [{ user: object }] };
    return written(
        name,
        JSON.stringify({
            clusters: [{ name: "c", cluster }],
            users: [{ name: "u", user: user ?? own.users[0].user }],
            contexts: [{ name: "x", context: { cluster: "c", user: "u", namespace: "msp" } }],
            "current-context": "x",
        }),
    );
}

async function listening<T>(server: Server, then: (port: number) => Promise<T>): Promise<T> {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
        return await then((server.address() as AddressInfo).port);
    } finally {
        server.close();
    }
}

test("kubectl's own file is enough", async () => {
    expect(await outcome({ kubeconfig: rig.kubeconfig })).toEqual({ server: rig.server, defaultNamespace: "default" });
});

test("$KUBECONFIG is a list: files that are not there are left out, the first context and the first of equal names stand", async () => {
    const first = written(
        "first",
        JSON.stringify({
            contexts: [{ name: "mine", context: { cluster: "rig", user: "admin", namespace: "msp" } }],
            "current-context": "mine",
        }),
    );
    const environment = { KUBECONFIG: [join(dir, "nowhere"), first, rig.kubeconfig].join(":") };
    expect(await outcome({ environment })).toEqual({ server: rig.server, defaultNamespace: "msp" });
    expect(await outcome({ environment, context: "rig", namespace: "flux-system" })).toEqual({
        server: rig.server,
        defaultNamespace: "flux-system",
    });
});

test("Without flags ~/.kube/config counts, then the pod's account, then k3s", async () => {
    const home = join(dir, "home");
    const k3sKubeconfig = written("k3s.yaml", readFileSync(rig.kubeconfig, "utf8"));
    expect(await outcome({ environment: { HOME: home }, k3sKubeconfig })).toEqual({
        server: rig.server,
        defaultNamespace: "default",
    });
    const account = join(dir, "account");
    written("account/token", `${await rig.token("default", "pod-account")}\n`);
    written("account/ca.crt", readFileSync(join(rig.dir, "ca.crt"), "utf8"));
    written("account/namespace", "casefile");
    const { hostname, port } = new URL(rig.server);
    const inPod = { HOME: home, KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port };
    expect(await outcome({ environment: inPod, serviceAccountFolder: account, k3sKubeconfig })).toEqual({
        server: rig.server,
        defaultNamespace: "casefile",
    });
    written(
        "home/.kube/config",
        readFileSync(kubeconfig("own", { server: rig.server, "certificate-authority": join(rig.dir, "ca.crt") }), "utf8"),
    );
    expect(await outcome({ environment: inPod, serviceAccountFolder: account, k3sKubeconfig })).toEqual({
        server: rig.server,
        defaultNamespace: "msp",
    });
});

test("Flags alone connect, and a token flag puts the user's certificate aside", async () => {
    const token = await rig.token("default", "flags");
    const certificateAuthority = join(rig.dir, "ca.crt");
    expect(await outcome({ server: rig.server, token, certificateAuthority })).toEqual({
        server: rig.server,
        defaultNamespace: "default",
    });
    expect(await outcome({ kubeconfig: rig.kubeconfig, token: "wrong" })).toEqual({
        code: "unauthorized",
        message: "GET /version: 401 Unauthorized",
        hint: "the credential is not accepted (any more): log in again, or choose another context or --token",
    });
});

test("What is named and does not work is an error that says what there is; nothing stands in for it", async () => {
    const home = { HOME: written("fallback/.kube/config", readFileSync(rig.kubeconfig, "utf8")).replace("/.kube/config", "") };
    const missing = join(dir, "missing");
    expect(await outcome({ kubeconfig: missing, environment: home })).toEqual({
        code: "configuration",
        message: `kubeconfig ${missing} does not exist`,
        hint: "check --kubeconfig",
    });
    expect(await outcome({ environment: { ...home, KUBECONFIG: missing } })).toEqual({
        code: "configuration",
        message: `$KUBECONFIG names ${missing}, which does not exist`,
        hint: "correct or unset KUBECONFIG",
    });
    expect(await outcome({ kubeconfig: rig.kubeconfig, context: "prod" })).toEqual({
        code: "configuration",
        message: `there is no context "prod" in ${rig.kubeconfig}`,
        hint: "choose with --context: rig",
    });
    expect(await outcome({ kubeconfig: rig.kubeconfig, cluster: "prod" })).toMatchObject({
        message: `there is no cluster "prod" in ${rig.kubeconfig}`,
        hint: "choose with --cluster: rig",
    });
    expect(await outcome({ kubeconfig: rig.kubeconfig, user: "me" })).toMatchObject({
        message: `there is no user "me" in ${rig.kubeconfig}`,
        hint: "choose with --user: admin",
    });
    expect(await outcome({ kubeconfig: rig.kubeconfig, asGroup: ["ops"] })).toMatchObject({
        code: "configuration",
        hint: "add --as USER",
    });
    expect(await outcome({})).toEqual({
        code: "configuration",
        message: "no kubeconfig was found: neither --kubeconfig, $KUBECONFIG, ~/.kube/config, a pod's service account nor k3s",
        hint: "name one: --kubeconfig FILE",
    });
});

test.each([
    ["clusters: [", "is not a kubeconfig: unexpected end of the stream within a flow collection in line 1"],
    ["hello", "is not a kubeconfig: it is not a mapping"],
    ["clusters: [{ cluster: {} }]", "is not a kubeconfig: clusters.0.name: Invalid input: expected string, received undefined"],
])("A malformed kubeconfig (%s) is named, and not quoted", async (text, says) => {
    const path = written("malformed", text);
    const came = await outcome({ kubeconfig: path });
    expect(came).toMatchObject({ code: "configuration", message: expect.stringContaining(`${path} ${says.slice(0, 20)}`) });
    expect(came.message?.replace(`${path} `, "")).toBe(says);
});

test("A refused port, a silent one and a name that nobody knows are unreachable, in the time given", async () => {
    const port = await listening(createTcpServer(), async (free) => free);
    expect(await outcome({ server: `https://127.0.0.1:${port}` })).toEqual({
        code: "unreachable",
        message: `GET /version: nothing listens at https://127.0.0.1:${port} (connection refused)`,
        hint: "check the address in the kubeconfig, the network and VPN, and that the API server runs",
    });
    const limits = { connectMs: 700 };
    await listening(
        createTcpServer(() => {}),
        async (silent) => {
            expect(await outcome({ server: `https://127.0.0.1:${silent}`, insecureSkipTlsVerify: true, limits })).toMatchObject({
                code: "unreachable",
                message: `GET /version: https://127.0.0.1:${silent} did not accept the connection in time`,
            });
            expect(await outcome({ server: `http://127.0.0.1:${silent}`, limits })).toMatchObject({
                code: "timeout",
                message: "GET /version: the API server accepted the request and did not answer in time",
            });
        },
    );
    expect(await outcome({ server: "https://api.invalid:6443" })).toMatchObject({
        code: "unreachable",
        message: "GET /version: the name api.invalid cannot be resolved",
    });
});

test("What answers and is no Kubernetes API is said to be none", async () => {
    const web = createServer((_, response) =>
        response.writeHead(200, { "content-type": "text/html" }).end("<html>log in</html>"),
    );
    await listening(web, async (port) => {
        expect(await outcome({ server: `http://127.0.0.1:${port}` })).toMatchObject({
            code: "invalid",
            message: `http://127.0.0.1:${port} answers, but not as a Kubernetes API`,
        });
        expect(await outcome({ server: `https://127.0.0.1:${port}`, insecureSkipTlsVerify: true })).toMatchObject({
            code: "tls",
            message: `GET /version: https://127.0.0.1:${port} does not speak TLS`,
        });
    });
    const ssh = createTcpServer((socket) => socket.on("error", () => {}).write("SSH-2.0-OpenSSH_9.2\r\n"));
    await listening(ssh, async (port) => {
        expect(await outcome({ server: `http://127.0.0.1:${port}` })).toMatchObject({
            code: "invalid",
            message: `GET /version: http://127.0.0.1:${port} does not speak HTTP`,
        });
        expect(await outcome({ server: `https://127.0.0.1:${port}`, insecureSkipTlsVerify: true })).toMatchObject({
            code: "tls",
        });
    });
    expect(await outcome({ server: rig.server.replace("https", "http") })).toEqual({
        code: "tls",
        message: "GET /version: 400 Client sent an HTTP request to an HTTPS server.",
        hint: "the server speaks TLS: use https:// in the kubeconfig or --server",
    });
});

test("A wrong authority, a wrong host name and an expired server certificate are told apart", async () => {
    const now = Date.now();
    const other = makeCertificate({ names: ["DNS:api.example"], from: new Date(now - DAY), until: new Date(now + DAY) });
    const authority = written("other.crt", other.certificate);
    expect(await outcome({ kubeconfig: rig.kubeconfig, certificateAuthority: authority })).toEqual({
        code: "tls",
        message: `GET /version: the certificate of ${rig.server} is not signed by the authority that is trusted`,
        hint: "give its authority with --certificate-authority FILE; is it the right cluster?",
    });
    await using elsewhere = await startFaultProxy(rig, { tls: other });
    expect(await outcome({ kubeconfig: elsewhere.kubeconfig, certificateAuthority: authority })).toEqual({
        code: "tls",
        message: `GET /version: the certificate of ${elsewhere.server} is for other names (api.example)`,
        hint: "use one of those names as --server, or --tls-server-name NAME",
    });
    expect(
        await outcome({ kubeconfig: elsewhere.kubeconfig, certificateAuthority: authority, tlsServerName: "api.example" }),
    ).toMatchObject({ server: elsewhere.server });
    expect(await outcome({ kubeconfig: elsewhere.kubeconfig, insecureSkipTlsVerify: true })).toMatchObject({
        server: elsewhere.server,
    });
    const old = makeCertificate({ names: ["IP:127.0.0.1"], from: new Date(now - 9 * DAY), until: new Date(now - 2 * DAY) });
    await using expired = await startFaultProxy(rig, { tls: old });
    expect(
        await outcome({ kubeconfig: expired.kubeconfig, certificateAuthority: written("old.crt", old.certificate) }),
    ).toMatchObject({
        code: "tls",
        message: `GET /version: the certificate of ${expired.server} has expired`,
    });
});

test("A client certificate that has expired is the reason for the 401, and one that cannot be used is named", async () => {
    const made = makeCertificate({
        names: ["DNS:me"],
        from: new Date("2026-01-01T00:00:00Z"),
        until: new Date("2026-02-01T00:00:00Z"),
    });
    const cluster = { server: rig.server, "certificate-authority": join(rig.dir, "ca.crt") };
    const user = { "client-certificate": written("me.crt", made.certificate), "client-key": written("me.key", made.key) };
    expect(await outcome({ kubeconfig: kubeconfig("expired", cluster, user) })).toEqual({
        code: "credentials",
        message: "GET /version: 401, the client certificate expired on 2026-02-01T00:00:00.000Z",
        hint: "get a new kubeconfig for this cluster, or check this machine's clock",
    });
    const path = kubeconfig("mismatch", cluster, { ...user, "client-key": join(rig.dir, "admin.key") });
    expect(await outcome({ kubeconfig: path })).toMatchObject({
        code: "credentials",
        message: expect.stringMatching(`^the client certificate or key of user u in ${path} cannot be used: `),
    });
    const nowhere = kubeconfig("nowhere", cluster, { "client-certificate": "gone.crt", "client-key": "gone.key" });
    expect(await outcome({ kubeconfig: nowhere })).toMatchObject({
        code: "credentials",
        message: `client certificate ${join(dir, "gone.crt")} named in ${nowhere} cannot be read (ENOENT)`,
    });
});

test("A client certificate without its key is an error: the API server would take the request for nobody's", async () => {
    const cluster = { server: rig.server, "certificate-authority": join(rig.dir, "ca.crt") };
    const path = kubeconfig("half", cluster, { "client-certificate": join(rig.dir, "admin.crt") });
    expect(await outcome({ kubeconfig: path })).toEqual({
        code: "configuration",
        message: `user u in ${path} has a client certificate and no client key`,
        hint: "add client-key or client-key-data",
    });
});

test("A token with a line break cannot be sent, which is said without the token", async () => {
    expect(await outcome({ server: rig.server, insecureSkipTlsVerify: true, token: "hidden\nvalue" })).toEqual({
        code: "credentials",
        message: "the bearer token has characters that cannot be sent",
        hint: "is there a line break in it?",
    });
});

test("A proxy that cannot be reached is told from the API server behind it", async () => {
    const port = await listening(createTcpServer(), async (free) => free);
    const hint = "check --proxy-url, proxy-url in the kubeconfig, HTTPS_PROXY and NO_PROXY";
    expect(await outcome({ server: rig.server, proxyUrl: `http://127.0.0.1:${port}` })).toEqual({
        code: "unreachable",
        message: `GET /version: port ${port}, the proxy to ${rig.server}, cannot be reached (ECONNREFUSED)`,
        hint,
    });
    expect(await outcome({ server: rig.server, proxyUrl: "http://proxy.invalid:3128" })).toEqual({
        code: "unreachable",
        message: `GET /version: proxy.invalid, the proxy to ${rig.server}, cannot be reached (ENOTFOUND)`,
        hint,
    });
});

test("A kubeconfig given as text stands alone: an empty one is an error, whatever the machine has", async () => {
    const environment = {
        HOME: written("again/.kube/config", readFileSync(rig.kubeconfig, "utf8")).replace("/.kube/config", ""),
    };
    const empty = await connectWithText("\n", "Secret default/c1-kubeconfig", { environment }, signal);
    expect(empty).toEqual({
        ok: false,
        problem: { code: "configuration", message: "Secret default/c1-kubeconfig is empty: there is no kubeconfig in it" },
    });
    const clusterRef = { type: "managed", kind: "Cluster", namespace: "default", name: "c1" } as const;
    const connected = await connectWithText(
        readFileSync(rig.kubeconfig, "utf8"),
        "Secret default/c1-kubeconfig",
        { environment: {}, clusterRef },
        signal,
    );
    expect(connected.ok && connected.value.cluster).toEqual(clusterRef);
    if (connected.ok) await connected.value.close();
});
