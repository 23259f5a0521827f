import { aroundAnchor } from "../around-anchor.ts";
import { isWordChar } from "../edge.ts";
import type { PatternFamily } from "../pattern.ts";
import { prefixFamily } from "../prefix-family.ts";
import { ALPHABETS, sampleOf } from "../sample.ts";
import { vendorRule } from "../vendor-rule.ts";

const keys = prefixFamily({
    id: "feature-flags",
    title: "Server keys of feature flags and realtime services: Statsig, Unleash, GrowthBook, DevCycle, Flagsmith, PubNub, Convex",
    source: "docs.statsig.com keys; docs.getunleash.io API tokens; docs.growthbook.io; docs.devcycle.com; docs.flagsmith.com; www.pubnub.com/docs; docs.convex.dev deploy keys",
    formats: [
        {
            id: "statsig-key",
            prefixes: ["secret-", "console-"],
            parts: [{ of: "base62", min: 40, max: 50 }],
            standsAlone: true,
            accepts: (secret) => /\d/.test(secret) && /[A-Z]/.test(secret),
        },
        {
            id: "growthbook-key",
            prefixes: ["secret_admin_", "secret_user_", "secret_readonly_"],
            parts: [{ of: "base64url", min: 20, max: 60 }],
            accepts: (secret) => /\d/.test(secret),
        },
        {
            id: "flagsmith-key",
            prefixes: [...ALPHABETS.base62].map((char) => `ser.${char}`),
            parts: [{ of: "base62", min: 21 }],
            accepts: (secret) => /[A-Z]/.test(secret) && /[a-z]/.test(secret.slice(4)),
        },
        { id: "devcycle-key", prefixes: ["dvc_server_"], parts: [{ of: "base64url", min: 32, max: 80 }] },
        { id: "pubnub-secret", prefixes: ["sec-c-"], parts: [{ of: "base64", min: 40, max: 60 }] },
    ],
    leave: [
        "secret-name",
        "client-key",
        "dvc_client_abc is public",
        "secret_user_name",
        "default:development.yaml",
        `ghcr.io/acme/app:test.${sampleOf("hex", 40, 73)}`,
    ],
});

export const featureFlags: PatternFamily = {
    ...keys,
    rules: [
        ...keys.rules,
        aroundAnchor({
            id: "unleash-token",
            anchors: ["production.", "development.", "default.", "staging.", "test."].flatMap((name) => [
                `:${name}`,
                `%3A${name}`,
            ]),
            before: { isPart: (code) => isWordChar(code) || [37, 42, 45, 91, 93, 95].includes(code), min: 1, max: 60 },
            rest: /(?::|%3A)[a-z]{4,11}\.[0-9a-f]{56}(?![0-9a-f])/y,
        }),
        vendorRule({
            id: "convex-key",
            anchors: ["prod", "dev", "preview", "project"].flatMap((name) => [`${name}:`, `${name}%3A`]),
            format: /(?:prod|dev|preview|project)(?::|%3A)[a-z0-9:%A-]{3,80}(?:\||%7C)((?:[A-Za-z0-9+/=]|%2B|%2F|%3D){40,400})/,
            hides: "group",
        }),
    ],
    examples: {
        hide: [
            ...keys.examples.hide,
            `token ⟦*:production.${sampleOf("hex", 56, 71)}⟧ used`,
            `convex prod:happy-animal-123|⟦${sampleOf("base62", 60, 72)}⟧`,
        ],
        leave: keys.examples.leave,
    },
};
