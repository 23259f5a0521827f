import { prefixFamily } from "../prefix-family.ts";
import { ALPHABETS } from "../sample.ts";
import { looksRandom } from "../shapes/looks-random.ts";

export const workTools = prefixFamily({
    id: "work-tools",
    title: "Linear, Notion, Asana, Airtable, Figma, HubSpot, Typeform, Intercom, Okta, Stytch, Clerk and others",
    source: "linear.app/developers; developers.notion.com; airtable.com/developers; figma.com/developers; developers.asana.com; developer.clickup.com; developer.atlassian.com/cloud/trello; developers.hubspot.com; developer.adobe.com; io.adafruit.com/api; docs.mapbox.com; developers.pinterest.com; lichess.org/api; wakatime.com/developers; gitbook.com/docs; getoutline.com/developers; cal.com/docs; docs.val.town; developers.samsara.com; developers.telnyx.com; zoho.com/accounts/protocol/oauth; liveblocks.io/docs (sk_prod_)",
    formats: [
        { id: "linear-key", prefixes: ["lin_api_", "lin_oauth_", "lin_wh_"], parts: [{ of: "base62", min: 32, max: 64 }] },
        { id: "notion-token", prefixes: ["secret_"], parts: [{ of: "base62", min: 43 }] },
        { id: "notion-integration-token", prefixes: ["ntn_"], parts: [{ of: "base62", min: 40, max: 50 }] },
        {
            id: "airtable-token",
            prefixes: ["pat"],
            parts: [
                { of: "base62", min: 14 },
                { join: ".", of: "hex", min: 64 },
            ],
        },
        {
            id: "figma-token",
            prefixes: ["figd_", "figs_", "figu_", "figur_", "figor_", "figo_", "figoh_"],
            parts: [{ of: "base64url", min: 36, max: 60 }],
        },
        {
            id: "hubspot-token",
            prefixes: ["pat-na1-", "pat-eu1-", "pat-na2-", "pat-ap1-"],
            parts: [
                { of: "hex", min: 8 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 12 },
            ],
        },
        { id: "typeform-token", prefixes: ["tfp_"], parts: [{ of: "base64url", min: 40, max: 64 }] },
        { id: "intercom-token", prefixes: ["dG9rO"], parts: [{ of: "base64", min: 50, max: 60 }] },
        {
            id: "asana-token",
            prefixes: [..."123456789"].map((digit) => `2/${digit}`),
            parts: [
                { of: "digits", min: 13, max: 16 },
                { join: "/", of: "digits", min: 14, max: 17 },
                { join: ":", of: "hex", min: 32 },
            ],
        },
        {
            id: "asana-token",
            prefixes: [..."012"].flatMap((kind) => [..."123456789"].map((digit) => `${kind}/${digit}`)),
            parts: [
                { of: "digits", min: 13, max: 16 },
                { join: ":", of: "hex", min: 32 },
            ],
        },
        { id: "frameio-token", prefixes: ["fio-u-"], parts: [{ of: "base64url", min: 60, max: 70 }] },
        { id: "stytch-secret", prefixes: ["secret-live-", "secret-test-"], parts: [{ of: "base64url", min: 32, max: 44 }] },
        {
            id: "mapbox-secret",
            prefixes: ["sk.eyJ", "tk.eyJ"],
            parts: [
                { of: "base64url", min: 40, max: 300 },
                { join: ".", of: "base64url", min: 20, max: 30 },
            ],
        },
        { id: "maps-key", prefixes: ["AAPK"], parts: [{ of: "base64url", min: 60, max: 100 }] },
        { id: "shortcut-token", prefixes: ["sct_rw_", "sct_ro_"], parts: [{ of: "base62", min: 30, max: 90 }] },
        {
            id: "clickup-token",
            prefixes: [..."123456789"].map((digit) => `pk_${digit}`),
            parts: [
                { of: "digits", min: 4, max: 10 },
                { join: "_", of: "upper", min: 32 },
            ],
        },
        { id: "trello-token", prefixes: ["ATTA"], parts: [{ of: "hex", min: 64, max: 76 }] },
        {
            id: "salesforce-session",
            prefixes: [...ALPHABETS.base62].map((char) => `00D${char}`),
            parts: [
                { of: "base62", min: 11, max: 14 },
                { join: "!", of: "dotted", min: 80, max: 200 },
            ],
        },
        { id: "miro-token", prefixes: ["eyJtaXJvLm9yaWdpbiI6"], parts: [{ of: "base64url", min: 30, max: 80 }] },
        { id: "pinterest-token", prefixes: ["pina_", "pinr_"], parts: [{ of: "base62", min: 60, max: 100 }] },
        {
            id: "lichess-token",
            prefixes: ["lip_"],
            parts: [{ of: "base62", min: 20 }],
            accepts: (secret) => /\d/.test(secret) && /[A-Z]/.test(secret),
        },
        {
            id: "wakatime-key",
            prefixes: ["waka_", "waka_tok_"],
            parts: [
                { of: "hex", min: 8 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 12 },
            ],
        },
        { id: "gitbook-token", prefixes: ["gb_api_"], parts: [{ of: "base62", min: 36, max: 48 }] },
        { id: "outline-key", prefixes: ["ol_api_"], parts: [{ of: "base62", min: 38 }] },
        { id: "cal-key", prefixes: ["cal_live_", "cal_test_"], parts: [{ of: "hex", min: 32 }] },
        { id: "valtown-token", prefixes: ["vtwn_"], parts: [{ of: "base58", min: 20, max: 40 }] },
        { id: "samsara-token", prefixes: ["samsara_api_"], parts: [{ of: "base62", min: 30 }] },
        {
            id: "telnyx-key",
            prefixes: ["KEY01"],
            parts: [
                { of: "HEX", min: 30 },
                { join: "_", of: "base62", min: 20, max: 24 },
            ],
        },
        {
            id: "zoho-token",
            prefixes: ["1000."],
            parts: [
                { of: "hex", min: 32 },
                { join: ".", of: "hex", min: 32 },
            ],
        },
        {
            id: "secret-key",
            prefixes: ["sk_prod_", "sk_dev_", "sk_staging_"],
            parts: [{ of: "base64url", min: 24, max: 80 }],
            standsAlone: true,
            accepts: (secret) => looksRandom(secret.slice(8)),
        },
        { id: "adobe-secret", prefixes: ["p8e-"], parts: [{ of: "base64url", min: 28, max: 40 }] },
        { id: "adafruit-key", prefixes: ["aio_"], parts: [{ of: "base62", min: 28 }], accepts: (secret) => /\d/.test(secret) },
        { id: "settlemint-token", prefixes: ["sm_pat_", "sm_aat_", "sm_sat_"], parts: [{ of: "base62", min: 16 }] },
        { id: "intra42-secret", prefixes: ["s-s4t2ud-", "s-s4t2af-"], parts: [{ of: "hex", min: 64 }] },
        { id: "ubidots-token", prefixes: ["BBFF-", "BBUS-"], parts: [{ of: "base62", min: 30 }] },
        {
            id: "doppler-token",
            prefixes: ["dp.pt.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit.", "dp.said."],
            parts: [{ of: "base62", min: 38, max: 46 }],
        },
        { id: "workos-key", prefixes: ["sk_a2V5X"], parts: [{ of: "base64", min: 40, max: 120 }] },
        {
            id: "ory-token",
            prefixes: ["ory_pat_", "ory_at_", "ory_rt_", "ory_st_", "ory_ac_"],
            parts: [{ of: "dotted", min: 30, max: 200 }],
        },
        { id: "twitch-token", prefixes: ["oauth:"], parts: [{ of: "lower", min: 30 }] },
        { id: "instagram-token", prefixes: ["IGQV", "IGAA"], parts: [{ of: "base64url", min: 100, max: 400 }] },
        {
            id: "twitter-bearer",
            prefixes: ["AAAAAAAAAAAAAAAAAAAAA"],
            parts: [{ of: "base64", min: 60, max: 140 }],
        },
        {
            id: "onfido-token",
            prefixes: ["api_live.", "api_sandbox.", "api_live_us.", "api_live_ca."],
            parts: [
                { of: "base64url", min: 10, max: 14 },
                { join: ".", of: "base64url", min: 30, max: 34 },
            ],
        },
        { id: "zuplo-key", prefixes: ["zpka_"], parts: [{ of: "base64url", min: 30, max: 60 }] },
        { id: "unkey-key", prefixes: ["unkey_"], parts: [{ of: "base58", min: 20, max: 40 }] },
        { id: "workato-token", prefixes: ["wrkaus-", "wrkeu-"], parts: [{ of: "base62", min: 30, max: 200 }] },
    ],
    leave: [
        "secret_name: db",
        "secret_key_ref",
        "pattern.test(x)",
        "oauth: token exchange failed",
        "secret-test-runner-7c9d8f6b5-x2x4z",
    ],
});
