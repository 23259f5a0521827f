import { base64, type Canaries } from "./canaries.ts";
import { packed } from "./spellings.ts";

/** One namespace for all of it; its name survives. */
export const NAMESPACE = "canary";

type Fields = Record<string, unknown>;

export interface Manifest extends Fields {
    readonly kind: string;
    readonly metadata: {
        readonly name: string;
        readonly namespace?: string;
        readonly annotations?: Readonly<Record<string, string>>;
    };
}

/** What must still be there afterwards, around the secrets. */
export const SURVIVORS = [
    "secretKeyRef",
    "db-credentials",
    "registry.example.com/team/app@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "imagePullSecrets",
    "release-values",
    "4f1f2c1e-8b1e-4b7e-9a43-1c1e5f0a7d11",
    "DB_PASSWORD",
    "postBuild",
    "app.properties",
    "10.42.7.19",
    "api.internal.example.com",
    "quay.io/team/app:1.7.3",
    "d670460b4b4aece5915caf5c68d12f560a9fe3e4",
];

const SECRET_NAMES = ["password", "apiKey", "client_secret", "authToken", "accessKey", "passphrase"] as const;

/** Every object; those whose value is searched elsewhere are made by planted-known.ts. */
export function plantedObjects(canaries: Canaries): Manifest[] {
    return [
        ...secrets(canaries),
        ...configMaps(canaries),
        ...workloads(canaries),
        ...customResources(canaries),
        ...machines(canaries),
        annotated(canaries),
    ];
}

function object(apiVersion: string, kind: string, name: string, rest: Fields): Manifest {
    const { metadata, ...fields } = rest;
    return { apiVersion, kind, metadata: { name, namespace: NAMESPACE, ...(metadata as Fields | undefined) }, ...fields };
}

function secrets(c: Canaries): Manifest[] {
    const secret = (name: string, type: string, stringData: Record<string, string>, metadata: Fields = {}) =>
        object("v1", "Secret", name, {
            type,
            metadata,
            data: Object.fromEntries(Object.entries(stringData).map(([key, value]) => [key, base64(value)])),
        });
    const dockerConfig = (place: string) =>
        JSON.stringify({
            auths: { "registry.example.com": { username: "u", password: c.word(place), auth: base64(`u:${c.word(place)}`) } },
        });
    const release = {
        name: "r",
        config: { adminPassword: c.word("Helm release: values") },
        manifest: `password: ${c.word("Helm release: manifest")}`,
    };
    return [
        secret(
            "db-credentials",
            "Opaque",
            Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`k${at}`, c.word(`Secret Opaque ${at}`)])),
        ),
        secret("basic", "kubernetes.io/basic-auth", { username: "u", password: c.word("Secret basic-auth") }),
        secret("ssh", "kubernetes.io/ssh-auth", { "ssh-privatekey": c.pem("Secret ssh-auth", "OPENSSH PRIVATE KEY") }),
        secret("tls", "kubernetes.io/tls", { "tls.crt": "", "tls.key": c.pem("Secret tls") }),
        secret("pull", "kubernetes.io/dockerconfigjson", { ".dockerconfigjson": dockerConfig("Secret dockerconfigjson") }),
        secret("pull-old", "kubernetes.io/dockercfg", {
            ".dockercfg": JSON.stringify({ r: { auth: base64(`u:${c.word("Secret dockercfg")}`) } }),
        }),
        secret("sh.helm.release.v1.r.v1", "helm.sh/release.v1", { release: packed(JSON.stringify(release)) }),
        secret("odd", "example.com/odd", { cert: c.pem("Secret of any type"), pin: c.number("Secret of any type: number") }),
        secret(
            "applied",
            "Opaque",
            { a: c.word("Secret: data beside last-applied") },
            {
                annotations: {
                    "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify({
                        apiVersion: "v1",
                        kind: "Secret",
                        data: { a: base64(c.word("Secret: last-applied data")) },
                        stringData: { b: c.word("Secret: last-applied stringData") },
                    }),
                },
            },
        ),
        object("v1", "ConfigMap", "r.v1", {
            metadata: { labels: { owner: "helm" } },
            data: { release: packed(JSON.stringify({ config: { token: c.word("Helm ConfigMap driver") } })) },
        }),
    ];
}

