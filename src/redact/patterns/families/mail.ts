import { prefixFamily } from "../prefix-family.ts";

export const mail = prefixFamily({
    id: "mail",
    title: "Mail: SendGrid, Mailgun, Brevo, Resend, MailerSend, Klaviyo, Postmark and others",
    source: "each vendor's API key documentation",
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
        { id: "loops-key", prefixes: ["loops_"], parts: [{ of: "hex", min: 30, max: 40 }] },
        { id: "courier-key", prefixes: ["pk_prod_", "pk_test_"], parts: [{ of: "upper", min: 28 }] },
        { id: "knock-key", prefixes: ["sk_knock_"], parts: [{ of: "base64url", min: 24, max: 60 }] },
    ],
    leave: ["SG.de is a host", "key-value store", "re_use_connections", "primary-key-0123"],
});
