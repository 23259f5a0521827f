import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dump } from "js-yaml";
import { afterEach, beforeEach, expect, test } from "vitest";
import { certificateProblem, hasForeignKeyUsage } from "../../src/clients/talos/certificate.ts";
import { findTalosconfig } from "../../src/clients/talos/find-talosconfig.ts";
import { parseTalosconfig } from "../../src/clients/talos/talosconfig.ts";
import { issueCertificate } from "../../src/demo/talos/certificates.ts";

const NOW = new Date("2026-11-21T09:00:00Z");
const validity = { validFrom: new Date("2026-01-01T00:00:00Z"), validTo: new Date("2027-01-01T00:00:00Z") };
const authority = issueCertificate({ name: { organizations: ["talos"] }, use: "ca", ...validity });
const client = issueCertificate(
    { name: { organizations: ["os:reader", "os:etcd:backup"] }, use: "client", ...validity },
    authority,
);
const base64 = (text: string) => Buffer.from(text).toString("base64");
const CONTEXT = {
    endpoints: ["10.5.0.2", "[fd00::3]:50001"],
    nodes: ["10.5.0.2"],
    ca: base64(authority.certificatePem),
    crt: base64(client.certificatePem),
    key: base64(client.keyPem),
};

const talosconfig = (contexts: Record<string, object>, context?: string) =>
    dump({ ...(context === undefined ? {} : { context }), contexts });

function problem(text: string, context?: string) {
    const parsed = parseTalosconfig(text, "/etc/talosconfig", context);
    return parsed.ok
        ? undefined
        : [parsed.problem.code, parsed.problem.message, ...(parsed.problem.hint === undefined ? [] : [parsed.problem.hint])];
}

test("the current context is read: endpoints, nodes, roles, and an Ed25519 key in Talos' own label", () => {
    const parsed = parseTalosconfig(talosconfig({ one: {}, two: CONTEXT }, "two"), "/etc/talosconfig");
    if (!parsed.ok) throw new Error(parsed.problem.message);
    const { name, endpoints, nodes, certificate, key } = parsed.value;
    expect({
        name,
        endpoints: endpoints.map(({ title }) => title),
        nodes,
        roles: certificate.roles,
        validTo: certificate.validTo,
        key: key.asymmetricKeyType,
    }).toEqual({
        name: "two",
        endpoints: ["10.5.0.2:50000", "[fd00::3]:50001"],
        nodes: ["10.5.0.2"],
        roles: ["os:reader", "os:etcd:backup"],
        validTo: validity.validTo,
        key: "ed25519",
    });
});

test("the deprecated target is an endpoint; a single context needs not be named", () => {
    const parsed = parseTalosconfig(talosconfig({ only: { ...CONTEXT, endpoints: [], target: "10.5.0.9" } }), "f");
    expect(parsed.ok && parsed.value.endpoints.map(({ title }) => title)).toEqual(["10.5.0.9:50000"]);
});

test.each<[string, string, string | undefined, string[]]>([
    ["not YAML", "{", undefined, ["configuration", "/etc/talosconfig is not YAML, so not a talosconfig"]],
    [
        "a kubeconfig",
        dump({ apiVersion: "v1", kind: "Config", contexts: [] }),
        undefined,
        [
            "configuration",
            "/etc/talosconfig is YAML but not a talosconfig: it has no contexts",
            "a talosconfig is what `talosctl config new` writes",
        ],
    ],
    [
        "endpoints that are no list",
        talosconfig({ a: { endpoints: 5 } }, "a"),
        undefined,
        [
            "configuration",
            "/etc/talosconfig is YAML but not a talosconfig: contexts.a.endpoints is not what a talosconfig has there",
            "a talosconfig is what `talosctl config new` writes",
        ],
    ],
    [
        "an unknown context",
        talosconfig({ a: CONTEXT, b: CONTEXT }, "a"),
        "c",
        [
            "configuration",
            'the talosconfig /etc/talosconfig has no context "c"',
            "contexts there: a, b; choose one with --talos-context",
        ],
    ],
    [
        "no current context",
        talosconfig({ a: CONTEXT, b: CONTEXT }),
        undefined,
        [
            "configuration",
            "the talosconfig /etc/talosconfig names no current context",
            "contexts there: a, b; choose one with --talos-context",
        ],
    ],
    [
        "no endpoints",
        talosconfig({ a: { ...CONTEXT, endpoints: [] } }, "a"),
        undefined,
        [
            "configuration",
            'context "a" of the talosconfig /etc/talosconfig has no endpoints',
            "set them with: talosctl config endpoint CONTROL_PLANE_IP",
        ],
    ],
    [
        "a bad endpoint",
        talosconfig({ a: { ...CONTEXT, endpoints: ["http://x"] } }, "a"),
        undefined,
        [
            "configuration",
            'context "a" of the talosconfig /etc/talosconfig: "http://x" is not a Talos endpoint such as 10.5.0.2, cp.example.com:50000 or [fd00::2]:50000',
        ],
    ],
    [
        "no key and no certificate",
        talosconfig({ a: { endpoints: ["x"] } }, "a"),
        undefined,
        [
            "credentials",
            'context "a" of the talosconfig /etc/talosconfig has no crt and no key',
            "make one with: talosctl config new --roles os:reader reader.yaml",
        ],
    ],
    [
        "a certificate that is none",
        talosconfig({ a: { ...CONTEXT, crt: base64("CANARY") } }, "a"),
        undefined,
        [
            "credentials",
            'context "a" of the talosconfig /etc/talosconfig: the talosconfig\'s client certificate (crt) is not an X.509 certificate in PEM',
        ],
    ],
    [
        "a key that is none",
        talosconfig({ a: { ...CONTEXT, key: "CANARY" } }, "a"),
        undefined,
        ["credentials", 'context "a" of the talosconfig /etc/talosconfig: the talosconfig\'s key is not a private key in PEM'],
    ],
    [
        "a CA that is none",
        talosconfig({ a: { ...CONTEXT, ca: "CANARY" } }, "a"),
        undefined,
        ["credentials", 'context "a" of the talosconfig /etc/talosconfig: its ca is not a certificate in PEM'],
    ],
    [
        "Omni",
        talosconfig(
            { a: { endpoints: ["https://x.omni.siderolabs.io"], auth: { siderov1: { identity: "me@example.com" } } } },
            "a",
        ),
        undefined,
        [
            "configuration",
            'context "a" of the talosconfig /etc/talosconfig signs in with a SideroV1 key (Omni), which is not supported',
            "use a talosconfig with a client certificate: talosctl config new --roles os:reader reader.yaml",
        ],
    ],
    [
        "a proxy",
        talosconfig({ a: { ...CONTEXT, "proxy-url": "socks5://x" } }, "a"),
        undefined,
        [
            "configuration",
            'context "a" of the talosconfig /etc/talosconfig goes through a proxy-url, which is not supported',
            "use a talosconfig with a client certificate: talosctl config new --roles os:reader reader.yaml",
        ],
    ],
])("%s is told in a sentence that names file and context", (_, text, context, expected) => {
    expect(problem(text, context)).toEqual(expected);
});

