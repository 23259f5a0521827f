import { expect, test } from "vitest";
import type { ConnectOptions } from "./connect-options.ts";
import { parseKubeconfig } from "./kubeconfig-file.ts";
import { chooseTarget } from "./target.ts";

const KUBECONFIG = `
apiVersion: v1
kind: Config
clusters:
- name: prod
  cluster: { server: "https://api.prod:6443/", certificate-authority: pki/ca.crt, tls-server-name: api.internal, proxy-url: null }
- name: bare
  cluster: { insecure-skip-tls-verify: true, server: "10.0.0.1:6443" }
users:
- name: admin
  user: { client-certificate: pki/admin.crt, client-key: /etc/admin.key, tokenFile: token }
- name: plugin
  user: { exec: { apiVersion: client.authentication.k8s.io/v1, command: bin/login, args: null } }
contexts:
- { name: prod, context: { cluster: prod, user: admin, namespace: msp } }
- { name: bare, context: { cluster: bare, user: plugin } }
current-context: prod
preferences: {}
`;

function target(flags: Partial<ConnectOptions>) {
    const config = parseKubeconfig(KUBECONFIG, "config", "/home/me/.kube");
    if (!config.ok) throw new Error(config.problem.message);
    return chooseTarget(config.value, { environment: {}, ...flags });
}

const chosen = (flags: Partial<ConnectOptions>) => {
    const made = target(flags);
    return made.ok ? { ...made.value.cluster, user: made.value.user, namespace: made.value.namespace } : made.problem;
};

test("The current context counts; paths are the file's own", () => {
    expect(chosen({})).toEqual({
        server: "https://api.prod:6443",
        "certificate-authority": "/home/me/.kube/pki/ca.crt",
        "tls-server-name": "api.internal",
        user: {
            "client-certificate": "/home/me/.kube/pki/admin.crt",
            "client-key": "/etc/admin.key",
            tokenFile: "/home/me/.kube/token",
        },
        namespace: "msp",
    });
});

test("Flags stand in for parts of the context, as kubectl has it", () => {
    expect(chosen({ context: "bare", namespace: "x" })).toMatchObject({
        server: "https://10.0.0.1:6443",
        "insecure-skip-tls-verify": true,
        user: { exec: { command: "/home/me/.kube/bin/login" } },
        namespace: "x",
    });
    expect(chosen({ cluster: "bare", user: "plugin" })).toMatchObject({ server: "https://10.0.0.1:6443", namespace: "msp" });
    expect(chosen({ insecureSkipTlsVerify: true })).toMatchObject({
        "insecure-skip-tls-verify": true,
        "certificate-authority": undefined,
    });
    expect(chosen({ certificateAuthority: "/other.crt" })).toMatchObject({ "certificate-authority": "/other.crt" });
    expect(chosen({ server: "https://127.0.0.1:1" })).toMatchObject({
        server: "https://127.0.0.1:1",
        "tls-server-name": undefined,
    });
    expect(chosen({ server: "https://127.0.0.1:1", tlsServerName: "api" })).toMatchObject({ "tls-server-name": "api" });
    expect(chosen({ proxyUrl: "http://proxy:3128" })).toMatchObject({ "proxy-url": "http://proxy:3128" });
});

test("A token flag puts every other credential aside but keeps who is impersonated", () => {
    expect(chosen({ token: "t", as: "alice", asGroup: ["ops"] })).toMatchObject({
        user: { token: "t", as: "alice", "as-groups": ["ops"] },
    });
    expect(Object.keys(target({ token: "t" }).ok ? (chosen({ token: "t" }) as { user: object }).user : {})).not.toContain(
        "client-certificate",
    );
});

test.each([
    [{ server: "ftp://x" }, '"ftp://x" is not the address of an API server'],
    [{ context: "prod", cluster: "gone" }, 'there is no cluster "gone" in config'],
    [{ asUid: "7" }, "groups or a uid are to be impersonated without a user"],
])("%j is refused", (flags, message) => {
    expect(target(flags)).toMatchObject({ ok: false, problem: { code: "configuration", message } });
});

test("A kubeconfig without a current context asks to choose one", () => {
    const config = parseKubeconfig(KUBECONFIG.replace("current-context: prod", ""), "config", "/");
    expect(config.ok && chooseTarget(config.value, { environment: {} })).toEqual({
        ok: false,
        problem: { code: "configuration", message: "config has no current context", hint: "choose with --context: prod, bare" },
    });
});
