import { gunzipSync, gzipSync } from "node:zlib";
import { CORE_SCHEMA, load } from "js-yaml";
import { afterAll, expect, test } from "vitest";
import { MANAGEMENT } from "../core/cluster-ref.ts";
import type { RedactedBatch } from "./redacted.ts";
import { createRenderer } from "./render.ts";
import { WorkerPool } from "./worker-pool.ts";

const signal = new AbortController().signal;
const renderer = createRenderer({
    nets: {
        key: new Uint8Array(32).fill(7),
        known: [],
        names: [],
        user: { keys: ["Losungswort"], patterns: [], values: [], keep: [], hide: [] },
    },
    managedFields: false,
    pool: new WorkerPool([], 2),
    now: () => new Date(0),
});
afterAll(() => renderer.close());

let planted = 0;
const canaries: string[] = [];
/** A password of its own for each place. */
function canary(): string {
    const value = `Xq7${(planted++).toString(36).padStart(3, "0")}vTz9Lw`;
    canaries.push(value);
    return value;
}
const base64 = (text: string | Uint8Array) => Buffer.from(text).toString("base64");
const pem = () => `-----BEGIN RSA PRIVATE KEY-----\n${base64(canary().repeat(4))}\n-----END RSA PRIVATE KEY-----\n`;

const OBJECTS = [
    {
        kind: "Secret",
        metadata: {
            name: "s",
            annotations: {
                "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify({
                    kind: "Secret",
                    stringData: { a: canary() },
                }),
            },
        },
        data: { a: base64(canary()), "tls.key": base64(pem()) },
        stringData: { b: canary() },
    },
    {
        kind: "Secret",
        metadata: { name: "h" },
        type: "helm.sh/release.v1",
        data: { release: base64(base64(gzipSync(JSON.stringify({ name: "h", config: { a: canary() }, manifest: canary() })))) },
    },
    {
        kind: "Pod",
        metadata: { name: "p" },
        spec: {
            containers: [
                {
                    env: [{ name: "DB_PASSWORD", value: canary() }],
                    args: [`--password=${canary()}`, "--token", canary()],
                    command: ["sh", "-c", `mysql -uroot -p${canary()} -h db && curl -u admin:${canary()} http://x`],
                },
            ],
        },
    },
    {
        kind: "Deployment",
        metadata: {
            name: "d",
            annotations: {
                x: JSON.stringify({ spec: { template: { env: [{ name: "API_KEY", value: canary() }] } } }),
                y: `password: ${canary()}\n`,
            },
        },
        spec: {},
    },
    {
        kind: "ConfigMap",
        metadata: { name: "c" },
        data: {
            DB_PASSWORD: canary(),
            "a.json": `{"a":{"secret":"${canary()}"}}`,
            "a.yaml": `a:\n  - token: ${canary()}\n---\nb: {password: '${canary()}'}\n`,
            "a.toml": `[a]\npassword = "${canary()}"\n`,
            "a.ini": `[a]\npassword=${canary()}\n`,
            "a.properties": `a.b.password: ${canary()}\n`,
            ".env": `export TOKEN=${canary()}\n`,
            "a.xml": `<a><password>${canary()}</password><b secret="${canary()}"/></a>`,
            "a.sh": `#!/bin/sh\nPGPASSWORD=${canary()} psql\nredis-cli -a ${canary()}\n`,
            "a.sql": `ALTER USER a PASSWORD '${canary()}';`,
            kubeconfig: `kind: Config\nusers:\n- user: {token: ${canary()}, client-key-data: ${base64(pem())}}\n`,
            "config.json": JSON.stringify({ auths: { r: { auth: base64(`u:${canary()}`) } } }),
            nested: base64(gzipSync(`password: ${canary()}\n`)),
            losungswort: canary(),
            pem: pem(),
            inner: `apiVersion: v1\nkind: Secret\ndata:\n  x: ${base64(canary())}\nstringData:\n  y: ${canary()}\n`,
        },
        binaryData: { z: base64(gzipSync(`token = "${canary()}"\n`)) },
    },
    {
        kind: "HelmRelease",
        metadata: { name: "r" },
        spec: {
            values: {
                auth: { password: canary(), nested: [{ apiKey: canary() }] },
                valuesYaml: `db:\n  password: ${canary()}\n`,
            },
        },
    },
    {
        kind: "Kustomization",
        metadata: { name: "k" },
        spec: {
            postBuild: { substitute: { db_password: canary() } },
            patches: [{ patch: `- op: add\n  path: /spec/password\n  value: ${canary()}\n` }],
        },
    },
    {
        kind: "KubeadmConfig",
        metadata: { name: "b" },
        spec: {
            files: [{ path: "/etc/x", content: `password=${canary()}\n`, encoding: "" }],
            joinConfiguration: { discovery: { bootstrapToken: { token: canary() } } },
            users: [{ passwd: canary() }],
        },
    },
    {
        kind: "Machine",
        metadata: { name: "m" },
        spec: {
            userData: base64(`#cloud-config\nchpasswd: {list: ''}\npassword: ${canary()}\n`),
            config: {
                machine: { token: canary(), ca: { crt: "x", key: base64(pem()) } },
                cluster: { secret: canary(), aescbcEncryptionSecret: canary() },
            },
        },
    },
];

