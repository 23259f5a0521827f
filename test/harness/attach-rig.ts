import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadAll } from "js-yaml";
import type { RigPrograms } from "./find-rig.ts";

/** One request as the API server's audit log has it. */
export interface AuditedRequest {
    readonly verb: string;
    /** Path and query. */
    readonly uri: string;
    readonly user: string;
    readonly groups: readonly string[];
    readonly userAgent: string;
    readonly status: number;
}

/**
 * What the fake kubelet says for a log: lines, which get a second each from 2026-11-21T09:00:00Z on; a file as container runtimes write
 * it, with stamps (`2026-11-21T11:00:00.000000000Z stdout F text`); or how many made-up bytes it gives and how it misbehaves.
 */
export type MadeUpLog =
    | { readonly lines: readonly string[] }
    | { readonly file: string | Uint8Array }
    | {
          readonly bytes?: number;
          readonly live?: boolean;
          readonly status?: number;
          readonly bytesPerSecond?: number;
          readonly stallAfter?: number;
          readonly resetAfter?: number;
      };

/** A running cluster: a real kube-apiserver with a fake kubelet for all nodes. See test/rig/README.md. */
export interface Rig {
    readonly dir: string;
    readonly server: string;
    /** Path of the administrator's kubeconfig. */
    readonly kubeconfig: string;
    /** kubectl's stdout; throws with its stderr. */
    kubectl(args: readonly string[], input?: string): Promise<string>;
    /** Applies documents of YAML, `status` included; custom resource definitions are waited for. */
    apply(yaml: string): Promise<void>;
    /** A new namespace with a name of its own, such as `logs-3f9a1c`. */
    namespace(prefix: string): Promise<string>;
    /** A bearer token of a service account that is made when missing. */
    token(namespace: string, serviceAccount: string, seconds?: number): Promise<string>;
    /** 10,000 pods take fifteen seconds. */
    seed(pods: number): Promise<void>;
    /** Requests so far, in order. */
    audit(): readonly AuditedRequest[];
    setLog(namespace: string, pod: string, container: string, log: MadeUpLog, previous?: boolean): void;
    /** The kubelet at that address refuses or hangs, or is itself again. */
    node(ip: string, state: "refuse" | "hang" | "up"): void;
    /** What `/api/v1/nodes/NODE/proxy/PATH` gives, for all nodes. */
    setNodeDocument(path: string, text: string): void;
}

/** Talks to a cluster that runs. */
export function attachRig({ dir, server, programs }: { dir: string; server: string; programs: RigPrograms }): Rig {
    const kubeconfig = join(dir, "kubeconfig");
    const run = (program: string, args: readonly string[], input?: string) =>
        new Promise<string>((resolve, reject) => {
            const child = execFile(
                program,
                [...args],
                { env: { ...process.env, KUBECONFIG: kubeconfig }, maxBuffer: 2 ** 30 },
                (error, stdout, stderr) =>
                    error ? reject(new Error(`${args.join(" ")}: ${stderr || error.message}`)) : resolve(stdout),
            );
            child.stdin?.on("error", () => {});
            child.stdin?.end(input);
        });
    const kubectl = (args: readonly string[], input?: string) => run(programs.kubectl, args, input);
    return {
        dir,
        server,
        kubeconfig,
        kubectl,
        async apply(yaml) {
            await applyTo(
                kubectl,
                loadAll(yaml)
                    .filter(isObject)
                    .flatMap((document) => document.items ?? [document]),
            );
        },
        async namespace(prefix) {
            const name = `${prefix}-${randomBytes(3).toString("hex")}`;
            await kubectl(["create", "namespace", name]);
            return name;
        },
        async token(namespace, serviceAccount, seconds = 3600) {
            await kubectl(["-n", namespace, "create", "serviceaccount", serviceAccount]).catch(() => "");
            return (await kubectl(["-n", namespace, "create", "token", serviceAccount, `--duration=${seconds}s`])).trim();
        },
        async seed(pods) {
            await run(programs.rig, ["seed", "-dir", dir, "-pods", String(pods)]);
        },
        audit: () => auditIn(join(dir, "audit.log")),
        setLog(namespace, pod, container, log, previous = false) {
            const base = join(dir, "logs", namespace, pod, `${container}${previous ? ".previous" : ""}`);
            rmSync(`${base}.log`, { force: true });
            rmSync(`${base}.json`, { force: true });
            if ("lines" in log) write(`${base}.log`, stamped(log.lines));
            else if ("file" in log) write(`${base}.log`, log.file);
            else write(`${base}.json`, JSON.stringify(log));
        },
        node(ip, state) {
            const path = join(dir, "down", ip);
            if (state === "up") rmSync(path, { force: true });
            else write(path, state);
        },
        setNodeDocument: (path, text) => write(join(dir, "node", path), text),
    };
}

type Manifest = { readonly kind?: string; readonly status?: unknown; readonly items?: readonly Manifest[] };

function isObject(document: unknown): document is Manifest {
    return typeof document === "object" && document !== null;
}

/** A status is ignored by a plain apply: kinds that have it as a subresource take it in a second one. */
async function applyTo(kubectl: Rig["kubectl"], manifests: readonly Manifest[]): Promise<void> {
    const apply = ["apply", "--server-side", "--force-conflicts", "-f", "-"];
    const list = (items: readonly Manifest[]) => JSON.stringify({ apiVersion: "v1", kind: "List", items });
    const definitions = manifests.filter(({ kind }) => kind === "CustomResourceDefinition");
    if (definitions.length > 0) {
        await kubectl(apply, list(definitions));
        await kubectl(["wait", "--for=condition=Established", "--timeout=20s", "-f", "-"], list(definitions));
    }
    const rest = manifests.filter(({ kind }) => kind !== "CustomResourceDefinition");
    if (rest.length > 0) await kubectl(apply, list(rest));
    const withStatus = rest.filter(({ status }) => status !== undefined);
    if (withStatus.length > 0) await kubectl([...apply, "--subresource=status"], list(withStatus));
}

function stamped(lines: readonly string[]): string {
    const start = Date.UTC(2026, 10, 21, 9);
    return lines
        .map((line, index) => `${new Date(start + index * 1000).toISOString().replace("Z", "000000Z")} stdout F ${line}\n`)
        .join("");
}

function write(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
}

interface AuditEvent {
    readonly verb: string;
    readonly requestURI: string;
    readonly user: { readonly username?: string; readonly groups?: readonly string[] };
    readonly impersonatedUser?: { readonly username?: string; readonly groups?: readonly string[] };
    readonly userAgent?: string;
    readonly responseStatus?: { readonly code?: number };
}

function auditIn(path: string): AuditedRequest[] {
    const lines = readFileSync(path, "utf8")
        .split("\n")
        .filter((line) => line !== "");
    return lines.map((line) => {
        const event = JSON.parse(line) as AuditEvent;
        const user = event.impersonatedUser ?? event.user;
        return {
            verb: event.verb,
            uri: event.requestURI,
            user: user.username ?? "",
            groups: user.groups ?? [],
            userAgent: event.userAgent ?? "",
            status: event.responseStatus?.code ?? 0,
        };
    });
}
