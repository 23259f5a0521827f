import { Agent, request } from "undici";
import { z } from "zod";
import { fail, ok, type Result } from "../../core/problem.ts";
import type { Target } from "./target.ts";
import { readNamed } from "./tls-material.ts";

/** Gives the token of a user's `auth-provider` as it is good at `now`, milliseconds since 1970. Fails with `credentials`. */
export type AuthProvider = (now: number) => Promise<Result<string>>;

const discoverySchema = z.object({ token_endpoint: z.url() });
const grantSchema = z.object({ id_token: z.string(), refresh_token: z.string().optional() });
const claimsSchema = z.object({ exp: z.number() });
const TIMEOUT_MS = 10_000;

/**
 * The one provider that kubectl still has: OIDC, its id token renewed at the issuer when it has expired. What the issuer gives is kept
 * in memory, for a refresh token may be good for one use; the kubeconfig is not written. Source: client-go
 * plugin/pkg/client/auth/oidc/oidc.go. (KubeConfig of @kubernetes/client-node 2.0.1 cannot renew: it hands openid-client 6 a string
 * for the issuer's URL, and with an authority of its own a response that is none.)
 */
export function createAuthProvider(target: Target): AuthProvider {
    const { name, config = {} } = target.user["auth-provider"] ?? { name: "" };
    let idToken = config["id-token"];
    let refreshToken = config["refresh-token"];
    const trouble = (says: string, cause?: unknown) => {
        const more = cause === undefined ? {} : { cause };
        return fail<never>("credentials", `user ${target.userName} in ${target.origin}: ${says}`, {
            hint: "log in again, or pass --token",
            ...more,
        });
    };
    return async (now) => {
        if (name !== "oidc") return trouble(`auth-provider ${name} is gone from kubectl too, an exec plugin has taken its place`);
        if (idToken !== undefined && now < expiryMs(idToken)) return ok(idToken);
        if (refreshToken === undefined) return trouble("its OIDC token has expired and cannot be renewed");
        const authority = await authorityOf(config, target.origin);
        if (!authority.ok) return authority;
        try {
            const grant = await renew(config, refreshToken, authority.value);
            idToken = grant.id_token;
            refreshToken = grant.refresh_token ?? refreshToken;
            return ok(idToken);
        } catch (cause) {
            return trouble(
                `its OIDC token has expired and ${config["idp-issuer-url"]} did not renew it (${reason(cause)})`,
                cause,
            );
        }
    };
}

type Settings = Readonly<Record<string, string>>;

async function renew(
    settings: Settings,
    refreshToken: string,
    authority: string | undefined,
): Promise<z.infer<typeof grantSchema>> {
    const dispatcher = new Agent({
        allowH2: false,
        connect: { timeout: TIMEOUT_MS, ...(authority === undefined ? {} : { ca: authority }) },
    });
    const limits = { dispatcher, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS };
    try {
        const issuer = (settings["idp-issuer-url"] ?? "").replace(/\/$/, "");
        const described = await request(`${issuer}/.well-known/openid-configuration`, limits);
        const { token_endpoint: endpoint } = discoverySchema.parse(await described.body.json());
        const clientId = settings["client-id"] ?? "";
        const secret = settings["client-secret"];
        const body = new URLSearchParams({ grant_type: "refresh_token", refresh_token: refreshToken, client_id: clientId });
        if (secret !== undefined) body.set("client_secret", secret);
        const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
        const granted = await request(endpoint, { ...limits, method: "POST", headers, body: body.toString() });
        return grantSchema.parse(await granted.body.json());
    } finally {
        await dispatcher.destroy();
    }
}

async function authorityOf(settings: Settings, origin: string): Promise<Result<string | undefined>> {
    const data = settings["idp-certificate-authority-data"];
    if (data !== undefined) return ok(Buffer.from(data, "base64").toString("utf8"));
    return readNamed("issuer's certificate authority", settings["idp-certificate-authority"], origin);
}

/** 0 for what is no JWT: then it is renewed. */
function expiryMs(jwt: string): number {
    try {
        return claimsSchema.parse(JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString("utf8"))).exp * 1000;
    } catch {
        return 0;
    }
}

/** A code or kind of error; its text may hold what the issuer said of tokens. */
function reason(cause: unknown): string {
    const { code, name } = cause as { code?: unknown; name?: string };
    return typeof code === "string" ? code : name === "ZodError" ? "it gave no token" : (name ?? "error");
}