test("an expired certificate, one of tomorrow, and one for servers too", () => {
    const of = (change: Partial<Parameters<typeof issueCertificate>[0]>) => {
        const issued = issueCertificate(
            { name: { organizations: ["os:reader"] }, use: "client", ...validity, ...change },
            authority,
        );
        const parsed = parseTalosconfig(
            talosconfig({ a: { ...CONTEXT, crt: base64(issued.certificatePem), key: base64(issued.keyPem) } }, "a"),
            "f",
        );
        if (!parsed.ok) throw new Error(parsed.problem.message);
        return parsed.value.certificate;
    };
    expect(certificateProblem(of({}), NOW)).toBeUndefined();
    expect(certificateProblem(of({ validTo: new Date("2026-11-01T00:00:00Z") }), NOW)?.message).toBe(
        "the talosconfig's client certificate expired on 2026-11-01T00:00:00.000Z",
    );
    expect(certificateProblem(of({ validFrom: new Date("2026-12-01T00:00:00Z") }), NOW)?.message).toBe(
        "the talosconfig's client certificate is valid only from 2026-12-01T00:00:00.000Z, this machine's clock says 2026-11-21T09:00:00.000Z",
    );
    expect([hasForeignKeyUsage(of({})), hasForeignKeyUsage(of({ use: "client-and-server" }))]).toEqual([false, true]);
});

let home: string;
beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "talosconfig-"));
});
afterEach(() => rm(home, { recursive: true }));

async function write(path: string, context: string): Promise<string> {
    await mkdir(join(home, path, ".."), { recursive: true });
    await writeFile(join(home, path), talosconfig({ [context]: CONTEXT }, context));
    return join(home, path);
}

async function found(request: Parameters<typeof findTalosconfig>[0]) {
    const result = await findTalosconfig(request);
    return result.ok ? result.value?.name : result.problem.message;
}

test("the order is the flag, $TALOSCONFIG, $TALOS_HOME, the home folder", async () => {
    const flag = await write("flag", "by-flag");
    const variable = await write("variable", "by-variable");
    await write("talos-home/config", "by-talos-home");
    await write(".talos/config", "by-home");
    const environment = { TALOSCONFIG: variable, TALOS_HOME: join(home, "talos-home"), HOME: home };
    expect(await found({ talosconfig: flag, environment })).toBe("by-flag");
    expect(await found({ environment })).toBe("by-variable");
    expect(await found({ environment: { ...environment, TALOSCONFIG: "" } })).toBe("by-talos-home");
    expect(await found({ environment: { HOME: home } })).toBe("by-home");
});

test("nothing in the usual places is no failure, and nothing is created there", async () => {
    expect(await found({ environment: { HOME: home } })).toBeUndefined();
    await expect(rm(join(home, ".talos"))).rejects.toThrow("ENOENT");
});

test("what was named and is not there, is empty, or cannot be read is a failure, never a fallback", async () => {
    await write(".talos/config", "by-home");
    await writeFile(join(home, "empty"), "");
    expect(await found({ talosconfig: join(home, "gone"), environment: { HOME: home } })).toBe(
        `--talosconfig names ${join(home, "gone")}, which does not exist`,
    );
    expect(await found({ environment: { HOME: home, TALOSCONFIG: join(home, "empty") } })).toBe(
        `$TALOSCONFIG names ${join(home, "empty")}, which is empty`,
    );
    expect(await found({ talosconfig: home, environment: {} })).toBe(`the talosconfig ${home} cannot be read (EISDIR)`);
    expect(await found({ context: "prod", environment: {} })).toBe('there is no talosconfig to take the context "prod" from');
});
