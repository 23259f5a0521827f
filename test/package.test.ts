import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildRig } from "./harness/find-rig.ts";
import { sharedRig } from "./harness/shared-rig.ts";

const ROOT = join(import.meta.dirname, "..");
const run = promisify(execFile);

let elsewhere = "";
let bin = "";
let packed: readonly string[] = [];

/** `npm pack`, and what came of it installed into an empty folder, without a network. */
beforeAll(async () => {
    elsewhere = await mkdtemp(join(tmpdir(), "casefile-package-"));
    const { stdout } = await run("npm", ["pack", "--json", "--silent", "--pack-destination", elsewhere], { cwd: ROOT });
    const answer: unknown = JSON.parse(stdout.slice(stdout.search(/^[[{]/m)));
    const [pack] = Object.values(answer as Record<string, { filename: string; files: { path: string }[] }>);
    packed = pack?.files.map(({ path }) => path) ?? [];
    await writeFile(join(elsewhere, "package.json"), "{}");
    await run("npm", ["install", "--offline", "--no-audit", "--no-fund", `./${pack?.filename}`], { cwd: elsewhere });
    bin = join(elsewhere, "node_modules/.bin");
}, 180_000);

afterAll(() => rm(elsewhere, { recursive: true, force: true }));

/** Away from the user's own kubeconfig. */
function environment(more: Readonly<Record<string, string>> = {}) {
    return { PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter), HOME: elsewhere, ...more };
}

test("the package installs nothing but itself and carries no sources", async () => {
    const installed = await readdir(join(elsewhere, "node_modules"));
    expect(installed.filter((name) => !name.startsWith("."))).toEqual(["casefile"]);
    expect(packed.filter((path) => !path.startsWith("dist/")).sort()).toEqual([
        "CHANGELOG.md",
        "LICENSE",
        "README.md",
        "package.json",
    ]);
});

test("every library that is bundled comes with its licence", async () => {
    const licences = await readFile(join(elsewhere, "node_modules/casefile/dist/THIRD-PARTY-LICENCES.txt"), "utf8");
    for (const library of ["commander", "undici", "zod", "yaml", "@connectrpc/connect-node"])
        expect(licences).toMatch(new RegExp(`^${library} \\d+\\.\\d+\\.\\d+, `, "m"));
});

test("npx casefile --version says the version", async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
    const { stdout } = await run("npx", ["--offline", "casefile", "--version"], { cwd: elsewhere, env: environment() });
    expect(stdout).toBe(`casefile ${version}\n`);
});

test("kubectl casefile is the same program", async () => {
    const { kubectl } = buildRig(() => {});
    const { stdout } = await run(kubectl, ["casefile", "profile", "list"], { cwd: elsewhere, env: environment() });
    expect(stdout).toMatch(/^appliance .*\ndefault /);
});

test("the sample cluster is in the package", async () => {
    const output = join(elsewhere, "demo.tar.gz");
    const { stderr } = await run(join(bin, "casefile"), ["demo", "-o", output], { cwd: elsewhere, env: environment() });
    expect(stderr).toContain("A broken appliance answers as a Kubernetes API");
    const { stdout } = await run(join(bin, "casefile"), ["ls", output, "report.html"], { env: environment() });
    expect(stdout).toBe("report.html\n");
});

test("a kubeconfig with an exec plugin collects from a real API server", async () => {
    const rig = await sharedRig();
    const namespace = await rig.namespace("package");
    await rig.kubectl(["-n", namespace, "create", "serviceaccount", "collector"]);
    const kubeconfig = await withExecPlugin(rig.dir, rig.server);
    const output = join(elsewhere, "collected.tar.gz");
    const { stdout } = await run(join(bin, "casefile"), ["collect", "--kubeconfig", kubeconfig, "-n", namespace, "-o", output], {
        cwd: elsewhere,
        env: environment(),
    });
    expect(stdout).toBe(`${output}\n`);
    const file = `management-cluster/resources/ServiceAccount/${namespace}/collector.yaml`;
    const { stdout: written } = await run(join(bin, "casefile"), ["cat", output, file], { env: environment() });
    expect(written).toContain("kind: ServiceAccount\nmetadata:\n  name: collector\n");
});

/** A plugin that hands out the administrator's certificate, and the kubeconfig that runs it. */
async function withExecPlugin(dir: string, server: string): Promise<string> {
    const [certificate, key] = await Promise.all(["admin.crt", "admin.key"].map((file) => readFile(join(dir, file), "utf8")));
    const credential = {
        apiVersion: "client.authentication.k8s.io/v1",
        kind: "ExecCredential",
        status: { clientCertificateData: certificate, clientKeyData: key },
    };
    const plugin = join(elsewhere, "plugin");
    await writeFile(plugin, `#!/bin/sh\ncat <<'END'\n${JSON.stringify(credential)}\nEND\n`, { mode: 0o755 });
    const config = {
        apiVersion: "v1",
        kind: "Config",
        "current-context": "rig",
        clusters: [{ name: "rig", cluster: { server, "certificate-authority": join(dir, "ca.crt") } }],
        contexts: [{ name: "rig", context: { cluster: "rig", user: "plugin" } }],
        users: [
            {
                name: "plugin",
                user: {
                    exec: {
                        apiVersion: "client.authentication.k8s.io/v1",
                        command: plugin,
                        interactiveMode: "Never",
                    },
                },
            },
        ],
    };
    const path = join(elsewhere, "kubeconfig");
    await writeFile(path, JSON.stringify(config), { mode: 0o600 });
    return path;
}