const STAYS = [
    "secretName: tls-app",
    "key: password",
    "existingSecret: my-existing",
    "name: regcred",
    "caBundle: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t",
    "uid: 7b0c0d1e-1111-4222-8333-444455556666",
    "tokenExpirationSeconds: 3607",
];
const KEEPER = {
    kind: "Keeper",
    metadata: { name: "k", uid: "7b0c0d1e-1111-4222-8333-444455556666" },
    spec: {
        a: { secretName: "tls-app" },
        b: { secretKeyRef: { key: "password" } },
        existingSecret: "my-existing",
        imagePullSecrets: [{ name: "regcred" }],
        caBundle: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t",
        tokenExpirationSeconds: 3607,
    },
};

async function render(items: unknown): Promise<string[]> {
    const bytes = Buffer.from(JSON.stringify({ items }));
    const { evidence, gaps } = await renderer.page(
        { type: "page", cluster: MANAGEMENT, apiVersion: "v1", kind: "X", as: "objects", write: true, bytes },
        signal,
    );
    expect(gaps).toEqual([]);
    return texts(evidence);
}

function texts({ bytes, entries }: RedactedBatch): string[] {
    return entries.map(({ offset, length }) => Buffer.from(bytes.subarray(offset, offset + length)).toString());
}

/** The text and everything in it that is base64 or gzip of base64, opened as far as it goes: no part of the engine has a hand in it. */
function opened(text: string, depth = 4): string {
    const runs = [...text.matchAll(/[A-Za-z0-9+/_-]{16,}={0,2}/g)].flatMap(([run]) =>
        [0, 1, 2, 3].map((skipped) => Buffer.from(run.slice(skipped), "base64")),
    );
    const inner = runs.map((bytes) =>
        bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes).toString() : bytes.toString("latin1"),
    );
    return depth === 0 ? text : [text, ...inner.map((one) => opened(one, depth - 1))].join("\n");
}

test("none of the secrets planted in every place is in what is written, not in base64 and not in gzip", async () => {
    const before = opened(JSON.stringify(OBJECTS));
    expect(canaries.filter((value) => !before.includes(value))).toEqual([]);
    const after = opened((await render(OBJECTS)).join("\n"));
    expect(canaries.filter((value) => after.includes(value))).toEqual([]);
});

test("references and public things around them stay", async () => {
    const text = (await render([KEEPER])).join("");
    expect(STAYS.filter((line) => !text.includes(line))).toEqual([]);
    expect(text).not.toContain("<redacted:");
});

test("what was redacted once comes out of a second time as it was", async () => {
    const once = await render(OBJECTS);
    expect(await render(once.map((text) => load(text, { schema: CORE_SCHEMA })))).toEqual(once);
});
