import { aroundAnchor } from "../around-anchor.ts";
import { isWordChar } from "../edge.ts";
import type { PatternFamily } from "../pattern.ts";
import { sampleOf } from "../sample.ts";
import { vendorRule } from "../vendor-rule.ts";

const isBase64 = (code: number) => isWordChar(code) || [37, 43, 45, 47, 61, 95].includes(code);
const isUrl = (code: number) => isWordChar(code) || code === 95 || code === 45 || code === 126 || code === 46;

/** Keys of 64, 32 or 39 and of 40 bytes, six or so chars behind their signature; in base64 of anything else more follows. */
const ANNOTATED = new RegExp(
    [
        "(?:[A-Za-z0-9+/]|%2[BF]){60,80}(?:(?:\\+|%2B)(?:ASt|ABa)|ACDb)[A-Za-z0-9+/]{4,8}(?![A-Za-z0-9+/])(?:==|%3D%3D)?",
        "[A-Za-z0-9+/]{33,44}(?:\\+AEh|\\+ASb|\\+ARm|\\+ACR|AIoT|APIM|AzSe|AzFu|AzCa|AZEG)[A-Za-z0-9+/]{5,8}(?![A-Za-z0-9+/])=?",
        "[\\w-]{44,56}(?:AzFu|AzSe|AzCa)[\\w-]{4,16}(?![\\w-])(?:==?)?",
    ].join("|"),
);

export const azure: PatternFamily = {
    id: "azure",
    title: "Azure client secrets and keys with a signature in the middle, Terraform Cloud, New Relic and Mailchimp likewise",
    source: "Microsoft security-utilities common annotated keys; Entra ID client secrets; developer.hashicorp.com/terraform tokens; docs.newrelic.com license key",
    rules: [
        aroundAnchor("azure-client-secret", ["7Q~", "8Q~"], isUrl, /[\w~.-]{3}[78]Q~[\w~.-]{28,36}/),
        aroundAnchor(
            "azure-storage-key",
            [
                "+ASt",
                "+ABa",
                "%2BASt",
                "%2BABa",
                "+AEh",
                "+ASb",
                "+ARm",
                "+ACR",
                "ACDb",
                "AIoT",
                "AzFu",
                "AzSe",
                "APIM",
                "AzCa",
                "AZEG",
            ],
            isBase64,
            ANNOTATED,
        ),
        aroundAnchor(
            "mailchimp-key",
            ["-us1", "-us2", "-us3", "-us4", "-us5", "-us6", "-us7", "-us8", "-us9"],
            isUrl,
            /(?<![\w-])[0-9a-f]{32}-us\d{1,2}(?![\w-])/,
        ),
        vendorRule({
            id: "azure-request-key",
            anchors: ["x-functions-key", "X-Functions-Key", "aeg-sas-key"],
            format: /(?:[xX]-[fF]unctions-[kK]ey|aeg-sas-key)\\{0,7}["']?\s{0,4}[:=]\s{0,4}\\{0,7}["']?([\w+/-]{40,100}={0,2})/,
            hides: "group",
        }),
        aroundAnchor("azure-devops-token", ["AZDO"], isBase64, /[A-Za-z0-9]{70,80}AZDO[A-Za-z0-9]{4}/),
        aroundAnchor("azure-entra-annotated-key", ["JQQJ99"], isBase64, /[A-Za-z0-9]{45,56}JQQJ99[A-Za-z0-9]{20,40}/),
        aroundAnchor("terraform-cloud-token", [".atlasv1."], isUrl, /[A-Za-z0-9]{10,18}\.atlasv1\.[\w=-]{50,80}/),
        aroundAnchor(
            "newrelic-license-key",
            ["NRAL", "FFFF"],
            isWordChar,
            /^(?:[a-z]{2}\d\dxx)?[0-9a-f]{24,36}(?:NRAL|FFFFNRAL)$/,
        ),
    ],
    examples: {
        hide: [
            `secret ⟦${sampleOf("base62", 3, 41)}8Q~${sampleOf("base62", 34, 42)}⟧ expired`,
            `found ⟦${sampleOf("base62", 76, 43)}+ASt${sampleOf("base62", 6, 44)}==⟧`,
            `mailchimp ⟦${sampleOf("hex", 32, 50)}-us6⟧ key`,
            `pat ⟦${sampleOf("base62", 76, 45)}AZDO${sampleOf("base62", 4, 46)}⟧`,
            `> x-functions-key: ⟦${sampleOf("base64", 54, 51)}==⟧`,
            `tf ⟦${sampleOf("base62", 14, 47)}.atlasv1.${sampleOf("base62", 67, 48)}⟧`,
            `nr ⟦eu01xx${sampleOf("hex", 30, 49)}NRAL⟧`,
        ],
        leave: ["FFFFFFFF", "AIoT hub", "NRAL", "Q8Q~x"],
    },
};
