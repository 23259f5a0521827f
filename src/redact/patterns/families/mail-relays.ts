import type { PatternFamily } from "../pattern.ts";
import { isHarmless } from "../shapes/harmless.ts";
import { vendorRule } from "../vendor-rule.ts";

const pw = ["cbT2uPgq=", "x6@k2"].join("_");

export const mailRelays: PatternFamily = {
    id: "mail-relays",
    title: "Passwords of Postfix's relays",
    source: "postfix.org/SASL_README: smtp_sasl_password_maps",
    rules: [
        vendorRule({
            id: "postfix-relay-password",
            anchors: ["]:587 ", "]:465 ", "]:25 ", "]:2525 ", "]:submission "],
            format: /\]:(?:\d{2,4}|submission)[ \t]{1,8}[^\s:"']{1,128}:([^\s"'\\]{4,256})(?=[\s"'\\]|$)/,
            hides: "group",
            anywhere: true,
            accepts: (value) => !isHarmless(value) && !value.startsWith("/"),
        }),
    ],
    examples: {
        hide: [`[smtp.example.com]:587 bob@example.com:⟦${pw}⟧`],
        leave: ["dial tcp [::1]:587 refused", "listening on [::]:25 for smtp: ok"],
    },
};
