import { gunzipSync, gzipSync } from "node:zlib";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { Counter } from "../counts.ts";
import type { JsonObject } from "../json.ts";
import { secretNames } from "../secret-names.ts";
import { YamlWriter } from "../yaml.ts";
import { Structure } from "./structure.ts";

/** Net one alone: the token says the rule and the value's length. */
function redacted(yaml: string): { yaml: string; unreadable: readonly string[]; counts: Readonly<Record<string, number>> } {
    const structure = new Structure({
        nets: { token: (rule, value) => `<redacted:${rule}:${value.length}>`, string: (text) => ({ text, counts: {} }) },
        fingerprint: (value) => value.length.toString(16).padStart(12, "0"),
        names: secretNames([]),
        keep: new Set(["keepme"]),
    });
    const object = load(yaml) as JsonObject;
    const counter = new Counter();
    const unreadable = structure.redact(object, { apiVersion: String(object.apiVersion), kind: String(object.kind) }, counter);
    return { yaml: new YamlWriter().document(object), unreadable, counts: counter.counts() };
}

/** Redacts a ConfigMap with one file. */
function file(name: string, text: string): { text: string; unreadable: readonly string[] } {
    const { yaml, unreadable } = redacted(
        new YamlWriter().document({ apiVersion: "v1", kind: "ConfigMap", data: { [name]: text } }),
    );
    const { data } = load(yaml) as { data: Record<string, string> };
    return { text: data[name] ?? "", unreadable };
}

const base64 = (text: string | Uint8Array) => Buffer.from(text).toString("base64");

test.each([
    "Opaque",
    "kubernetes.io/tls",
    "kubernetes.io/dockerconfigjson",
    "kubernetes.io/basic-auth",
    "kubernetes.io/ssh-auth",
    "bootstrap.kubernetes.io/token",
    "kubernetes.io/service-account-token",
])("a Secret of type %s keeps names and sizes", (type) => {
    const secret = `apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\ndata:\n  key: ${base64("hunter2")}\nstringData:\n  plain: 12345\n  list: [a]\ntype: ${type}\n`;
    const { yaml, counts } = redacted(secret);
    expect(yaml).toBe(
        `apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\ndata:\n  key:\n    bytes: 7\n    fingerprint: hmac-000000000007\nstringData:\n  plain:\n    bytes: 5\n    fingerprint: hmac-000000000005\n  list:\n    bytes: 5\n    fingerprint: hmac-000000000005\ntype: ${type}\n`,
    );
    expect(counts).toEqual({ "secret-data": 3 });
    expect(redacted(yaml).yaml).toBe(yaml);
});

const RELEASE = {
    name: "app",
    namespace: "msp",
    version: 3,
    info: {
        status: "deployed",
        first_deployed: "2025-01-01T00:00:00Z",
        last_deployed: "2025-01-03T09:08:41Z",
        description: "Upgrade complete",
        notes: "password hunter2",
    },
    chart: { metadata: { name: "app", version: "1.2.3", appVersion: "4.5" }, values: { password: "hunter2" } },
    config: { password: "hunter2" },
    manifest: "kind: Secret\nstringData: {password: hunter2}",
};
const HELM = {
    name: "app",
    namespace: "msp",
    chart: "app",
    version: "1.2.3",
    appVersion: "4.5",
    status: "deployed",
    firstDeployed: "2025-01-01T00:00:00Z",
    lastDeployed: "2025-01-03T09:08:41Z",
    description: "Upgrade complete",
    revision: 3,
};

test.each([
    ["Secret", base64(base64(gzipSync(JSON.stringify(RELEASE))))],
    ["ConfigMap", base64(gzipSync(JSON.stringify(RELEASE)))],
])("a Helm release in a %s says what is deployed, and neither values nor manifest", (kind, release) => {
    const { yaml } = redacted(
        `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: sh.helm.release.v1.app.v3\n  labels: {owner: helm}\ndata:\n  release: ${release}\n`,
    );
    expect((load(yaml) as { data: { release: { helm: unknown } } }).data.release.helm).toEqual(HELM);
    expect(yaml).not.toContain("hunter2");
    expect(redacted(yaml).yaml).toBe(yaml);
});

