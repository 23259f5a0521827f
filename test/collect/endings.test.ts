import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { planOnly } from "../../src/app/plan-only.ts";
import type { Rig } from "../harness/attach-rig.ts";
import { startFaultProxy } from "../harness/fault-proxy.ts";
import { sharedRig } from "../harness/shared-rig.ts";
import { collected, opened, requestFor } from "./collected.ts";
import { casefile, temporaryFolder } from "./command.ts";
import { until } from "./until.ts";

let rig: Rig;
let namespace: string;

beforeAll(async () => {
    rig = await sharedRig();
    namespace = await rig.namespace("endings");
    await rig.apply(`
apiVersion: v1
kind: Node
metadata: {name: endings-node}
status: {addresses: [{type: InternalIP, address: 10.250.0.8}], daemonEndpoints: {kubeletEndpoint: {Port: 10250}}}
---
apiVersion: v1
kind: Pod
metadata: {name: web-0, namespace: ${namespace}}
spec: {nodeName: endings-node, containers: [{name: main, image: web}]}
status: {phase: Running, containerStatuses: [{name: main, image: web, imageID: "", ready: true, restartCount: 0, state: {running: {}}}]}
`);
});

const here = () => ({ narrowing: { namespaces: [namespace], include: [], exclude: [] } });

/** A run that is in the middle of something that does not end by itself. */
async function hangingRun(args: readonly string[], on = /\/pods\?/) {
    const proxy = await startFaultProxy(rig);
    proxy.add({ path: on, fault: { type: "hang" } });
    const folder = temporaryFolder();
    const output = join(folder.path, "a.tar.gz");
    const command = casefile(["collect", "--kubeconfig", proxy.kubeconfig, "-n", namespace, "-o", output, ...args], {
        env: { NO_COLOR: "1" },
    });
    await until(() => proxy.requests.some((path) => on.test(path)), command.done);
    return {
        output,
        command,
        folder: folder.path,
        async [Symbol.asyncDispose]() {
            command.child.kill("SIGKILL");
            await command.done;
            await proxy.stop();
            folder[Symbol.dispose]();
        },
    };
}

test("--timeout ends the run, and what was not had is a gap that says so", async () => {
    await using proxy = await startFaultProxy(rig);
    proxy.add({ path: /\/pods\?/, fault: { type: "hang" } });
    const request = requestFor(proxy.kubeconfig, {
        ...here(),
        limits: { headMs: 60_000, requestMs: 60_000 },
        overrides: { timeoutMs: 5_000, talos: { when: "never" } },
    });
    await using archive = await collected(request);
    expect(archive.gaps).toContain("budget objects: the run's time of 5 s was over");
});

test("a run whose time is over before the Secrets were read is sealed all the same", async () => {
    await using proxy = await startFaultProxy(rig);
    proxy.add({ path: /\/secrets\?/, fault: { type: "hang" } });
    const request = requestFor(proxy.kubeconfig, {
        ...here(),
        limits: { headMs: 60_000, requestMs: 60_000 },
        overrides: { timeoutMs: 2_000, talos: { when: "never" } },
    });
    await using archive = await collected(request);
    expect(archive.gaps).toContain("budget objects: the run's time of 2 s was over");
    expect(archive.manifest.nets.find(({ name }) => name === "known-values")).toMatchObject({ on: false });
});

test("--max-bytes ends the run, and what was not had is a gap that says so", async () => {
    await using archive = await collected(
        requestFor(rig.kubeconfig, { ...here(), concurrency: 1, overrides: { maxBytes: 1, talos: { when: "never" } } }),
    );
    expect(archive.gaps.some((gap) => gap.includes("budget objects: the archive had reached its 1 bytes"))).toBe(true);
});

