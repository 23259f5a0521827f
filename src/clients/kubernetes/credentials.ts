import { readFile } from "node:fs/promises";
import type { RequestOptions } from "node:https";
import { KubeConfig } from "@kubernetes/client-node";
import { fail, ok, type Result } from "../../core/problem.ts";
import type { Limits } from "./limits.ts";
import { type ExecCredential, runExecPlugin } from "./run-exec-plugin.ts";
import type { Target } from "./target.ts";
import { untilAborted } from "./until-aborted.ts";

/** What proves to the API server who we are, and to us who it is. PEM texts. */
export interface Credential {
    readonly headers: Readonly<Record<string, string | string[]>>;
    readonly tls: TlsMaterial;
}

/** `authority` absent: the machine's own. */
export interface TlsMaterial {
    readonly authority?: string;
    readonly certificate?: string;
    readonly key?: string;
}

/** The credential of one context, read again when it may have changed. Trouble is `credentials` or `configuration`. */
export interface Credentials {
    /** The one to use now. Concurrent callers share one read or one run of the plugin. */
    current(signal: AbortSignal): Promise<Result<Credential>>;
    /** A new one, because the server refused `refused` with 401; the same for all whose request carried that one. */
    renewed(refused: Credential, signal: AbortSignal): Promise<Result<Credential>>;
    close(): void;
}

interface Asked {
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly limits: Limits;
    readonly now: () => number;
}

/** Token files and OIDC are looked at again this often; client-go's transport/token_source.go takes a minute. */
const ROTATING_MS = 30_000;

export function createCredentials(target: Target, asked: Asked): Credentials {
    const closing = new AbortController();
    let held: { readonly credential: Credential; readonly until: number } | undefined;
    let reading: Promise<Result<Credential>> | undefined;

    const read = async (): Promise<Result<Credential>> => {
        const made = await makeCredential(target, asked, closing.signal);
        if (!made.ok) return made;
        held = { credential: made.value.credential, until: made.value.until };
        return ok(made.value.credential);
    };
    const shared = (signal: AbortSignal) => {
        reading ??= read().finally(() => {
            reading = undefined;
        });
        return untilAborted(reading, signal);
    };
    return {
        async current(signal) {
            return held && asked.now() < held.until ? ok(held.credential) : shared(signal);
        },
        async renewed(refused, signal) {
            if (held?.credential === refused) held = undefined;
            return held ? ok(held.credential) : shared(signal);
        },
        close: () => closing.abort(new Error("the connection was closed")),
    };
}

/** `until`: milliseconds since 1970 up to which it need not be made again. */
interface Made {
    readonly credential: Credential;
    readonly until: number;
}

async function makeCredential(target: Target, asked: Asked, signal: AbortSignal): Promise<Result<Made>> {
    const base = await fromKubeConfig(target);
    if (!base.ok) return base;
    const impersonation = impersonationHeaders(target);
    const { exec } = target.user;
    if (exec === undefined || target.user.token !== undefined) {
        const rotates = target.user.tokenFile !== undefined || target.user["auth-provider"] !== undefined;
        const headers = { ...base.value.headers, ...impersonation };
        return ok({
            credential: { ...base.value, headers },
            until: rotates ? asked.now() + ROTATING_MS : Number.POSITIVE_INFINITY,
        });
    }
    const { authority } = base.value.tls;
    const run = {
        exec,
        target,
        environment: asked.environment,
        timeoutMs: asked.limits.execMs,
        ...(authority === undefined ? {} : { authority }),
    };
    const plugin = await runExecPlugin(run, signal);
    if (!plugin.ok) return plugin;
    return ok({
        credential: {
            headers: { ...base.value.headers, ...bearer(plugin.value), ...impersonation },
            tls: { ...base.value.tls, ...certificateOf(plugin.value) },
        },
        until: plugin.value.expiresAt ?? Number.POSITIVE_INFINITY,
    });
}

