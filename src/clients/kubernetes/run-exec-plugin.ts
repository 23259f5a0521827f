import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { z } from "zod";
import { deadline } from "../../core/deadline.ts";
import { fail, ok, type Result } from "../../core/problem.ts";
import type { KubeconfigExec } from "./kubeconfig-file.ts";
import type { Target } from "./target.ts";

/** What a plugin gave; `expiresAt` in milliseconds since 1970. */
export interface ExecCredential {
    readonly token?: string;
    readonly certificate?: string;
    readonly key?: string;
    readonly expiresAt?: number;
}

/** One run of the plugin named in the user's `exec`. */
export interface ExecRun {
    readonly exec: KubeconfigExec;
    readonly target: Target;
    /** PEM, when the cluster has an authority. */
    readonly authority?: string;
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly timeoutMs: number;
}

const APIS = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1", "client.authentication.k8s.io/v1alpha1"];
const MAX_OUTPUT = 2 ** 20;

const answerSchema = z.object({
    apiVersion: z.string(),
    kind: z.literal("ExecCredential"),
    status: z.object({
        token: z.string().optional(),
        clientCertificateData: z.string().optional(),
        clientKeyData: z.string().optional(),
        expirationTimestamp: z.string().nullish(),
    }),
});

/**
 * Runs a credential plugin as kubectl would without a terminal: KUBERNETES_EXEC_INFO says so, stdin is closed, stderr is kept for the
 * error. Fails with `credentials`; messages never hold what the plugin printed on stdout. Source: KEP 541 and client-go
 * plugin/pkg/client/auth/exec/exec.go.
 */
export async function runExecPlugin(run: ExecRun, signal: AbortSignal): Promise<Result<ExecCredential>> {
    const { exec } = run;
    const what = `credential plugin ${exec.command} of user ${run.target.userName}`;
    if (!APIS.includes(exec.apiVersion))
        return fail("credentials", `${what} speaks ${exec.apiVersion}, which is not known`, {
            hint: `known are ${APIS.join(", ")}`,
        });
    if (exec.interactiveMode === "Always")
        return fail("credentials", `${what} asks questions on a terminal, which is not offered here`, {
            hint: "log in with it first, or pass --token",
        });
    using limit = deadline(signal, run.timeoutMs, () => new Error("exec plugin"));
    const ended = await output(run, limit.signal);
    signal.throwIfAborted();
    if (limit.expired)
        return fail("credentials", `${what} did not end within ${run.timeoutMs / 1000} s`, {
            hint: `run it by hand: ${commandLine(exec)}`,
        });
    if (ended.error !== undefined) return notStarted(what, exec, ended.error);
    if (ended.code !== 0) {
        const said = lastLine(ended.stderr, ended.stdout);
        const how = ended.code === null ? "was killed" : `failed with exit code ${ended.code}`;
        return fail("credentials", `${what} ${how}${said === "" ? "" : `: ${said}`}`, {
            hint: `run it by hand: ${commandLine(exec)}`,
        });
    }
    return parseAnswer(what, exec, ended.stdout);
}

interface Ended {
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
    readonly error?: NodeJS.ErrnoException;
}

function output(run: ExecRun, signal: AbortSignal): Promise<Ended> {
    const { promise, resolve } = Promise.withResolvers<Ended>();
    const added = Object.fromEntries((run.exec.env ?? []).map(({ name, value }) => [name, value]));
    const child = spawn(run.exec.command, run.exec.args ?? [], {
        env: { ...run.environment, ...added, KUBERNETES_EXEC_INFO: JSON.stringify(execInfo(run)) },
        stdio: ["ignore", "pipe", "pipe"],
        signal,
        killSignal: "SIGKILL",
        windowsHide: true,
    });
    const stdout = captured(child.stdout);
    const stderr = captured(child.stderr);
    child.on("error", (error) => {
        // What the plugin itself has started may hold on to the pipes.
        child.stdout.destroy();
        child.stderr.destroy();
        resolve({ code: null, stdout: stdout(), stderr: stderr(), error });
    });
    child.on("close", (code) => resolve({ code, stdout: stdout(), stderr: stderr() }));
    return promise;
}