test.each(["SIGINT", "SIGTERM"] as const)("a first %s seals what there is, and the exit code is 0", async (signal) => {
    await using running = await hangingRun([]);
    running.command.child.kill(signal);
    const { code, stdout, stderr } = await running.command.done;
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${running.output}\n` });
    expect(stderr).toContain("sealing what has been collected");
    await using archive = await opened({ path: running.output, bytes: 0, entries: 0, gaps: [], notes: [], milliseconds: 0 });
    expect(archive.gaps.some((gap) => gap.startsWith("interrupted "))).toBe(true);
});

test("a second Ctrl-C leaves at once with 130 and keeps nothing", async () => {
    await using running = await hangingRun([]);
    running.command.child.kill("SIGINT");
    await running.command.said(/sealing/);
    running.command.child.kill("SIGINT");
    const { code } = await running.command.done;
    // The second signal may come when the archive is just being sealed: then it is whole, and that is said.
    expect({ code, left: readdirSync(running.folder) }).toEqual(
        code === 0 ? { code, left: ["a.tar.gz"] } : { code: 130, left: [] },
    );
});

test("SIGKILL leaves a .partial that repair makes readable, however little had come", async () => {
    await using running = await hangingRun([], /\/serviceaccounts\?/);
    const grown = () => statSync(`${running.output}.partial`, { throwIfNoEntry: false })?.size ?? 0;
    await until(() => grown() >= 1_000, running.command.done);
    running.command.child.kill("SIGKILL");
    await running.command.done;
    const partial = readdirSync(running.folder).find((name) => name.endsWith(".partial"));
    expect(partial).toBe("a.tar.gz.partial");
    const repaired = await casefile(["repair", join(running.folder, "a.tar.gz.partial")]).done;
    expect(repaired.stderr).toMatch(/^repaired \d+ items/);
    expect(repaired).toMatchObject({ code: 0, stdout: `${running.output}\n` });
    expect(execFileSync("tar", ["tzf", running.output], { encoding: "utf8" })).toContain("manifest.json");
});

test("a folder that cannot be written is told before anything is asked of the cluster", async () => {
    await using proxy = await startFaultProxy(rig);
    const { code, stderr } = await casefile(["collect", "--kubeconfig", proxy.kubeconfig, "-o", "/proc/none/a.tar.gz"]).done;
    expect(code).toBe(2);
    expect(stderr).toMatch(/error: .*\/proc\/none/);
    expect(proxy.requests).toEqual([]);
});

test("an archive that is there is not overwritten without --force", async () => {
    using folder = temporaryFolder();
    const output = join(folder.path, "mine.tar.gz");
    writeFileSync(output, "precious");
    const args = ["collect", "--kubeconfig", rig.kubeconfig, "-n", namespace, "-o", output];
    const { code, stderr } = await casefile(args).done;
    expect({ code, text: readFileSync(output, "utf8") }).toEqual({ code: 2, text: "precious" });
    expect(stderr).toMatch(/--force/);
    expect((await casefile([...args, "--force", "-q"]).done).code).toBe(0);
});

test("a full disk: what fits is sealed, or nothing is left and the exit code says so", async () => {
    const folder = mkdtempSync(join(tmpdir(), "casefile-full-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", folder]);
    await using _mounted = {
        [Symbol.asyncDispose]: async () => {
            execFileSync("umount", ["-l", folder]);
            rmdirSync(folder);
        },
    };
    mkdirSync(join(folder, "out"));
    const own = await rig.namespace("full");
    const pods = [0, 1, 2, 3, 4, 5].map(
        (index) => `
apiVersion: v1
kind: Pod
metadata: {name: p${index}, namespace: ${own}}
spec: {nodeName: endings-node, containers: [{name: main, image: web}]}
status: {phase: Running, containerStatuses: [{name: main, image: web, imageID: "", ready: true, restartCount: 0, state: {running: {}}}]}
`,
    );
    await rig.apply(pods.join("---\n"));
    for (const index of [0, 1, 2, 3, 4, 5]) rig.setLog(own, `p${index}`, "main", { bytes: 8_000_000 });
    const request = requestFor(rig.kubeconfig, {
        narrowing: { namespaces: [own], include: [], exclude: [] },
        output: { type: "file", path: join(folder, "out", "a.tar.gz"), force: false },
    });
    await using archive = await collected(request);
    expect(archive.gaps.filter((gap) => gap.startsWith("disk "))).not.toEqual([]);
    expect(archive.paths).toContain("errors.txt");
});

test("stdout closed by its reader is no error of ours", () => {
    using folder = temporaryFolder();
    const main = join(import.meta.dirname, "../../src/cli/main.ts");
    const pipe = `'${process.execPath}' '${main}' collect --kubeconfig '${rig.kubeconfig}' -n ${namespace} -q -o '${folder.path}/a.tar.gz' && '${process.execPath}' '${main}' ls '${folder.path}/a.tar.gz' | head -1; echo "\${PIPESTATUS[@]}"`;
    expect(execFileSync("bash", ["-c", pipe], { encoding: "utf8" }).trim().split("\n").at(-1)).toMatch(/^0 0$/);
});

test("Ctrl-C before anything was collected leaves nothing, and says so", async () => {
    await using running = await hangingRun([], /^\/apis\?|^\/apis$/);
    running.command.child.kill("SIGINT");
    const { code, stdout, stderr } = await running.command.done;
    expect({ code, stdout, left: readdirSync(running.folder) }).toEqual({ code: 1, stdout: "", left: [] });
    expect(stderr).toContain("error: ended by Ctrl-C before anything was collected: there is no archive\n");
});

test("a plan whose permissions the API server does not tell is printed all the same, and Ctrl-C ends it at once", async () => {
    await using proxy = await startFaultProxy(rig);
    proxy.add({ path: /selfsubjectaccessreviews/, fault: { type: "hang" } });
    const request = requestFor(proxy.kubeconfig, { ...here(), limits: { headMs: 100 } });
    const planned = await planOnly(request, new AbortController().signal);
    expect(planned.ok && planned.value.tasks.every(({ allowed }) => allowed === undefined)).toBe(true);
    const command = casefile(["collect", "--kubeconfig", proxy.kubeconfig, "-n", namespace, "--dry-run"]);
    const asked = proxy.requests.length;
    await until(() => proxy.requests.slice(asked).some((path) => path.includes("selfsubjectaccessreviews")), command.done);
    command.child.kill("SIGINT");
    expect(await command.done).toMatchObject({ signal: "SIGINT", stdout: "", stderr: "" });
});

test("an archive that its reader does not take is a failure that says so", async () => {
    const { child, done } = casefile(["collect", "--kubeconfig", rig.kubeconfig, "-n", namespace, "-o", "-"]);
    child.stdout?.once("data", () => child.stdout?.destroy());
    const { code, stderr } = await done;
    expect(code).toBe(1);
    expect(stderr).toContain("error: writing to standard output: the reader has closed the pipe\n");
});

test("a full disk behind stdout is told in words", () => {
    using folder = temporaryFolder();
    const main = join(import.meta.dirname, "../../src/cli/main.ts");
    for (const output of ["-", folder.path]) {
        const command = `'${process.execPath}' '${main}' collect --kubeconfig '${rig.kubeconfig}' -n ${namespace} -q -o '${output}' > /dev/full`;
        const { status, stderr } = spawnSync("bash", ["-c", command], { encoding: "utf8" });
        expect({ status, first: stderr.split("\n")[0] }).toEqual({
            status: 1,
            first: "error: writing to standard output: the disk is full",
        });
    }
});

test("a terminal that is closed ends the collecting as Ctrl-C does, and the archive is sealed", async () => {
    await using running = await hangingRun([]);
    running.command.child.stderr?.destroy();
    running.command.child.stdout?.destroy();
    running.command.child.kill("SIGHUP");
    const { code } = await running.command.done;
    expect(code).toBe(0);
    await using archive = await opened({ path: running.output, bytes: 0, entries: 0, gaps: [], notes: [], milliseconds: 0 });
    expect(archive.gaps.some((gap) => gap === "interrupted objects: ended by SIGHUP")).toBe(true);
});

test("-o - writes the archive to stdout and nothing else", () => {
    using folder = temporaryFolder();
    const main = join(import.meta.dirname, "../../src/cli/main.ts");
    execFileSync("bash", [
        "-c",
        `'${process.execPath}' '${main}' collect --kubeconfig '${rig.kubeconfig}' -n ${namespace} -q -o - > '${folder.path}/out.tar.gz'`,
    ]);
    expect(execFileSync("tar", ["tzf", join(folder.path, "out.tar.gz")], { encoding: "utf8" })).toContain("errors.txt");
});

test("a user with a namespaced Role gets that namespace, and a gap with what is missing for the rest", async () => {
    await rig.apply(`
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: ${namespace}}
rules:
- {apiGroups: ["*"], resources: ["*"], verbs: [get, list]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader, namespace: ${namespace}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: reader, namespace: ${namespace}}]
`);
    const token = await rig.token(namespace, "reader");
    await using inside = await collected(requestFor(rig.kubeconfig, { ...here(), token }));
    expect(inside.gaps.filter((gap) => !gap.startsWith("forbidden api"))).toEqual([]);
    expect(inside.paths).toContain(`management-cluster/logs/${namespace}/web-0-main.yaml`);
});

test("a user who may do nothing gets an archive that says so, item by item", async () => {
    const token = await rig.token(namespace, "nobody");
    await using archive = await collected(requestFor(rig.kubeconfig, { token }));
    expect(archive.gaps.length).toBeGreaterThan(20);
    expect(archive.gaps.every((gap) => gap.startsWith("forbidden "))).toBe(true);
    expect(archive.manifest.nets.find(({ name }) => name === "known-values")).toMatchObject({ on: false });
});

test("an API server that never was there: exit code 1, a sentence, what to check, in seconds", async () => {
    using folder = temporaryFolder();
    const { code, stdout, stderr } = await casefile(["collect", "--server", "https://127.0.0.1:1", "-o", folder.path]).done;
    expect({ code, stdout, left: readdirSync(folder.path) }).toEqual({ code: 1, stdout: "", left: [] });
    expect(stderr).toMatch(/^error: .*127\.0\.0\.1:1.*\nhint: .*\n$/s);
});

test("no kubeconfig at all is wrong configuration: exit code 2", async () => {
    using folder = temporaryFolder();
    const { code, stderr } = await casefile(["collect", "-o", folder.path], { env: { KUBECONFIG: "/nonexistent/config" } }).done;
    expect(code).toBe(2);
    expect(stderr).toContain("/nonexistent/config");
    expect(existsSync(join(folder.path, "a"))).toBe(false);
});
