import { prefixFamily } from "../prefix-family.ts";

export const payment = prefixFamily({
    id: "payment",
    title: "Payment and commerce: Stripe, Square, Braintree, Shopify, Adyen, Plaid, Mollie, Flutterwave, Paddle, Razorpay",
    source: "docs.stripe.com/keys; developer.squareup.com; shopify.dev; docs.adyen.com; plaid.com/docs; each vendor's API key documentation",
    formats: [
        {
            id: "stripe-key",
            prefixes: ["sk_live_", "sk_test_", "rk_live_", "rk_test_", "sk_org_live_"],
            parts: [{ of: "base62", min: 16, max: 250 }],
        },
        { id: "stripe-webhook-secret", prefixes: ["whsec_"], parts: [{ of: "base64", min: 24, max: 80 }] },
        { id: "square-token", prefixes: ["sq0atp-", "sq0csp-", "sq0idp-"], parts: [{ of: "base64url", min: 22, max: 44 }] },
        { id: "square-access-token", prefixes: ["EAAA"], parts: [{ of: "base64url", min: 58, max: 66 }] },
        {
            id: "facebook-token",
            prefixes: ["EAAB", "EAAC", "EAAD", "EAAE", "EAAG", "EAAJ", "EAAM"],
            parts: [{ of: "base62", min: 80, max: 400 }],
        },
        {
            id: "braintree-token",
            prefixes: ["access_token$production$", "access_token$sandbox$"],
            parts: [
                { of: "lower", min: 16 },
                { join: "$", of: "hex", min: 32 },
            ],
        },
        {
            id: "braintree-token-encoded",
            prefixes: ["access_token%24production%24", "access_token%24sandbox%24"],
            parts: [
                { of: "lower", min: 16 },
                { join: "%24", of: "hex", min: 32 },
            ],
        },
        { id: "shopify-token", prefixes: ["shpat_", "shpca_", "shppa_", "shpss_", "shpua_"], parts: [{ of: "hex", min: 32 }] },
        {
            id: "plaid-token",
            prefixes: ["access-sandbox-", "access-development-", "access-production-"],
            parts: [
                { of: "hex", min: 8 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 12 },
            ],
        },
        {
            id: "mollie-key",
            prefixes: ["live_", "test_"],
            parts: [{ of: "base62", min: 30, max: 44 }],
            accepts: (secret) => /[A-Z]/.test(secret) && /\d/.test(secret) && /[a-z]/.test(secret.slice(5)),
        },
        {
            id: "flutterwave-key",
            prefixes: ["FLWSECK-", "FLWSECK_TEST-", "FLWPUBK_TEST-"],
            parts: [{ of: "lower", min: 12, max: 32 }],
        },
        {
            id: "paddle-key",
            prefixes: ["pdl_live_apikey_", "pdl_sdbx_apikey_", "pdl_ntfset_"],
            parts: [{ of: "base64url", min: 26, max: 80 }],
        },
        { id: "razorpay-key", prefixes: ["rzp_live_", "rzp_test_"], parts: [{ of: "base62", min: 14, max: 20 }] },
        {
            id: "adyen-key",
            prefixes: ["AQEyhm", "AQEnhm", "AQEmhm", "AQErhm", "AQFyhm"],
            parts: [{ of: "base64", min: 40, max: 200 }],
        },
        { id: "shippo-token", prefixes: ["shippo_live_", "shippo_test_"], parts: [{ of: "hex", min: 40 }] },
        { id: "easypost-key", prefixes: ["EZAK", "EZTK"], parts: [{ of: "base62", min: 54 }] },
        { id: "duffel-token", prefixes: ["duffel_live_", "duffel_test_"], parts: [{ of: "base64url", min: 40, max: 50 }] },
        { id: "checkout-key", prefixes: ["sk_sbox_"], parts: [{ of: "base64url", min: 24, max: 40 }] },
        { id: "lemon-webhook", prefixes: ["lmsq_"], parts: [{ of: "base62", min: 24, max: 60 }] },
    ],
    leave: [
        "pk_live_ is a publishable key prefix",
        "test_connection_pool_is_recycled_after_timeout",
        "live_migration_enabled_for_all_instances_now",
        "sk_test_xxxxxxxxxxxxxxxxxxxxxxxx",
    ],
});