test("the last-applied copy is redacted in place, the rest of it byte for byte", () => {
    const applied = `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","note":"a \\u003c b"},"stringData":{"password":"hunter2"},"n":1.0}\\n`;
    const { yaml } = redacted(
        `apiVersion: v1\nkind: Secret\nmetadata:\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: ${JSON.stringify(applied.replace("\\n", "\n"))}\n`,
    );
    const { metadata } = load(yaml) as { metadata: { annotations: Record<string, string> } };
    expect(Object.values(metadata.annotations)).toEqual([
        `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","note":"a \\u003c b"},"stringData":{"password":{"bytes":7,"fingerprint":"hmac-000000000007"}},"n":1.0}\n`,
    ]);
});

test("variables and arguments are hidden by what names them; references stay", () => {
    const { yaml } = redacted(`
kind: Pod
spec:
  serviceAccountName: app
  automountServiceAccountToken: true
  imagePullSecrets: [{name: regcred}]
  containers:
  - name: db
    command: [/bin/sh, -c, "PGPASSWORD=hunter2 psql -h db; curl -su admin:hunter2 https://x; mysql -uroot -phunter2 --ssl"]
    args: [--password=hunter2, --token, hunter2, --token-ttl=5m, --password-file=/etc/pw, "--api-key=$(API_KEY)", -p, "8080", --set=db.password=hunter2, "--listen=:8080"]
    env:
    - {name: DB_PASSWORD, value: hunter2}
    - {name: DB_PASSWORD_FILE, value: /run/secrets/pw}
    - {name: API_KEY, valueFrom: {secretKeyRef: {name: app, key: api-key}}}
    - {name: OTHER_PASSWORD, value: $(DB_PASSWORD)}
    - {name: DSN, value: "postgres://app:hunter2@db:5432/app?sslmode=require"}
    - {name: EMPTY_TOKEN, value: ""}
    - {name: USE_AUTH_TOKEN, value: "true"}
    envFrom: [{secretRef: {name: app}}]
  volumes:
  - {name: s, secret: {secretName: app, items: [{key: password, path: pw}]}}
`);
    expect(yaml).toBe(`kind: Pod
spec:
  serviceAccountName: app
  automountServiceAccountToken: true
  imagePullSecrets:
  - name: regcred
  containers:
  - name: db
    command:
    - /bin/sh
    - -c
    - PGPASSWORD='<redacted:secret-name:7>' psql -h db; curl -su admin:'<redacted:command-line:7>' https://x; mysql -uroot -p'<redacted:secret-name:7>' --ssl
    args:
    - --password=<redacted:secret-name:7>
    - --token
    - <redacted:secret-name:7>
    - --token-ttl=5m
    - --password-file=/etc/pw
    - --api-key=$(API_KEY)
    - -p
    - "8080"
    - --set=db.password=<redacted:secret-name:7>
    - --listen=:8080
    env:
    - name: DB_PASSWORD
      value: <redacted:secret-name:7>
    - name: DB_PASSWORD_FILE
      value: /run/secrets/pw
    - name: API_KEY
      valueFrom:
        secretKeyRef:
          name: app
          key: api-key
    - name: OTHER_PASSWORD
      value: $(DB_PASSWORD)
    - name: DSN
      value: postgres://app:<redacted:secret-name:7>@db:5432/app?sslmode=require
    - name: EMPTY_TOKEN
      value: ""
    - name: USE_AUTH_TOKEN
      value: "true"
    envFrom:
    - secretRef:
        name: app
  volumes:
  - name: s
    secret:
      secretName: app
      items:
      - key: password
        path: pw
`);
});

