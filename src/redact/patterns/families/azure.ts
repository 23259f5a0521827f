import { aroundAnchor } from "../around-anchor.ts";
import { isWordChar } from "../edge.ts";
import type { PatternFamily, PatternRule } from "../pattern.ts";
import { sampleOf } from "../sample.ts";
import { vendorRule } from "../vendor-rule.ts";

const isHex = (code: number) => (code >= 48 && code <= 57) || (code >= 97 && code <= 102);
const isKeyChar = (code: number) => isWordChar(code) || [37, 43, 45, 47, 95].includes(code);
const isUrl = (code: number) => isWordChar(code) || code === 95 || code === 45 || code === 126 || code === 46;

/** The provider's four chars, of which `+` and `/` may be URL-encoded. */
const SIGNATURES = [
    "+ASt",
    "+ABa",
    "+AEh",
    "+ASb",
    "+ARm",
    "+AMC",
    "+ACR",
    "+SQL",
    "ACDb",
    "AIoT",
    "APIM",
    "AZEG",
    "AzCa",
    "AzFu",
    "AzSe",
];
const SIGNATURE = `(?:${SIGNATURES.map((text) => text.replace("+", "(?:\\+|%2B)")).join("|")})`;

/** The checksum behind the signature; in base64 of anything else more follows. */
const CHECKSUM = new RegExp(`${SIGNATURE}(?:[\\w+/-]|%2[BF]){6}(?:={1,2}|(?:%3D){1,2})?(?![\\w+-])`, "y");
/** How many chars stand before the signature in keys of 64, 40, 39 and 32 bytes. */
const LEADS = [76, 44, 42, 33];

const annotatedKey: PatternRule = {
    id: "azure-storage-key",
    anchors: SIGNATURES.flatMap((text) => [...new Set([text, encodeURIComponent(text)])]),
    match(text, at) {
        let start = at;
        while (start > 0 && at - start < 120 && isKeyChar(text.charCodeAt(start - 1))) start--;
        const encoded = text.slice(start, at).includes("%");
        const lead = LEADS.find((length) => length <= at - start);
        CHECKSUM.lastIndex = at;
        const rest = lead === undefined ? undefined : CHECKSUM.exec(text)?.[0];
        if (lead === undefined || rest === undefined) return undefined;
        return { start: encoded ? start : at - lead, end: at + rest.length };
    },
};

/** The format that replaces it: data with its padding, four fixed letters, sizes and kind, provider, the time. */
const commonAnnotatedKey: PatternRule = {
    id: "common-annotated-key",
    anchors: ["QJJQAB", "QJJQAC"],
    match(text, at) {
        const start = [at - 88, at - 44].find((from) => from >= 0 && CASK_DATA.test(text.slice(from, at)));
        CASK_REST.lastIndex = at;
        const rest = start === undefined ? undefined : CASK_REST.exec(text)?.[0];
        return start === undefined || rest === undefined ? undefined : { start, end: at + rest.length };
    },
};
const CASK_DATA = /^[\w-]{42}(?:[\w-]{43}[AQgw]A|[AEIMQUYcgkosw048])A$/;
const CASK_REST = /QJJQA[BC][A-K][\w-]{13,60}/y;

export const azure: PatternFamily = {
    id: "azure",
    title: "Azure client secrets and keys with a signature in the middle, Terraform Cloud, New Relic and Mailchimp likewise",
    source: "github.com/microsoft/security-utilities IdentifiableMetadata.cs; github.com/microsoft/cask specification; Entra ID client secrets; developer.hashicorp.com/terraform tokens; docs.newrelic.com license key",
    rules: [
        aroundAnchor({
            id: "azure-client-secret",
            anchors: ["7Q~", "8Q~"],
            before: { isPart: isUrl, min: 3, max: 3 },
            rest: /[78]Q~[\w~.-]{28,36}/y,
        }),
        annotatedKey,
        aroundAnchor({
            id: "mailchimp-key",
            anchors: ["-us0", "-us1", "-us2", "-us3", "-us4", "-us5", "-us6", "-us7", "-us8", "-us9"],
            before: { isPart: isHex, min: 32, max: 32, begins: true },
            rest: /-us\d{1,2}(?![\w-])/y,
        }),
        vendorRule({
            id: "azure-request-key",
            anchors: ["x-functions-key", "X-Functions-Key", "aeg-sas-key"],
            format: /(?:[xX]-[fF]unctions-[kK]ey|aeg-sas-key)\\{0,7}["']?\s{0,4}[:=]\s{0,4}\\{0,7}["']?([\w+/-]{40,100}={0,2})/,
            hides: "group",
        }),
        aroundAnchor({
            id: "azure-devops-token",
            anchors: ["AZDO"],
            before: { isPart: isWordChar, min: 70, max: 80 },
            rest: /AZDO[A-Za-z0-9]{4}/y,
        }),
        aroundAnchor({
            id: "entra-refresh-token",
            anchors: [".AgABAwEAAA", ".AgABAAEAAA"],
            before: { isPart: isUrl, min: 12, max: 120, fits: /^[01]\.A/, begins: true },
            rest: /\.AgAB[\w.-]{100,4000}/y,
        }),
        commonAnnotatedKey,
        aroundAnchor({
            id: "azure-entra-annotated-key",
            anchors: ["JQQJ99"],
            before: { isPart: isWordChar, min: 45, max: 56 },
            rest: /JQQJ99[A-Za-z0-9]{20,40}/y,
        }),
        aroundAnchor({
            id: "terraform-cloud-token",
            anchors: [".atlasv1."],
            before: { isPart: isWordChar, min: 10, max: 18 },
            rest: /\.atlasv1\.[\w=-]{50,80}/y,
        }),
        aroundAnchor({
            id: "newrelic-license-key",
            anchors: ["NRAL", "FFFF"],
            before: { isPart: isHex, min: 24, max: 36 },
            rest: /(?:FFFF)?NRAL(?![A-Za-z0-9])/y,
        }),
    ],
    examples: {
        hide: [
            `secret ⟦${sampleOf("base62", 3, 41)}8Q~${sampleOf("base62", 34, 42)}⟧ expired`,
            `found ⟦${sampleOf("base62", 76, 43)}+ASt${sampleOf("base62", 6, 44)}==⟧`,
            `cask ⟦${sampleOf("base62", 42, 52)}AAQJJQABAATESTAA${sampleOf("base62", 6, 53)}⟧`,
            `found ⟦${sampleOf("base62", 42, 54)}+ACR${sampleOf("base62", 6, 55)}⟧`,
            `rt ⟦0.AX${sampleOf("base62", 40, 58)}.AgABAwEAAA${sampleOf("base64url", 300, 59)}a⟧`,
            `mailchimp ⟦${sampleOf("hex", 32, 50)}-us6⟧ key`,
            `pat ⟦${sampleOf("base62", 76, 45)}AZDO${sampleOf("base62", 4, 46)}⟧`,
            `> x-functions-key: ⟦${sampleOf("base64", 54, 51)}==⟧`,
            `tf ⟦${sampleOf("base62", 14, 47)}.atlasv1.${sampleOf("base62", 67, 48)}⟧`,
            `nr eu01xx⟦${sampleOf("hex", 30, 49)}NRAL⟧`,
        ],
        leave: [`MII${sampleOf("base62", 40, 56)}AzCa${sampleOf("base62", 17, 57)}`, "FFFFFFFF", "AIoT hub", "NRAL", "Q8Q~x"],
    },
};