function configMaps(c: Canaries): Manifest[] {
    const formats: Record<string, (name: string, value: string) => string> = {
        "app.json": (name, value) => JSON.stringify({ db: { host: "10.42.7.19", [name]: value } }, undefined, 2),
        "app.yaml": (name, value) => `# comment\ndb:\n  host: 10.42.7.19\n  ${name}: ${value}\n`,
        "app.toml": (name, value) => `[db]\nhost = "10.42.7.19"\n${name} = "${value}"\n`,
        "app.ini": (name, value) => `[db]\nhost=10.42.7.19\n${name}=${value}\n`,
        "app.properties": (name, value) => `db.host=10.42.7.19\ndb.${name}=${value}\n`,
        ".env": (name, value) => `HOST=10.42.7.19\n${name.toUpperCase()}='${value}'\n`,
        "app.xml": (name, value) => `<?xml version="1.0"?>\n<db><host>10.42.7.19</host><${name}>${value}</${name}></db>\n`,
        "start.sh": (name, value) => `#!/bin/sh\nexport ${name}="${value}"\nexec app --host 10.42.7.19\n`,
        "init.sql": (_name, value) => `CREATE USER app WITH PASSWORD '${value}';\n`,
        packed: (name, value) => packed(JSON.stringify({ [name]: value, host: "10.42.7.19" })),
        "base64.txt": (name, value) => base64(`db:\n  host: 10.42.7.19\n  ${name}: ${value}\n`),
        nested: (name, value) => JSON.stringify({ config: base64(`inner: |\n  {"${name}": "${value}"}\n`) }),
    };
    return Object.entries(formats).map(([file, write]) =>
        object("v1", "ConfigMap", `format-${file.replaceAll(/[^a-z0-9]/g, "")}`, {
            data: Object.fromEntries(
                SECRET_NAMES.map((name, at) => [
                    at === 0 ? file : `${at}-${file}`,
                    write(name, c.word(`ConfigMap ${file}: ${name}`)),
                ]),
            ),
        }),
    );
}

const ENV_NAMES = [
    "DB_PASSWORD",
    "PGPASSWORD",
    "AWS_SECRET_ACCESS_KEY",
    "API_TOKEN",
    "JWT_SECRET",
    "ENCRYPTION_KEY",
    "SMTP_PASS",
    "REDIS_AUTH_TOKEN",
    "STRIPE_SECRET_KEY",
    "COOKIE_SECRET",
    "ADMIN_PWD",
    "VAULT_TOKEN",
    "SESSION_SECRET",
    "PRIVATE_KEY",
    "CLIENT_SECRET",
    "APP_SALT",
];

function workloads(c: Canaries): Manifest[] {
    const container = {
        name: "app",
        image: "registry.example.com/team/app@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        env: [
            ...ENV_NAMES.map((name) => ({ name, value: c.word(`env ${name}`) })),
            { name: "DATABASE_URL", value: `postgres://app:${c.word("env: URL")}@api.internal.example.com:5432/app` },
            { name: "FROM_SECRET", valueFrom: { secretKeyRef: { name: "db-credentials", key: "k0" } } },
        ],
        command: ["app", `--password=${c.word("command --password=")}`, "--token", c.word("command --token")],
        args: [
            `--db-password=${c.word("args --db-password=")}`,
            "--client-secret",
            c.word("args --client-secret"),
            "-c",
            `curl -u admin:${c.word("args curl -u")} https://api.internal.example.com`,
            `mysql -uroot -p${c.word("args mysql -p")}`,
            `PGPASSWORD=${c.word("args PGPASSWORD=")} psql`,
            `--header=Authorization: Bearer ${c.word("args Bearer")}`,
            `redis-cli -a ${c.word("args redis-cli -a")}`,
        ],
    };
    const spec = { imagePullSecrets: [{ name: "pull" }], containers: [container] };
    const template = (place: string) => ({
        metadata: {
            labels: { app: "x" },
            annotations: { "example.com/inject": JSON.stringify({ token: c.word(`${place}: template annotation`) }) },
        },
        spec: {
            containers: [
                { name: "app", image: "quay.io/team/app:1.7.3", env: [{ name: "API_KEY", value: c.word(`${place}: env`) }] },
            ],
        },
    });
    const nightly = template("CronJob");
    Object.assign(nightly.spec, { restartPolicy: "Never" });
    const selector = { matchLabels: { app: "x" } };
    return [
        object("v1", "Pod", "app", { spec }),
        object("apps/v1", "Deployment", "app", { spec: { selector, template: template("Deployment") } }),
        object("apps/v1", "StatefulSet", "db", { spec: { selector, serviceName: "db", template: template("StatefulSet") } }),
        object("apps/v1", "DaemonSet", "agent", { spec: { selector, template: template("DaemonSet") } }),
        object("batch/v1", "CronJob", "nightly", {
            spec: { schedule: "1 1 * * *", jobTemplate: { spec: { template: nightly } } },
        }),
    ];
}