test.each([
    [
        "app.json",
        `{ "db": {"password" : "hunter2", "port": 5432.0},\n  "list":[{"name":"TOKEN","value":"hunter2"}] }\n`,
        `{ "db": {"password" : "<redacted:secret-name:7>", "port": 5432.0},\n  "list":[{"name":"TOKEN","value":"<redacted:secret-name:7>"}] }\n`,
    ],
    [
        "app.yaml",
        `# note\ndb: {user: app, password: hunter2} # inline\ntoken: 'hunter2'\n---\nkind: Secret\ndata:\n  a: aHVudGVyMg==\n`,
        `# note\ndb: {user: app, password: <redacted:secret-name:7>} # inline\ntoken: "<redacted:secret-name:7>"\n---\nkind: Secret\ndata:\n  a: {"bytes":7,"fingerprint":"hmac-000000000007"}\n`,
    ],
    [
        "app.toml",
        `title = "x" # c\n[db]\npassword = "hunter2"\nport = 5432\ninline = { token = 'hunter2', a = 1 }\nmulti_secret = """\nhunter2\n"""\n`,
        `title = "x" # c\n[db]\npassword = "<redacted:secret-name:7>"\nport = 5432\ninline = { token = '<redacted:secret-name:7>', a = 1 }\nmulti_secret = """<redacted:secret-name:9>"""\n`,
    ],
    [
        "app.ini",
        `[db]\nuser = app\npassword = hunter2 ; c\n; old_password=hunter2\n`,
        `[db]\nuser = app\npassword = <redacted:secret-name:7> ; c\n; old_password=<redacted:secret-name:7>\n`,
    ],
    [
        "app.properties",
        `spring.datasource.password=hunter2\r\nkey.size: 2048\r\napi.token: hunter\\\r\n    2\r\nname=x\r\n`,
        `spring.datasource.password=<redacted:secret-name:7>\r\nkey.size: 2048\r\napi.token: <redacted:secret-name:14>\r\nname=x\r\n`,
    ],
    [
        ".env",
        `export DB_PASSWORD="hunter2"\nTOKEN=hunter2\nPATH=/bin\nSECRET=\${OTHER}\n`,
        `export DB_PASSWORD="<redacted:secret-name:7>"\nTOKEN=<redacted:secret-name:7>\nPATH=/bin\nSECRET=\${OTHER}\n`,
    ],
    [
        "app.xml",
        `<?xml version="1.0"?>\n<c><password>hunter2</password><add key="Password" value="hunter2"/><db password="hunter2" user="a"/><property name="secret.key">hunter2</property></c>\n`,
        `<?xml version="1.0"?>\n<c><password>&lt;redacted:secret-name:7&gt;</password><add key="Password" value="&lt;redacted:secret-name:7&gt;"/><db password="&lt;redacted:secret-name:7&gt;" user="a"/><property name="secret.key">&lt;redacted:secret-name:7&gt;</property></c>\n`,
    ],
    [
        "run.sh",
        `#!/bin/sh\nexport PGPASSWORD=hunter2\ndocker login -u a -p hunter2 registry\nredis-cli -a "hunter2" ping\n`,
        `#!/bin/sh\nexport PGPASSWORD='<redacted:secret-name:7>'\ndocker login -u a -p '<redacted:secret-name:7>' registry\nredis-cli -a "<redacted:secret-name:7>" ping\n`,
    ],
    [
        "init.sql",
        `CREATE USER app WITH PASSWORD 'hunter2';\nCREATE USER 'a'@'%' IDENTIFIED BY 'hunter2';\n`,
        `CREATE USER app WITH PASSWORD '<redacted:secret-name:7>';\nCREATE USER 'a'@'%' IDENTIFIED BY '<redacted:secret-name:7>';\n`,
    ],
    ["redis.conf", `port 6379\nrequirepass hunter2\n`, `port 6379\nrequirepass <redacted:secret-name:7>\n`],
])("%s is redacted by its format, in place", (name, before, after) => {
    expect(file(name, before)).toEqual({ text: after, unreadable: [] });
    expect(file(name, after).text).toBe(after);
});

test("a YAML block inside YAML keeps its place", () => {
    const before = `machine:\n  files:\n    - content: |\n        [db]\n        password = hunter2\n        port = 1\n      path: /etc/x\n  token: abcdef.0123456789abcdef\n  ca:\n    crt: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURQ==\n    key: ${base64("-----BEGIN ED25519 PRIVATE KEY-----\nx\n")}\n`;
    expect(file("machine.yaml", before).text).toBe(
        `machine:\n  files:\n    - content: |\n        [db]\n        password = <redacted:secret-name:7>\n        port = 1\n      path: /etc/x\n  token: <redacted:secret-name:23>\n  ca:\n    crt: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURQ==\n    key: <redacted:private-key:52>\n`,
    );
});

test("base64 and gzip are opened and closed again", () => {
    const { yaml } = redacted(
        `kind: X\nspec:\n  userData: ${base64("#cloud-config\npassword: hunter2\nhostname: a\n")}\n  zipped: ${base64(gzipSync("db:\n  password: hunter2\n"))}\n`,
    );
    const { spec } = load(yaml) as { spec: { userData: string; zipped: string } };
    expect(Buffer.from(spec.userData, "base64").toString()).toBe(
        "#cloud-config\npassword: <redacted:secret-name:7>\nhostname: a\n",
    );
    expect(gunzipSync(Buffer.from(spec.zipped, "base64")).toString()).toBe("db:\n  password: <redacted:secret-name:7>\n");
});

