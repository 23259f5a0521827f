import { prefixFamily } from "../prefix-family.ts";
import { ALPHABETS } from "../sample.ts";

export const mail = prefixFamily({
    id: "mail",
    title: "Mail: SendGrid, Mailgun, Brevo, Resend, MailerSend, Klaviyo, Postmark and others",
    source: "docs.sendgrid.com, documentation.mailgun.com, mailchimp.com/developer/transactional, developers.brevo.com, resend.com/docs, developers.mailersend.com, developers.klaviyo.com, documentation.onesignal.com, www.courier.com/docs: API keys",
    formats: [
        {
            id: "sendgrid-key",
            prefixes: ["SG."],
            parts: [
                { of: "base64url", min: 18, max: 24 },
                { join: ".", of: "base64url", min: 36, max: 50 },
            ],
        },
        { id: "mailgun-key", prefixes: ["key-", "pubkey-"], parts: [{ of: "hex", min: 32 }] },
        {
            id: "brevo-key",
            prefixes: ["xkeysib-", "xsmtpsib-"],
            parts: [
                { of: "hex", min: 64 },
                { join: "-", of: "base62", min: 16 },
            ],
        },
        {
            id: "resend-key",
            prefixes: ["re_"],
            parts: [
                { of: "base62", min: 8, max: 10 },
                { join: "_", of: "base62", min: 20, max: 30 },
            ],
        },
        { id: "mailersend-token", prefixes: ["mlsn."], parts: [{ of: "hex", min: 60, max: 64 }] },
        { id: "klaviyo-key", prefixes: ["pk_"], parts: [{ of: "hex", min: 34 }] },
        { id: "onesignal-key", prefixes: ["os_v2_app_", "os_v2_org_"], parts: [{ of: "lower", min: 90, max: 110 }] },
        {
            id: "mandrill-key",
            prefixes: [...ALPHABETS.base64url].map((char) => `md-${char}`),
            parts: [{ of: "base64url", min: 21 }],
            standsAlone: true,
            accepts: (secret) => /[A-Z]/.test(secret) && /[a-z]/.test(secret.slice(3)),
        },
        { id: "courier-key", prefixes: ["pk_prod_", "pk_test_"], parts: [{ of: "upper", min: 28 }] },
        { id: "nylas-key", prefixes: ["nyk_v0_"], parts: [{ of: "base62", min: 40, max: 80 }] },
    ],
    leave: ["SG.de is a host", "key-value store", "re_use_connections", "primary-key-0123"],
});