function bearer({ token }: ExecCredential): Record<string, string> {
    return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

function certificateOf({ certificate, key }: ExecCredential): TlsMaterial {
    return certificate === undefined || key === undefined ? {} : { certificate, key };
}

/**
 * KubeConfig of @kubernetes/client-node does tokens, basic, OIDC with its refresh, and certificates. It is given the one cluster and user
 * that were chosen. Left to us, because it lacks them: `tokenFile`, exec information and expiry, data before files, impersonation beyond the user.
 */
async function fromKubeConfig(target: Target): Promise<Result<Credential>> {
    const files = await tokenAndCertificates(target);
    if (!files.ok) return files;
    const options: RequestOptions & { headers: Record<string, string> } = { headers: {} };
    try {
        const config = new KubeConfig();
        config.loadFromString(JSON.stringify(onlyTarget(target, files.value)));
        await config.applyToHTTPSOptions(options);
    } catch (cause) {
        return fail("credentials", `user ${target.userName} in ${target.origin}: ${(cause as Error).message}`, {
            hint: "log in again, or pass --token",
            cause,
        });
    }
    const headers: Record<string, string> = {};
    if (options.headers.Authorization !== undefined) headers.authorization = options.headers.Authorization;
    if (options.auth) headers.authorization = `Basic ${Buffer.from(options.auth).toString("base64")}`;
    return ok({
        headers,
        tls: { ...pem("authority", options.ca), ...pem("certificate", options.cert), ...pem("key", options.key) },
    });
}

function pem<K extends string>(name: K, value: unknown): { readonly [key in K]?: string } {
    return value instanceof Buffer ? ({ [name]: value.toString("utf8") } as { readonly [key in K]: string }) : {};
}

type Files = Readonly<Record<"authority" | "certificate" | "key", string | undefined>> & { readonly token: string | undefined };

/** Base64 of the files, so that KubeConfig, which lets a file win over data, does not see both. */
async function tokenAndCertificates(target: Target): Promise<Result<Files>> {
    const { cluster, user } = target;
    const authority = await base64Of(
        "certificate authority",
        cluster["certificate-authority-data"],
        cluster["certificate-authority"],
        target,
    );
    if (!authority.ok) return authority;
    const certificate = await base64Of("client certificate", user["client-certificate-data"], user["client-certificate"], target);
    if (!certificate.ok) return certificate;
    const key = await base64Of("client key", user["client-key-data"], user["client-key"], target);
    if (!key.ok) return key;
    if (user.tokenFile === undefined)
        return ok({ authority: authority.value, certificate: certificate.value, key: key.value, token: user.token });
    const token = await base64Of("token", undefined, user.tokenFile, target);
    if (!token.ok) return token;
    const text = Buffer.from(token.value ?? "", "base64")
        .toString("utf8")
        .trim();
    if (text === "")
        return fail("credentials", `token file ${user.tokenFile} is empty`, { hint: "log in again, or pass --token" });
    return ok({ authority: authority.value, certificate: certificate.value, key: key.value, token: text });
}

async function base64Of(
    what: string,
    data: string | undefined,
    path: string | undefined,
    target: Target,
): Promise<Result<string | undefined>> {
    if (data !== undefined || path === undefined) return ok(data);
    try {
        return ok((await readFile(path)).toString("base64"));
    } catch (cause) {
        const { code } = cause as NodeJS.ErrnoException;
        return fail("credentials", `${what} ${path} named in ${target.origin} cannot be read (${code})`, {
            hint: "check that the file exists and is yours to read",
            cause,
        });
    }
}

function onlyTarget({ cluster, user }: Target, files: Files): object {
    return {
        clusters: [
            {
                name: "target",
                // KubeConfig refuses http without this; whether TLS is verified is decided by the dispatcher.
                cluster: {
                    server: cluster.server,
                    "certificate-authority-data": files.authority,
                    "insecure-skip-tls-verify": true,
                },
            },
        ],
        users: [
            {
                name: "target",
                user: {
                    token: files.token,
                    username: user.username,
                    password: user.password,
                    "client-certificate-data": files.certificate,
                    "client-key-data": files.key,
                    "auth-provider": user["auth-provider"],
                },
            },
        ],
        contexts: [{ name: "target", context: { cluster: "target", user: "target" } }],
        "current-context": "target",
    };
}

/** Source: client-go transport/round_trippers.go, impersonatingRoundTripper. */
function impersonationHeaders({ user }: Target): Record<string, string | string[]> {
    const extra = Object.entries(user["as-user-extra"] ?? {}).map(([key, values]) => [
        `impersonate-extra-${encodeURIComponent(key)}`,
        [...values],
    ]);
    return {
        ...(user.as !== undefined && { "impersonate-user": user.as }),
        ...(user["as-uid"] !== undefined && { "impersonate-uid": user["as-uid"] }),
        ...(user["as-groups"]?.length && { "impersonate-group": [...user["as-groups"]] }),
        ...Object.fromEntries(extra),
    };
}