test("what says it is JSON, YAML or TOML and cannot be parsed is masked whole, and said", () => {
    expect(file("a.json", `{"password": "hunter2"`)).toEqual({
        text: "<redacted:unreadable:22>",
        unreadable: ['the value of "a.json" was masked whole: it is named as JSON and cannot be parsed'],
    });
    expect(file("a.yaml", "a: [\npassword: hunter2\n").text).toBe("<redacted:unreadable:23>");
    expect(file("a.yaml", "a: {{ .Values.a }}\n{{ if x }}\npassword: hunter2\n{{ end }}\n").text).toBe(
        "a: {{ .Values.a }}\n{{ if x }}\npassword: <redacted:secret-name:7>\n{{ end }}\n",
    );
});

test("custom resources are hidden by the names of fields; references, encrypted and public things stay", () => {
    const stays = `kind: HelmRelease
spec:
  chart:
    spec:
      sourceRef:
        kind: HelmRepository
        name: app
  values:
    auth:
      existingSecret: app
      passwordKey: password
      tokenTTL: 5m
      maxTokens: 4096
    tls:
      secretName: tls
      caBundle: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t
      certificate: "-----BEGIN CERTIFICATE-----"
    sops:
      password: ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]
    encryptedData:
      password: AgBy3i4OJSWK
    recipients:
      apiKey: age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p
      sshKey: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI a@b
    template:
      password: "{{ .Values.password }}"
      kept: keepme
      secret: keepme
  data:
  - secretKey: password
    remoteRef:
      key: app
`;
    expect(redacted(stays).yaml).toBe(stays);
    const hidden = `kind: Kustomization
spec:
  postBuild:
    substitute:
      db_password: hunter2
      cluster_name: a
  files:
  - path: /etc/kubernetes/pki/ca.key
    content: |
      token=hunter2
  users:
    passwords:
      alice: hunter2
  pin:
    userPin: 12345
  registries:
    auths:
      r.example.com:
        auth: ${base64("user:hunter2")}
  patches:
  - op: add
    path: /spec/password
    value: hunter2
`;
    expect(redacted(hidden).yaml).toBe(
        hidden
            .replaceAll("hunter2", "<redacted:secret-name:7>")
            .replace("12345", "<redacted:secret-name:5>")
            .replace(base64("user:hunter2"), "<redacted:docker-auth:16>"),
    );
});

test("a kubeconfig in a ConfigMap loses its credentials and keeps its servers", () => {
    const before = `apiVersion: v1\nkind: Config\nclusters:\n- cluster:\n    certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURQ==\n    server: https://a:6443\n  name: a\nusers:\n- name: u\n  user:\n    client-certificate-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURQ==\n    client-key-data: ${base64("-----BEGIN RSA PRIVATE KEY-----\nx\n")}\n    token: hunter2\n    password: hunter2\n`;
    const { text } = file("kubeconfig", before);
    expect(text).toBe(
        before
            .replaceAll("hunter2", "<redacted:secret-name:7>")
            .replace(/client-key-data: .*/, "client-key-data: <redacted:secret-name:48>"),
    );
});

test.each([
    ["DSN", "postgres://app:hunter2@db/x", "postgres://app:<redacted:secret-name:7>@db/x"],
    [
        "SENTRY_DSN",
        "https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/2",
        "https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/2",
    ],
    [
        "SENTRY_DSN",
        "https://0123456789abcdef0123456789abcdef:89abcdef0123456789abcdef01234567@sentry.io/2",
        "https://0123456789abcdef0123456789abcdef:<redacted:secret-name:32>@sentry.io/2",
    ],
    [
        "connectionString",
        "Server=db;User Id=app;Password=hunter2;Encrypt=true",
        "Server=db;User Id=app;Password=<redacted:secret-name:7>;Encrypt=true",
    ],
    ["connection_string", "host=db user=app password=hunter2", "host=db user=app password=<redacted:secret-name:7>"],
    ["password", "correct horse battery staple", "<redacted:secret-name:28>"],
    ["token", "vault:secret/data/app#token", "vault:secret/data/app#token"],
    ["secretKey", "/etc/app/secret.key", "/etc/app/secret.key"],
    ["password", "keepme", "keepme"],
])("%s: %s becomes %s", (name, before, after) => {
    expect(redacted(`kind: X\nspec:\n  ${name}: ${JSON.stringify(before)}\n`).yaml).toBe(
        new YamlWriter().document({ kind: "X", spec: { [name]: after } }),
    );
});

test("a token that stands in a command line already is left alone", () => {
    const document = `kind: Pod
spec:
  containers:
  - name: db
    command:
    - /bin/sh
    - -c
    - agent --password <redacted:argument> --token=<redacted:argument> | login --password '<redacted:secret:0123456789>'
`;
    expect(redacted(document).yaml).toBe(document);
});
