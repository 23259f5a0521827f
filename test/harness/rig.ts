import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attachRig, type Rig } from "./attach-rig.ts";
import { buildRig } from "./find-rig.ts";

/** How a cluster of one's own differs from the shared one. */
export interface RigOptions {
    /** More programs: `kube-controller-manager`, `kube-scheduler`; the rig must have been built with -tags=controllers or $KUBEBUILDER_ASSETS. */
    readonly with?: readonly string[];
    readonly apiserverArgs?: readonly string[];
    /** Requests are recorded for `audit()` unless this is false (large seeds, benchmarks). */
    readonly audit?: boolean;
    /** Data and keys; a temporary folder, removed at the end, when absent. */
    readonly dir?: string;
}

/** A cluster of one's own. Takes three seconds and about 500 MB: use `sharedRig` where cluster-wide state does not matter. */
export interface OwnRig extends Rig, AsyncDisposable {
    stop(): Promise<void>;
}

const AUDIT_POLICY =
    "apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived, ResponseStarted]\nrules:\n- level: Metadata\n";

/** Starts etcd, kube-apiserver and the fake kubelet. Stop it, or leave it to `await using`. */
export async function startRig(options: RigOptions = {}): Promise<OwnRig> {
    const programs = buildRig((line) => process.stderr.write(`${line}\n`));
    const dir = options.dir ?? mkdtempSync(join(tmpdir(), "casefile-rig-"));
    mkdirSync(dir, { recursive: true });
    const child = spawn(programs.rig, ["up", "-dir", dir, ...flags(dir, options)], {
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, ...(programs.assets === undefined ? {} : { KUBEBUILDER_ASSETS: programs.assets }) },
    });
    const killed = () => child.kill("SIGKILL");
    process.once("exit", killed);
    const stop = async () => {
        process.off("exit", killed);
        await ended(child);
        if (options.dir === undefined) rmSync(dir, { recursive: true, force: true });
    };
    try {
        const { server } = JSON.parse(await firstLine(child, dir)) as { server: string };
        const rig = attachRig({ dir, server, programs });
        return { ...rig, stop, [Symbol.asyncDispose]: stop };
    } catch (error) {
        await stop();
        throw error;
    }
}

function flags(dir: string, options: RigOptions): string[] {
    const args = [...(options.apiserverArgs ?? [])];
    if (options.audit !== false) {
        writeFileSync(join(dir, "audit-policy.yaml"), AUDIT_POLICY);
        args.push(`--audit-policy-file=${join(dir, "audit-policy.yaml")}`, `--audit-log-path=${join(dir, "audit.log")}`);
    }
    return [
        ...(args.length > 0 ? [`-apiserver-args=${args.join(" ")}`] : []),
        ...(options.with?.length ? [`-with=${options.with.join(",")}`] : []),
    ];
}

async function firstLine(child: ChildProcess, dir: string): Promise<string> {
    let out = "";
    let errors = "";
    child.stderr?.on("data", (chunk) => {
        errors += chunk;
    });
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    child.stdout?.on("data", (chunk) => {
        out += chunk;
        if (out.includes("\n")) resolve(out.slice(0, out.indexOf("\n")));
    });
    child.on("error", reject);
    child.on("exit", () =>
        reject(new Error(`the rig ended before it was ready: ${errors}${lastOf(join(dir, "kube-apiserver.log"))}`)),
    );
    return promise;
}

function lastOf(path: string): string {
    try {
        return readFileSync(path, "utf8").slice(-2000);
    } catch {
        return "";
    }
}

async function ended(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    child.kill("SIGTERM");
    await once(child, "exit");
}
