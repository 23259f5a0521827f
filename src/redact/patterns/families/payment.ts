import { prefixFamily } from "../prefix-family.ts";
import { ALPHABETS, sampleOf } from "../sample.ts";
import { looksRandom } from "../shapes/looks-random.ts";

/** Hex, or letters of both cases and digits with few dashes among them: no name of a test. */
function isRandomBody(text: string): boolean {
    if (!looksRandom(text) || (text.match(/[_-]/g)?.length ?? 0) > 4) return false;
    return (
        /^[0-9a-f]+$/.test(text) ||
        (/[A-Z]/.test(text) && /[a-z]/.test(text) && (text.match(/\d/g)?.length ?? 0) >= (/[_-]/.test(text) ? 2 : 1))
    );
}

export const payment = prefixFamily({
    id: "payment",
    title: "Payment and commerce: Stripe, Square, Braintree, Shopify, Adyen, Plaid, Mollie, Flutterwave, Paddle, Razorpay",
    source: "docs.stripe.com/keys; developer.squareup.com; shopify.dev; docs.adyen.com; plaid.com/docs; docs.mollie.com; developer.gocardless.com; docs.lob.com; developer.paddle.com; docs.xendit.co; docs.midtrans.com; docs.polar.sh; woocommerce REST API; docs.asaas.com; cashfree.com/docs; developer.paypal.com; docs.withpersona.com; developer.ebay.com",
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
            prefixes: [...ALPHABETS.base62].filter((char) => char !== "A").map((char) => `EAA${char}`),
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
            id: "shopify-token",
            prefixes: ["shpat_", "shpca_", "shppa_", "shpss_", "shpua_", "shptka_", "prtapi_"],
            parts: [{ of: "hex", min: 32 }],
        },
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
            id: "live-key",
            prefixes: ["live_", "test_", "access_"],
            parts: [{ of: "base64url", min: 30, max: 64 }],
            standsAlone: true,
            accepts: (secret) => isRandomBody(secret.slice(secret.indexOf("_") + 1)),
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
        {
            id: "adyen-key",
            prefixes: ["AQE"],
            parts: [
                { of: "base64", min: 60, max: 120 },
                { join: "-", of: "base64", min: 40, max: 60 },
                { join: "-", of: "base64url", min: 12, max: 24 },
            ],
        },
        { id: "shippo-token", prefixes: ["shippo_live_", "shippo_test_"], parts: [{ of: "hex", min: 40 }] },
        { id: "easypost-key", prefixes: ["EZAK", "EZTK"], parts: [{ of: "base62", min: 54 }] },
        { id: "duffel-token", prefixes: ["duffel_live_", "duffel_test_"], parts: [{ of: "base64url", min: 40, max: 50 }] },
        { id: "checkout-key", prefixes: ["sk_sbox_"], parts: [{ of: "base64url", min: 24, max: 40 }] },
        {
            id: "checkout-key",
            prefixes: ["sk_"],
            parts: [{ of: "lower", min: 26, max: 27 }],
            standsAlone: true,
            accepts: (secret) => (secret.match(/\d/g)?.length ?? 0) >= 3,
        },
        { id: "asaas-key", prefixes: ["$aact_prod_", "$aact_hmlg_", "$aact_"], parts: [{ of: "base64", min: 60, max: 300 }] },
        {
            id: "cashfree-secret",
            prefixes: ["cfsk_ma_prod_", "cfsk_ma_test_"],
            parts: [
                { of: "hex", min: 32 },
                { join: "_", of: "hex", min: 8 },
            ],
        },
        { id: "paypal-access-token", prefixes: ["A21AA"], parts: [{ of: "base64url", min: 80, max: 120 }] },
        {
            id: "persona-key",
            prefixes: ["persona_production_", "persona_sandbox_"],
            parts: [
                { of: "hex", min: 8 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 12 },
            ],
        },
        {
            id: "ebay-secret",
            prefixes: ["PRD-", "SBX-"],
            parts: [
                { of: "hex", min: 12 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 4 },
            ],
        },
        {
            id: "polar-token",
            prefixes: [
                "polar_oat_",
                "polar_pat_",
                "polar_whs_",
                "polar_cst_",
                "polar_at_u_",
                "polar_at_o_",
                "polar_rt_u_",
                "polar_rt_o_",
            ],
            parts: [{ of: "base62", min: 30, max: 64 }],
        },
        { id: "xendit-key", prefixes: ["xnd_production_", "xnd_development_"], parts: [{ of: "base62", min: 30, max: 80 }] },
        { id: "midtrans-key", prefixes: ["Mid-server-", "SB-Mid-server-"], parts: [{ of: "base64url", min: 22, max: 30 }] },
        { id: "ramp-secret", prefixes: ["ramp_sec_"], parts: [{ of: "base62", min: 30, max: 80 }] },
        {
            id: "woocommerce-secret",
            prefixes: [..."0123456789abcdef"].map((digit) => `cs_${digit}`),
            parts: [{ of: "hex", min: 39 }],
        },
    ],
    leave: [
        "pk_live_ is a publishable key prefix",
        `publishable pk_live_51${sampleOf("base62", 97, 61)}`,
        "test_HTTP2_connection_3_is_reset_after_a_Timeout",
        "test_connection_pool_is_recycled_after_timeout",
        "def test_Set_interoperability_with_real_sets_of_2_kinds",
        "live_migration_enabled_for_all_instances_now",
        "sk_test_xxxxxxxxxxxxxxxxxxxxxxxx",
    ],
});
