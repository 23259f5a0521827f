import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Rig } from "../../../test/harness/attach-rig.ts";
import { type FaultProxy, startFaultProxy } from "../../../test/harness/fault-proxy.ts";
import { sharedRig } from "../../../test/harness/shared-rig.ts";
import { connect } from "./connect.ts";
import type { ConnectOptions } from "./connect-options.ts";
import type { KubernetesReader } from "./reader.ts";

const signal = new AbortController().signal;
let rig: Rig;
let proxy: FaultProxy;
let dir: string;

beforeAll(async () => {
    rig = await sharedRig();
    proxy = await startFaultProxy(rig);
});
beforeEach(() => {
    proxy.clear();
    dir = mkdtempSync(join(tmpdir(), "casefile-credentials-"));
    return () => rmSync(dir, { recursive: true, force: true });
});
afterAll(() => proxy?.stop());

/** A kubeconfig in `dir` for the user, through the proxy. */
function kubeconfigFor(user: object, cluster: object = {}): string {
    const path = join(dir, "kubeconfig");
    const own = { server: proxy.server, "certificate-authority": join(rig.dir, "ca.crt"), ...cluster };
    writeFileSync(
        path,
        JSON.stringify({
            clusters: [{ name: "c", cluster: own }],
            users: [{ name: "u", user }],
            contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
            "current-context": "x",
        }),
    );
    return path;
}

async function open(user: object, options: Partial<ConnectOptions> = {}, cluster: object = {}): Promise<KubernetesReader> {
    const environment = { PATH: process.env.PATH };
    const connected = await connect(
        { kubeconfig: kubeconfigFor(user, cluster), environment, limits: { retryBaseMs: 1 }, ...options },
        signal,
    );
    if (!connected.ok) throw new Error(JSON.stringify(connected.problem));
    return connected.value;
}

/** A plugin that counts its runs, keeps what it was told, and prints `answer`. */
function plugin(answer: object | string, more: object = {}) {
    const command = join(dir, "plugin.sh");
    writeFileSync(
        command,
        '#!/bin/sh\ncd "$(dirname "$0")"\necho run >> runs\nprintf %s "$KUBERNETES_EXEC_INFO" > info\ncat answer\n',
        { mode: 0o755 },
    );
    const say = (text: object | string) =>
        writeFileSync(join(dir, "answer"), typeof text === "string" ? text : JSON.stringify(text));
    say(answer);
    return {
        exec: { apiVersion: "client.authentication.k8s.io/v1", command: "./plugin.sh", interactiveMode: "Never", ...more },
        say,
        runs: () => (existsSync(join(dir, "runs")) ? readFileSync(join(dir, "runs"), "utf8").trim().split("\n").length : 0),
        info: () => JSON.parse(readFileSync(join(dir, "info"), "utf8")) as unknown,
    };
}