function customResources(c: Canaries): Manifest[] {
    const values = Object.fromEntries(SECRET_NAMES.map((name) => [name, c.word(`HelmRelease values: ${name}`)]));
    return [
        object("helm.toolkit.fluxcd.io/v2", "HelmRelease", "app", {
            spec: {
                interval: "5m",
                chart: { spec: { chart: "app", sourceRef: { kind: "HelmRepository", name: "app" } } },
                valuesFrom: [{ kind: "Secret", name: "release-values" }],
                values: {
                    auth: values,
                    list: [{ name: "PASSWORD", value: c.word("HelmRelease values: pair") }],
                    raw: `admin:\n  password: ${c.word("HelmRelease values: text")}\n`,
                },
            },
        }),
        object("kustomize.toolkit.fluxcd.io/v1", "Kustomization", "app", {
            spec: {
                interval: "5m",
                prune: true,
                sourceRef: { kind: "OCIRepository", name: "app" },
                postBuild: {
                    substitute: Object.fromEntries(
                        SECRET_NAMES.map((name) => [name, c.word(`Kustomization substitute: ${name}`)]),
                    ),
                },
            },
        }),
    ];
}

/** A kind of our own that takes anything: what cluster-api, Talos and clouds put into theirs. */
export const ANYTHING = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: anythings.canary.example.com}
spec:
  group: canary.example.com
  scope: Namespaced
  names: {kind: Anything, plural: anythings, singular: anything, listKind: AnythingList}
  versions:
  - name: v1
    served: true
    storage: true
    subresources: {status: {}}
    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
`;

function machines(c: Canaries): Manifest[] {
    const talos = `version: v1alpha1
machine:
  token: ${c.word("Talos machine.token")}
  ca: {crt: LS0tLS1CRUdJTiBDRVJU, key: ${base64(c.pem("Talos machine.ca.key", "ED25519 PRIVATE KEY"))}}
cluster:
  id: 4f1f2c1e-8b1e-4b7e-9a43-1c1e5f0a7d11
  secret: ${c.word("Talos cluster.secret")}
  token: ${c.in("Talos cluster.token", (random) => `${random(6, "abcdef0123456789")}.${random(16, "abcdef0123456789")}`)}
  secretboxEncryptionSecret: ${c.word("Talos secretbox")}
  aescbcEncryptionSecret: ${c.word("Talos aescbc")}
`;
    const kubeconfig = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "https://api.internal.example.com:6443"}}]
users:
- name: u
  user:
    token: ${c.word("kubeconfig token")}
    password: ${c.word("kubeconfig password")}
    client-key-data: ${base64(c.pem("kubeconfig client-key-data", "EC PRIVATE KEY"))}
`;
    const cloudInit = `#cloud-config
users:
- name: ubuntu
  hashed_passwd: ${c.in("cloud-init hashed_passwd", (random) => `$6$${random(12)}$${random(86)}`)}
write_files:
- path: /etc/app/config.yaml
  content: |
    password: ${c.word("cloud-init write_files")}
- path: /etc/app/key.pem
  encoding: b64
  content: ${base64(c.pem("cloud-init key"))}
runcmd:
- kubeadm join 10.42.7.19:6443 --token ${c.in("cloud-init kubeadm", (random) => `${random(6, "abcdef0123456789")}.${random(16, "abcdef0123456789")}`)}
`;
    const anything = (name: string, spec: Fields) => object("canary.example.com/v1", "Anything", name, { spec });
    return [
        anything("talos", { configPatches: [talos], strategicPatches: [{ machine: { token: c.word("Talos patch object") } }] }),
        anything("kubeconfig", {
            kubeconfig,
            packed: base64(kubeconfig.replace(/token: .*/, `token: ${c.word("kubeconfig in base64")}`)),
        }),
        anything("bootstrap", {
            files: [{ path: "/etc/x", content: cloudInit }],
            userData: packed(cloudInit.replace(/password: .*/, `password: ${c.word("cloud-init packed")}`)),
        }),
        anything("numbers", {
            password: Number(c.number("number under a secret name")),
            pin: { adminPassword: c.number("digits as text") },
        }),
        anything("maps", {
            passwords: { alice: c.word("map of passwords"), bob: c.word("map of passwords 2") },
            tokens: [c.word("list of tokens"), c.word("list of tokens 2")],
        }),
        anything("sources", {
            revision: "main@sha1:d670460b4b4aece5915caf5c68d12f560a9fe3e4",
            url: `https://oauth2:${c.word("URL userinfo")}@api.internal.example.com/x.git`,
        }),
    ];
}

function annotated(c: Canaries): Manifest {
    return {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: {
            name: NAMESPACE,
            annotations: {
                "example.com/json": JSON.stringify({ webhook: { token: c.word("namespace annotation JSON") } }),
                "example.com/yaml": `webhook:\n  password: ${c.word("namespace annotation YAML")}\n`,
                "example.com/url": `https://bot:${c.word("namespace annotation URL")}@api.internal.example.com`,
                "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify({
                    kind: "Namespace",
                    metadata: {
                        annotations: { "example.com/json": JSON.stringify({ token: c.word("last-applied in last-applied") }) },
                    },
                }),
            },
        },
    };
}
