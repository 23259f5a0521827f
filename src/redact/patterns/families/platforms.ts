import { prefixFamily } from "../prefix-family.ts";

export const platforms = prefixFamily({
    id: "platforms",
    title: "Databases as a service, infrastructure tools, VPNs: Supabase, PlanetScale, Neon, Databricks, Aiven, Pulumi, Tailscale and others",
    source: "supabase.com/docs API keys; planetscale.com/docs; neon.com/docs; mongodb.com/docs/atlas; docs.databricks.com; pulumi.com/docs; tailscale.com/kb/1252; docs.getdbt.com; materialize.com/docs; xata.io/docs; docs.convex.dev; headscale.net; docs.prefect.io; turbot.com/pipes/docs tokens; docs.retool.com API",
    formats: [
        { id: "supabase-token", prefixes: ["sbp_", "sbp_oauth_"], parts: [{ of: "hex", min: 40 }] },
        { id: "supabase-secret-key", prefixes: ["sb_secret_"], parts: [{ of: "base64url", min: 22, max: 60 }] },
        {
            id: "planetscale-token",
            prefixes: ["pscale_tkn_", "pscale_oauth_", "pscale_pw_"],
            parts: [{ of: "dotted", min: 32, max: 64 }],
        },
        { id: "neon-key", prefixes: ["napi_"], parts: [{ of: "lower", min: 60, max: 72 }] },
        { id: "neon-password", prefixes: ["npg_"], parts: [{ of: "base62", min: 12, max: 16 }] },
        { id: "mongodb-atlas-secret", prefixes: ["mdb_sa_sk_"], parts: [{ of: "base64url", min: 36, max: 44 }] },
        { id: "databricks-token", prefixes: ["dapi", "dose", "dkea", "dsapi"], parts: [{ of: "hex", min: 32 }] },
        { id: "aiven-password", prefixes: ["AVNS_"], parts: [{ of: "base64url", min: 16, max: 40 }] },
        { id: "aiven-token", prefixes: ["aivenv1"], parts: [{ of: "base64", min: 100, max: 500 }] },
        { id: "confluent-secret", prefixes: ["cflt"], parts: [{ of: "base64", min: 56, max: 64 }] },
        {
            id: "cockroach-cloud-key",
            prefixes: ["CCDB1_"],
            parts: [
                { of: "base62", min: 20, max: 24 },
                { join: "_", of: "base62", min: 36, max: 44 },
            ],
        },
        {
            id: "astra-token",
            prefixes: ["AstraCS:"],
            parts: [
                { of: "base62", min: 20, max: 30 },
                { join: ":", of: "hex", min: 60, max: 64 },
            ],
        },
        { id: "pulumi-token", prefixes: ["pul-"], parts: [{ of: "hex", min: 40 }] },
        { id: "infracost-key", prefixes: ["ico-"], parts: [{ of: "base62", min: 32 }] },
        {
            id: "tailscale-key",
            prefixes: ["tskey-", "tskey-auth-", "tskey-api-", "tskey-client-", "tskey-scim-", "tskey-webhook-"],
            parts: [
                { of: "base62", min: 9, max: 24 },
                { join: "-", of: "base62", min: 16, max: 40 },
            ],
        },
        { id: "tailscale-legacy-key", prefixes: ["tskey-"], parts: [{ of: "hex", min: 16, max: 32 }] },
        {
            id: "headscale-key",
            prefixes: ["hskey-auth-", "hskey-api-", "hskey-reg-"],
            parts: [
                { of: "base64url", min: 12 },
                { join: "-", of: "base64url", min: 24, max: 64 },
            ],
        },
        {
            id: "defined-networking-key",
            prefixes: ["dnkey-"],
            parts: [
                { of: "upper", min: 26 },
                { join: "-", of: "upper", min: 52 },
            ],
        },
        { id: "dbt-token", prefixes: ["dbtc_", "dbtu_"], parts: [{ of: "base64url", min: 36, max: 60 }] },
        { id: "materialize-password", prefixes: ["mzp_"], parts: [{ of: "hex", min: 64 }] },
        { id: "xata-key", prefixes: ["xau_"], parts: [{ of: "base62", min: 30, max: 60 }] },
        {
            id: "fauna-secret",
            prefixes: ["fnA"],
            parts: [{ of: "base64url", min: 37 }],
        },
        {
            id: "tinybird-token",
            prefixes: ["p.eyJ"],
            parts: [
                { of: "base64url", min: 40, max: 400 },
                { join: ".", of: "base64url", min: 40, max: 50 },
            ],
        },
        { id: "retool-token", prefixes: ["retool_01"], parts: [{ of: "lower", min: 20, max: 48 }] },
        {
            id: "turbot-pipes-token",
            prefixes: ["spt_", "tpt_"],
            parts: [
                { of: "lower", min: 20 },
                { join: "_", of: "lower", min: 25, max: 32 },
            ],
        },
        { id: "netbird-token", prefixes: ["nbp_"], parts: [{ of: "base62", min: 36, max: 40 }] },
        { id: "ngrok-api-key", prefixes: ["ak_2"], parts: [{ of: "base62", min: 24, max: 30 }] },
        { id: "weights-and-biases-key", prefixes: ["wandb_v1_"], parts: [{ of: "base64url", min: 40, max: 90 }] },
        {
            id: "launchdarkly-key",
            prefixes: ["sdk-", "api-"],
            parts: [
                { of: "hex", min: 8 },
                { join: "-", of: "hex", min: 4 },
                { join: "-4", of: "hex", min: 3 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 12 },
            ],
        },
        { id: "contentful-token", prefixes: ["CFPAT-"], parts: [{ of: "base64url", min: 40, max: 50 }] },
        { id: "sanity-token", prefixes: ["skE", "skR"], parts: [{ of: "base62", min: 80, max: 200 }] },
        { id: "dropbox-token", prefixes: ["sl.u.", "sl.B"], parts: [{ of: "base64url", min: 100, max: 1500 }] },
        { id: "n8n-key", prefixes: ["n8n_api_"], parts: [{ of: "base62", min: 32, max: 120 }] },
        { id: "prefect-key", prefixes: ["pnu_", "pnb_"], parts: [{ of: "base62", min: 36 }] },
        {
            id: "clickhouse-cloud-secret",
            prefixes: ["4b1d"],
            parts: [{ of: "base62", min: 38 }],
            accepts: (secret) => /[A-Z]/.test(secret) && /[g-z]/.test(secret),
        },
    ],
    leave: ["api-123e4567", "dose of 20 mg", "sdk-go-v2", "sl.Button", "pul-up"],
});
