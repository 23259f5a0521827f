import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttp } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeCertificate } from "../../../test/harness/certificate.ts";
import { connectWithText } from "./connect.ts";

const signal = new AbortController().signal;
const HOUR = 3600;
const now = Math.floor(Date.now() / 1000);
let dir: string;
let issuer: Server;
let issuerUrl: string;
let api: Server;
const seen: (string | undefined)[] = [];
const grants: string[] = [];

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const idToken = (name: string, expires: number) =>
    `${part({ alg: "RS256" })}.${part({ iss: issuerUrl, aud: "casefile", sub: name, iat: now - HOUR, exp: expires })}.c2ln`;
const address = (server: Server) => (server.address() as AddressInfo).port;
const listen = (server: Server) => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "casefile-oidc-"));
    const made = makeCertificate({
        names: ["IP:127.0.0.1"],
        from: new Date((now - HOUR) * 1000),
        until: new Date((now + HOUR) * 1000),
    });
    writeFileSync(join(dir, "idp.crt"), made.certificate);
    issuer = createHttps({ cert: made.certificate, key: made.key }, (asked, response) => {
        response.setHeader("content-type", "application/json");
        if (asked.url === "/.well-known/openid-configuration") {
            response.end(
                JSON.stringify({
                    issuer: issuerUrl,
                    token_endpoint: `${issuerUrl}/token`,
                    authorization_endpoint: `${issuerUrl}/auth`,
                    jwks_uri: `${issuerUrl}/keys`,
                }),
            );
            return;
        }
        let form = "";
        asked.on("data", (chunk) => {
            form += chunk;
        });
        asked.on("end", () => {
            grants.push(new URLSearchParams(form).get("refresh_token") ?? "");
            response.end(
                JSON.stringify({
                    access_token: "a",
                    token_type: "bearer",
                    expires_in: HOUR,
                    id_token: idToken("renewed", now + HOUR),
                    refresh_token: "second",
                }),
            );
        });
    });
    api = createHttp((asked, response) => {
        seen.push(asked.headers.authorization);
        response.writeHead(200, { "content-type": "application/json" }).end('{"gitVersion":"v1.36.3"}');
    });
    await Promise.all([listen(issuer), listen(api)]);
    issuerUrl = `https://127.0.0.1:${address(issuer)}`;
});
afterAll(() => {
    issuer?.close();
    api?.close();
    rmSync(dir, { recursive: true, force: true });
});

function open(config: Record<string, string>) {
    const kubeconfig = {
        clusters: [{ name: "c", cluster: { server: `http://127.0.0.1:${address(api)}` } }],
        users: [
            {
                name: "u",
                user: {
                    "auth-provider": {
                        name: "oidc",
                        config: { "idp-issuer-url": issuerUrl, "client-id": "casefile", ...config },
                    },
                },
            },
        ],
        contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
        "current-context": "x",
    };
    return connectWithText(JSON.stringify(kubeconfig), "kubeconfig", { environment: {} }, signal);
}

test("An OIDC token that is still good is used as it stands", async () => {
    const good = idToken("good", now + HOUR);
    const connected = await open({ "id-token": good });
    expect(connected.ok && seen.at(-1)).toBe(`Bearer ${good}`);
    if (connected.ok) await connected.value.close();
    expect(grants).toEqual([]);
});

test("An OIDC token that has expired is renewed at its issuer, whose own authority counts", async () => {
    const connected = await open({
        "id-token": idToken("old", now - HOUR),
        "refresh-token": "first",
        "idp-certificate-authority": join(dir, "idp.crt"),
    });
    expect(connected.ok || connected.problem).toBe(true);
    expect(seen.at(-1)).toBe(`Bearer ${idToken("renewed", now + HOUR)}`);
    expect(grants).toEqual(["first"]);
    if (connected.ok) await connected.value.close();
});

test("An OIDC token that has expired and cannot be renewed asks for a login", async () => {
    expect(await open({ "id-token": idToken("old", now - HOUR) })).toMatchObject({
        ok: false,
        problem: {
            code: "credentials",
            message: "user u in kubeconfig: its OIDC token has expired and cannot be renewed",
            hint: "log in again, or pass --token",
        },
    });
});

test("An issuer that cannot be reached is named; what it was asked with is not", async () => {
    const came = await open({ "id-token": idToken("old", now - HOUR), "refresh-token": "first" });
    expect(came).toMatchObject({
        ok: false,
        problem: {
            message: `user u in kubeconfig: its OIDC token has expired and ${issuerUrl} did not renew it (DEPTH_ZERO_SELF_SIGNED_CERT)`,
        },
    });
});