const credential = (status: object) => ({ apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential", status });
const version = (reader: KubernetesReader) => reader.get("/version", {}, signal);

test("A plugin is run once for requests that come together, and told of the cluster when it asks", async () => {
    const token = await rig.token("default", "exec");
    const made = plugin(credential({ token, expirationTimestamp: "2100-01-01T00:00:00Z" }), { provideClusterInfo: true });
    const extensions = [{ name: "client.authentication.k8s.io/exec", extension: { audience: "casefile" } }];
    const reader = await open({ exec: made.exec }, {}, { extensions });
    expect((await Promise.all([version(reader), version(reader), version(reader)])).map(({ ok }) => ok)).toEqual([
        true,
        true,
        true,
    ]);
    expect(made.runs()).toBe(1);
    expect(made.info()).toEqual({
        apiVersion: "client.authentication.k8s.io/v1",
        kind: "ExecCredential",
        spec: {
            cluster: {
                server: proxy.server,
                "certificate-authority-data": readFileSync(join(rig.dir, "ca.crt")).toString("base64"),
                config: { audience: "casefile" },
            },
            interactive: false,
        },
    });
    await reader.close();
});

test("A credential whose time is over, or that the server refuses in mid-run, is had anew, once", async () => {
    const token = await rig.token("default", "exec");
    let now = Date.parse("2026-11-21T09:00:00Z");
    const made = plugin(credential({ token, expirationTimestamp: "2026-11-21T10:00:00Z" }));
    const reader = await open({ exec: made.exec }, { now: () => now });
    await version(reader);
    const before = made.runs();
    now = Date.parse("2026-11-21T10:00:01Z");
    made.say(credential({ token: await rig.token("default", "exec"), expirationTimestamp: "2026-11-21T11:00:00Z" }));
    expect((await version(reader)).ok).toBe(true);
    expect(made.runs() - before).toBe(1);
    proxy.add({ path: /version/, fault: { type: "status", code: 401 }, times: 2 });
    made.say(credential({ token: await rig.token("default", "exec") }));
    const both = await Promise.all([version(reader), version(reader)]);
    expect(both.map(({ ok }) => ok)).toEqual([true, true]);
    expect(made.runs() - before).toBe(2);
    await reader.close();
});

test("A server that refuses a fresh credential too is asked no more", async () => {
    const made = plugin(credential({ token: await rig.token("default", "exec") }));
    const reader = await open({ exec: made.exec });
    expect(made.runs()).toBe(1);
    proxy.add({ path: /version/, fault: { type: "status", code: 401 } });
    made.say(credential({ token: "another" }));
    const before = proxy.requests.length;
    expect(await version(reader)).toMatchObject({
        ok: false,
        problem: { code: "unauthorized", message: "GET /version: 401 Unauthorized" },
    });
    expect(proxy.requests.length - before).toBe(2);
    await reader.close();
});

test.each<[string, object | string, object, string, string]>([
    [
        "is missing",
        "",
        { command: "no-such-plugin", installHint: "brew install no-such-plugin" },
        "credential plugin no-such-plugin of user u is not installed or not in PATH",
        "brew install no-such-plugin",
    ],
    [
        "fails",
        "",
        { command: "sh", args: ["-c", "echo starting >&2; echo 'session expired, run: aws sso login' >&2; exit 3"] },
        "credential plugin sh of user u failed with exit code 3: session expired, run: aws sso login",
        "run it by hand: sh -c \"echo starting >&2; echo 'session expired, run: aws sso login' >&2; exit 3\"",
    ],
    [
        "prints its token on failing",
        "",
        {
            command: "sh",
            args: [
                "-c",
                "echo cached token=k8s-aws-v1.aHR0cHM6Ly9zdHM9 and eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.e30.x is bad >&2; exit 1",
            ],
        },
        "credential plugin sh of user u failed with exit code 1: cached token=… and … is bad",
        "",
    ],
    [
        "prints something else",
        "hello",
        {},
        "credential plugin DIR/plugin.sh of user u did not print an ExecCredential with a status",
        "run it by hand: DIR/plugin.sh",
    ],
    [
        "gives nothing",
        credential({}),
        {},
        "credential plugin DIR/plugin.sh of user u gave neither a token nor a certificate with its key",
        "",
    ],
    [
        "answers in another version",
        { ...credential({ token: "t" }), apiVersion: "client.authentication.k8s.io/v1beta1" },
        {},
        "credential plugin DIR/plugin.sh of user u answered in client.authentication.k8s.io/v1beta1 where the kubeconfig says client.authentication.k8s.io/v1",
        "",
    ],
    [
        "needs a person",
        "",
        { interactiveMode: "Always" },
        "credential plugin DIR/plugin.sh of user u asks questions on a terminal, which is not offered here",
        "log in with it first, or pass --token",
    ],
    [
        "does not end",
        "",
        { command: "sleep", args: ["60"] },
        "credential plugin sleep of user u did not end within 0.3 s",
        "run it by hand: sleep 60",
    ],
])("A plugin that %s is named with what to do, and never quoted with a secret", async (_, answer, more, message, hint) => {
    const { exec } = plugin(answer, more);
    const limits = { execMs: 300 };
    const came = await connect({ kubeconfig: kubeconfigFor({ exec }), environment: { PATH: process.env.PATH }, limits }, signal);
    expect(came).toMatchObject({ ok: false, problem: { code: "credentials", message: message.replace("DIR", dir) } });
    if (hint !== "" && !came.ok) expect(came.problem.hint).toBe(hint.replace("DIR", dir));
});

test("A token file is read again when the server refuses what stood in it", async () => {
    writeFileSync(join(dir, "token"), await rig.token("default", "rotating"));
    const reader = await open({ tokenFile: "token" });
    expect((await version(reader)).ok).toBe(true);
    writeFileSync(join(dir, "token"), `${await rig.token("default", "rotated")}\n`);
    proxy.add({ path: /version/, fault: { type: "status", code: 401 }, times: 1 });
    expect((await version(reader)).ok).toBe(true);
    await reader.get("/api/v1/namespaces/default", {}, signal);
    expect(rig.audit().map(({ user }) => user)).toContain("system:serviceaccount:default:rotated");
    writeFileSync(join(dir, "token"), "");
    proxy.add({ path: /version/, fault: { type: "status", code: 401 }, times: 1 });
    expect(await version(reader)).toMatchObject({
        ok: false,
        problem: { code: "credentials", message: `token file ${join(dir, "token")} is empty` },
    });
    await reader.close();
});

test("Impersonation carries user, groups and uid from flags, and extra from the kubeconfig", async () => {
    const reader = await open(
        { "as-user-extra": { "example.com/team": ["blue"] }, as: "someone" },
        { as: "alice", asGroup: ["ops", "auditors"], asUid: "42" },
    );
    expect(await reader.allowed({ verb: "list", group: "", resource: "secrets" }, signal)).toEqual({ ok: true, value: false });
    const answer = await reader.get("/api/v1/namespaces", {}, signal);
    expect(answer).toMatchObject({
        ok: false,
        problem: { code: "forbidden", hint: "casefile rbac prints the permissions that are missing" },
    });
    // Other tests ask the same API server meanwhile.
    const asked = rig.audit().findLast(({ user }) => user === "alice");
    expect(asked).toMatchObject({ groups: ["ops", "auditors", "system:authenticated"], status: 403 });
    await reader.close();
});

test("A namespaced Role is enough for its namespace, and elsewhere the refusal names what is missing", async () => {
    const namespace = await rig.namespace("role");
    await rig.apply(`
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: support, namespace: ${namespace} }
rules: [{ apiGroups: [""], resources: [configmaps, pods/log], verbs: [get, list] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: support, namespace: ${namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: support }
subjects: [{ kind: ServiceAccount, name: support, namespace: ${namespace} }]
`);
    const reader = await open({ token: await rig.token(namespace, "support") });
    const may = (resource: string, within?: string) =>
        reader.allowed({ verb: "get", group: "", resource, ...(within && { namespace: within }) }, signal);
    expect(
        await Promise.all([may("configmaps", namespace), may("pods/log", namespace), may("pods", namespace), may("configmaps")]),
    ).toEqual([true, true, false, false].map((value) => ({ ok: true, value })));
    const type = { group: "", version: "v1", resource: "configmaps", kind: "ConfigMap", namespaced: true };
    const first = async (within?: string) =>
        (
            await reader
                .list({ type, ...(within && { namespace: within }) }, signal)
                [Symbol.asyncIterator]()
                .next()
        ).value;
    expect(await first(namespace)).toMatchObject({ ok: true });
    expect(await first()).toMatchObject({
        ok: false,
        problem: {
            code: "forbidden",
            message: `listing configmaps: 403 configmaps is forbidden: User "system:serviceaccount:${namespace}:support" cannot list resource "configmaps" in API group "" at the cluster scope`,
        },
    });
    await reader.close();
});

test("Two connections of one process never share a connection or a credential", async () => {
    const before = proxy.connections();
    const one = await open({ token: await rig.token("default", "one") });
    const two = await open({ token: await rig.token("default", "two") });
    await Promise.all([
        one.get("/api/v1/namespaces/default?of=one", {}, signal),
        two.get("/api/v1/namespaces/default?of=two", {}, signal),
    ]);
    expect(proxy.connections() - before).toBeGreaterThanOrEqual(2);
    const users = rig.audit().filter(({ uri }) => uri.includes("?of="));
    expect(users.map(({ uri, user }) => `${uri.split("=")[1]} ${user}`).sort()).toEqual([
        "one system:serviceaccount:default:one",
        "two system:serviceaccount:default:two",
    ]);
    await Promise.all([one.close(), two.close()]);
});
