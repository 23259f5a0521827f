import { fail, ok, type Result } from "../../core/problem.ts";
import { type AuthProvider, createAuthProvider } from "./auth-provider.ts";
import type { Limits } from "./limits.ts";
import { type ExecCredential, runExecPlugin } from "./run-exec-plugin.ts";
import type { Target } from "./target.ts";
import { readNamed, readTlsMaterial, type TlsMaterial } from "./tls-material.ts";
import { untilAborted } from "./until-aborted.ts";

/** What proves to the API server who we are, and to us who it is. */
export interface Credential {
    readonly headers: Readonly<Record<string, string | string[]>>;
    readonly tls: TlsMaterial;
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
    const provider = createAuthProvider(target);
    let held: { readonly credential: Credential; readonly until: number } | undefined;
    let reading: Promise<Result<Credential>> | undefined;

    const read = async (): Promise<Result<Credential>> => {
        const made = await makeCredential({ ...asked, target, provider }, closing.signal);
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

/** What identifies the user: a header, or a certificate instead of the kubeconfig's. */
interface Identity {
    readonly headers: Readonly<Record<string, string>>;
    readonly tls: TlsMaterial;
    readonly until: number;
}

async function makeCredential(making: Making, signal: AbortSignal): Promise<Result<Made>> {
    const tls = await readTlsMaterial(making.target);
    if (!tls.ok) return tls;
    const identity = await identify(making, tls.value, signal);
    if (!identity.ok) return identity;
    const headers = { ...identity.value.headers, ...impersonationHeaders(making.target) };
    const unsendable = Object.entries(headers).find(([, value]) => [value].flat().some((text) => UNSENDABLE.test(text)));
    if (unsendable !== undefined) return notForHeaders(unsendable[0]);
    return ok({ credential: { headers, tls: { ...tls.value, ...identity.value.tls } }, until: identity.value.until });
}

/** What no field value of HTTP may hold (RFC 9110, 5.5), or Latin-1 cannot say. */
const UNSENDABLE = /[^\t\x20-\x7e\x80-\xff]/;

/** Never with the value: it is a credential. */
function notForHeaders(header: string): Result<never> {
    const what = header === "authorization" ? "the bearer token" : `the value for ${header}`;
    return fail("credentials", `${what} has characters that cannot be sent`, { hint: "is there a line break in it?" });
}

interface Making extends Asked {
    readonly target: Target;
    readonly provider: AuthProvider;
}

/** In client-go's order of what wins: rest/transport.go, transport/round_trippers.go. A token file is fresher than a token beside it. */
async function identify(
    { target, provider, ...asked }: Making,
    { authority }: TlsMaterial,
    signal: AbortSignal,
): Promise<Result<Identity>> {
    const { user } = target;
    const rotating = asked.now() + ROTATING_MS;
    if (user.tokenFile !== undefined) {
        const token = await readToken(user.tokenFile, target.origin);
        return token.ok ? ok({ headers: bearer(token.value), tls: {}, until: rotating }) : token;
    }
    if (user.token !== undefined) return ok({ headers: bearer(user.token), tls: {}, until: Number.POSITIVE_INFINITY });
    if (user.username !== undefined) {
        const authorization = `Basic ${Buffer.from(`${user.username}:${user.password ?? ""}`).toString("base64")}`;
        return ok({ headers: { authorization }, tls: {}, until: Number.POSITIVE_INFINITY });
    }
    if (user.exec !== undefined) {
        const run = { exec: user.exec, target, environment: asked.environment, timeoutMs: asked.limits.execMs };
        const made = await runExecPlugin({ ...run, ...(authority === undefined ? {} : { authority }) }, signal);
        return made.ok ? ok(fromPlugin(made.value)) : made;
    }
    if (user["auth-provider"] !== undefined) {
        const token = await provider(asked.now());
        return token.ok ? ok({ headers: bearer(token.value), tls: {}, until: rotating }) : token;
    }
    return ok({ headers: {}, tls: {}, until: Number.POSITIVE_INFINITY });
}

function fromPlugin({ token, certificate, key, expiresAt }: ExecCredential): Identity {
    return {
        headers: token === undefined ? {} : bearer(token),
        tls: certificate === undefined || key === undefined ? {} : { certificate, key },
        until: expiresAt ?? Number.POSITIVE_INFINITY,
    };
}

function bearer(token: string): { readonly authorization: string } {
    return { authorization: `Bearer ${token}` };
}

async function readToken(path: string, origin: string): Promise<Result<string>> {
    const text = await readNamed("token file", path, origin);
    if (!text.ok) return text;
    const token = text.value?.trim() ?? "";
    return token === ""
        ? fail("credentials", `token file ${path} is empty`, { hint: "log in again, or pass --token" })
        : ok(token);
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