/** Keeps the beginning of what a stream says. */
function captured(stream: Readable): () => string {
    const chunks: Buffer[] = [];
    let length = 0;
    stream.on("data", (chunk: Buffer) => {
        if (length < MAX_OUTPUT) chunks.push(chunk);
        length += chunk.length;
    });
    return () => Buffer.concat(chunks).toString("utf8");
}

/** Source: client.authentication.k8s.io/v1 ExecCredentialSpec; `config` is the cluster's extension of that name. */
function execInfo({ exec, target, authority }: ExecRun): object {
    const { cluster } = target;
    const config = cluster.extensions?.find(({ name }) => name === "client.authentication.k8s.io/exec")?.extension;
    const info = {
        server: cluster.server,
        ...(cluster["tls-server-name"] && { "tls-server-name": cluster["tls-server-name"] }),
        ...(cluster["insecure-skip-tls-verify"] && { "insecure-skip-tls-verify": true }),
        ...(authority !== undefined && { "certificate-authority-data": Buffer.from(authority).toString("base64") }),
        ...(cluster["proxy-url"] && { "proxy-url": cluster["proxy-url"] }),
        ...(config !== undefined && { config }),
    };
    return {
        apiVersion: exec.apiVersion,
        kind: "ExecCredential",
        spec: { ...(exec.provideClusterInfo && { cluster: info }), interactive: false },
    };
}

function notStarted(what: string, exec: KubeconfigExec, error: NodeJS.ErrnoException): Result<never> {
    const reason = error.code === "ENOENT" ? "is not installed or not in PATH" : `cannot be run (${error.code ?? error.name})`;
    const hint = exec.installHint?.trim() ?? `install ${exec.command}, or pass --token`;
    return fail("credentials", `${what} ${reason}`, { hint, cause: error });
}

function parseAnswer(what: string, exec: KubeconfigExec, stdout: string): Result<ExecCredential> {
    const parsed = answerSchema.safeParse(asJson(stdout));
    if (!parsed.success)
        return fail("credentials", `${what} did not print an ExecCredential with a status`, {
            hint: `run it by hand: ${commandLine(exec)}`,
        });
    const { apiVersion, status } = parsed.data;
    if (apiVersion !== exec.apiVersion)
        return fail("credentials", `${what} answered in ${apiVersion} where the kubeconfig says ${exec.apiVersion}`, {
            hint: "update the plugin or the kubeconfig",
        });
    const { token, clientCertificateData: certificate, clientKeyData: key } = status;
    if (!token && !(certificate && key))
        return fail("credentials", `${what} gave neither a token nor a certificate with its key`);
    const expiresAt = status.expirationTimestamp ? Date.parse(status.expirationTimestamp) : Number.NaN;
    return ok({
        ...(token ? { token } : {}),
        ...(certificate && key ? { certificate, key } : {}),
        ...(Number.isNaN(expiresAt) ? {} : { expiresAt }),
    });
}

function asJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

function commandLine(exec: KubeconfigExec): string {
    return [exec.command, ...(exec.args ?? [])]
        .map((word) => (/^[\w./:=@%+-]+$/.test(word) ? word : JSON.stringify(word)))
        .join(" ");
}

/** The last line with anything in it, without what looks like a credential or was printed as the answer. */
function lastLine(stderr: string, stdout: string): string {
    const line = stderr.trim().split(/\r?\n/).at(-1)?.trim() ?? "";
    return line
        .replace(/((?:token|secret|password|authorization)\S*?["']?\s*[:=]\s*(?:bearer\s+)?)\S+/gi, "$1…")
        .replace(/[\w+/=.~-]{24,}/g, (word) => (looksSecret(word) || stdout.includes(word) ? "…" : word))
        .slice(0, 300);
}

/** Long, and neither a path nor a host name nor words joined by dashes: letters and digits mixed all over. */
function looksSecret(word: string): boolean {
    return (
        /eyJ/.test(word) || word.split(/[-./=_]/).some((part) => part.length >= 20 && /\d/.test(part) && /[A-Za-z]/.test(part))
    );
}
