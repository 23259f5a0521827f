import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startFakeTalos } from "../../src/demo/talos/fake-talos.ts";
import { healthyCluster } from "../../src/demo/talos/healthy-cluster.ts";

const MAIN = new URL("../../src/cli/main.ts", import.meta.url).pathname;
const DEAD_KUBERNETES = `apiVersion: v1
kind: Config
current-context: dead
clusters: [{ name: dead, cluster: { server: "https://127.0.0.1:1" } }]
users: [{ name: nobody, user: {} }]
contexts: [{ name: dead, context: { cluster: dead, user: nobody } }]
`;

let folder: string;
beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "talos-archive-"));
    await writeFile(join(folder, "kubeconfig"), DEAD_KUBERNETES);
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the program as a user does, with nothing of this machine's own configuration. */
function run(command: string, args: readonly string[]): Promise<{ readonly code: number | null; readonly stderr: string }> {
    const child = spawn(command, args, {
        cwd: folder,
        env: { PATH: process.env.PATH, HOME: folder },
        stdio: ["ignore", "ignore", "pipe"],
    });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => {
        stderr += chunk.toString();
    });
    return new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code) => resolve({ code, stderr }));
    });
}

const casefile = (...args: readonly string[]) =>
    run(process.execPath, [MAIN, "collect", "--kubeconfig", "kubeconfig", "-o", "archive.tar.gz", ...args]);

test("with the Kubernetes API dead and Talos alive the archive is sealed, has the Talos side whole, and holds no canary", async () => {
    const now = new Date();
    const fake = await startFakeTalos(healthyCluster({ controlPlanes: 1, workers: 1, now }), { now });
    await writeFile(join(folder, "talosconfig"), fake.talosconfig());
    const { code, stderr } = await casefile("--talosconfig", "talosconfig");
    await fake.close();
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });

    await run("tar", ["xzf", "archive.tar.gz"]);
    const top = "archive";
    const files = await readdir(join(folder, top), { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
        files.flatMap((file) => (file.isFile() ? [readFile(join(file.parentPath, file.name), "utf8")] : [])),
    );
    expect(texts.join("\n").match(/CANARY-[\w-]+/g)).toBeNull();
    const talos = join(folder, top, "management-cluster/talos");
    expect((await readdir(talos)).toSorted()).toEqual(["client.yaml", "cp-1", "health.yaml", "worker-1"]);
    expect(await readFile(join(talos, "health.yaml"), "utf8")).toContain(
        "- id: etcd-healthy\n  title: etcd to be healthy\n  status: pass\n",
    );
    expect(await readFile(join(folder, top, "errors.txt"), "utf8")).toContain("https://127.0.0.1:1");
});

test("a talosconfig that was named and is none ends the run with a sentence, before anything is written", async () => {
    await writeFile(join(folder, "talosconfig"), "kind: Config\n");
    const { code, stderr } = await casefile("--talosconfig", "talosconfig");
    expect(code).toBe(2);
    expect(stderr).toContain("talosconfig is YAML but not a talosconfig: it has no contexts");
    expect(await readdir(folder)).not.toContain("archive.tar.gz");
});
