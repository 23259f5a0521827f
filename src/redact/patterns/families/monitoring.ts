import { prefixFamily } from "../prefix-family.ts";

export const monitoring = prefixFamily({
    id: "monitoring",
    title: "Monitoring: Grafana, New Relic, Sentry, Dynatrace, Honeycomb, Axiom, PostHog, Langfuse and others",
    source: "grafana.com service account tokens; docs.newrelic.com keys; docs.sentry.io auth tokens; docs.dynatrace.com token format; docs.datadoghq.com personal access tokens and AWS Secrets Manager partner DatadogApplicationKey; docs.honeycomb.io/api/authentication (hc[x]ik_, hc[x]lk_, hc[x]mk_; the first 26 chars are the public id); docs.firehydrant.com; docs.rootly.com API keys; developer.pagerduty.com OAuth; docs.honeybadger.io; dash0.com/docs; segment.com/docs public API",
    formats: [
        {
            id: "grafana-service-account",
            prefixes: ["glsa_"],
            parts: [
                { of: "base62", min: 32 },
                { join: "_", of: "hex", min: 8 },
            ],
        },
        { id: "grafana-cloud-token", prefixes: ["glc_"], parts: [{ of: "base64", min: 32, max: 400 }] },
        {
            id: "newrelic-key",
            prefixes: ["NRAK-", "NRAA-", "NRRA-", "NRIQ-", "NRSP-"],
            parts: [{ of: "base64url", min: 26, max: 44 }],
        },
        { id: "newrelic-insert-key", prefixes: ["NRII-"], parts: [{ of: "base64url", min: 30, max: 34 }] },
        { id: "sentry-org-token", prefixes: ["sntrys_"], parts: [{ of: "base64", min: 60, max: 600 }] },
        { id: "sentry-user-token", prefixes: ["sntryu_", "sntrya_"], parts: [{ of: "hex", min: 60, max: 64 }] },
        {
            id: "dynatrace-token",
            prefixes: ["dt0c01.", "dt0s01.", "dt0s02.", "dt0s03.", "dt0s04.", "dt0s08.", "dt0s16.", "dt0a01."],
            parts: [
                { of: "upper", min: 8, max: 24 },
                { join: ".", of: "upper", min: 60, max: 64 },
            ],
        },
        {
            id: "honeycomb-key",
            prefixes: [..."abcdefghijklmnopqrstuvwxyz"].flatMap((letter) => [
                `hc${letter}ik_`,
                `hc${letter}lk_`,
                `hc${letter}mk_`,
            ]),
            parts: [{ of: "lower", min: 50, max: 64 }],
        },
        {
            id: "axiom-token",
            prefixes: ["xaat-", "xapt-"],
            parts: [
                { of: "hex", min: 8 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 12 },
            ],
        },
        { id: "posthog-key", prefixes: ["phx_", "phs_"], parts: [{ of: "base64url", min: 40, max: 60 }] },
        {
            id: "langfuse-key",
            prefixes: ["sk-lf-"],
            parts: [
                { of: "hex", min: 8 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 12 },
            ],
        },
        {
            id: "langsmith-key",
            prefixes: ["lsv2_pt_", "lsv2_sk_"],
            parts: [
                { of: "hex", min: 32 },
                { join: "_", of: "hex", min: 10 },
            ],
        },
        { id: "uptime-kuma-key", prefixes: ["uk1_", "uk2_"], parts: [{ of: "base64url", min: 30, max: 60 }] },
        { id: "healthchecks-key", prefixes: ["hcw_", "hcr_"], parts: [{ of: "base62", min: 26, max: 40 }] },
        { id: "checkly-key", prefixes: ["cu_"], parts: [{ of: "hex", min: 32 }] },
        { id: "coralogix-key", prefixes: ["cxtp_", "cxup_", "cxsp_"], parts: [{ of: "base62", min: 26, max: 40 }] },
        { id: "datadog-key", prefixes: ["ddapp_", "ddap_", "ddpat_", "ddsat_"], parts: [{ of: "base62", min: 32, max: 80 }] },
        {
            id: "honeycomb-management-key",
            prefixes: [..."abcdefghijklmnopqrstuvwxyz"].map((letter) => `hc${letter}mk_`),
            parts: [
                { of: "lower", min: 26 },
                { join: ":", of: "lower", min: 32 },
            ],
        },
        { id: "elastic-cloud-key", prefixes: ["essu_"], parts: [{ of: "base64", min: 40, max: 120 }] },
        { id: "elastic-service-token", prefixes: ["AAEAAW"], parts: [{ of: "base64", min: 30, max: 120 }] },
        { id: "logfire-token", prefixes: ["pylf_v1_us_", "pylf_v1_eu_"], parts: [{ of: "base62", min: 40, max: 60 }] },
        { id: "pagerduty-oauth-token", prefixes: ["pdus+_", "pdeu+_"], parts: [{ of: "base64url", min: 30, max: 80 }] },
        { id: "honeybadger-token", prefixes: ["hbp_"], parts: [{ of: "base62", min: 30, max: 40 }] },
        {
            id: "dash0-token",
            prefixes: ["auth_"],
            parts: [{ of: "base62", min: 32 }],
            standsAlone: true,
            accepts: (secret) => /\d/.test(secret) && /[A-Z]/.test(secret),
        },
        { id: "firehydrant-token", prefixes: ["fhb-"], parts: [{ of: "hex", min: 32, max: 64 }] },
        { id: "segment-token", prefixes: ["sgp_"], parts: [{ of: "base62", min: 64 }] },
        { id: "incident-io-key", prefixes: ["inc_live_", "inc_development_"], parts: [{ of: "hex", min: 60, max: 64 }] },
        { id: "rootly-key", prefixes: ["rootly_"], parts: [{ of: "hex", min: 60, max: 64 }] },
    ],
    leave: ["key id hcxik_01jx8ykz4m6c3f5q7r9t2v4w6y", "hcr_status ok", "cu_requests 12", "phc_ is public", "glc_ prefix"],
});
