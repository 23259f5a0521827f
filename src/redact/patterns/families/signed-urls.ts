import type { PatternFamily } from "../pattern.ts";
import { sampleOf } from "../sample.ts";
import { looksRandom } from "../shapes/looks-random.ts";
import { vendorRule } from "../vendor-rule.ts";

const hex = sampleOf("hex", 64, 21);
const b64 = `${sampleOf("base62", 43, 22)}%3D`;

export const signedUrls: PatternFamily = {
    id: "signed-urls",
    title: "Signatures of presigned URLs (AWS, Google, Azure SAS, CloudFront, Alibaba), OAuth codes, SAML messages, Erlang cookies",
    source: "AWS SigV4 query parameters; cloud.google.com/storage signed URLs; learn.microsoft.com SAS; CloudFront signed URLs; Alibaba OSS; Tencent COS; docs.oracle.com pre-authenticated requests",
    rules: [
        vendorRule({
            id: "oauth-code",
            anchors: ["?code=", "&code=", "u0026code="],
            format: /(?:[?&]|u0026)code=([\w.%/~-]{16,2048})/,
            hides: "group",
            anywhere: true,
            accepts: looksRandom,
        }),
        vendorRule({
            id: "saml-message",
            anchors: ["SAMLResponse", "SAMLRequest"],
            format: /SAML(?:Response|Request)(?:=|%3D|\\*"\s?:\s?\\*")([\w+/%=-]{40,65536})/,
            hides: "group",
            anywhere: true,
        }),
        vendorRule({
            id: "erlang-cookie",
            anchors: ["erlang", "ERLANG"],
            format: /(?:erlang|ERLANG)[_. -]?(?:cookie|COOKIE)\\*["']?\s{0,3}[:=]\s{0,3}\\*["']?([A-Za-z0-9_-]{12,255})/,
            hides: "group",
            anywhere: true,
        }),
        vendorRule({
            id: "signed-url",
            anchors: ["X-Amz-Signature", "x-amz-signature", "X-Goog-Signature", "x-goog-signature", "x-oss-signature"],
            format: /[xX]-(?:[aA]mz|[gG]oog|oss)-[sS]ignature(?:=|%3[Dd]|\\u003d)([0-9a-fA-F]{16,1024})/,
            hides: "group",
            anywhere: true,
        }),
        vendorRule({
            id: "signed-url",
            anchors: ["X-Amz-Security-Token", "x-amz-security-token", "x-oss-security-token"],
            format: /[xX]-(?:[aA]mz|oss)-[sS]ecurity-[tT]oken(?:=|%3[Dd])([\w%/+=-]{16,4096})/,
            hides: "group",
            anywhere: true,
        }),
        vendorRule({
            id: "signed-url",
            anchors: ["q-signature="],
            format: /q-signature=([0-9a-f]{40})/,
            hides: "group",
            anywhere: true,
        }),
        vendorRule({
            id: "pre-authenticated-request",
            anchors: [".oraclecloud.com/p/"],
            format: /\.oraclecloud\.com\/p\/([\w-]{40,100})\/n\//,
            hides: "group",
            anywhere: true,
        }),
        vendorRule({
            id: "azure-sas",
            anchors: ["?sig=", "&sig=", ";sig=", "u0026sig="],
            format: /(?:[?&]|;|u0026)sig=([\w%/+=-]{20,200})/,
            hides: "group",
            anywhere: true,
        }),
        vendorRule({
            id: "shared-access-signature",
            anchors: ["SharedAccessSignature"],
            format: /SharedAccessSignature(?:=| )sr=[^\s&]{1,300}&sig=([\w%/+=-]{20,200})/,
            hides: "group",
            anywhere: true,
        }),
        vendorRule({
            id: "signed-url",
            anchors: ["&Signature=", "?Signature=", "u0026Signature=", "&amp;Signature="],
            format: /(?:&|\?|u0026|&amp;)Signature=([\w%/+=~-]{20,1024})/,
            hides: "group",
            anywhere: true,
        }),
        vendorRule({
            id: "signed-url",
            anchors: ["&hmac=", "&signature=", "?signature=", "&oauth_signature="],
            format: /[?&](?:hmac|(?:oauth_)?signature)=([\w%/+=~-]{20,1024})/,
            hides: "group",
            anywhere: true,
        }),
    ],
    examples: {
        hide: [
            `GET https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=60&X-Amz-Signature=⟦${hex}⟧&x=1`,
            `https://storage.googleapis.com/b/o?X-Goog-Expires=60&X-Goog-Signature=⟦${hex}${hex}⟧`,
            `https://a.blob.core.windows.net/c?sv=2024-11-04&sp=r&se=2026-01-01&sig=⟦${b64}⟧`,
            `https://d1.cloudfront.net/x?Expires=1700000000&Signature=⟦${sampleOf("base64url", 80, 23)}a⟧&Key-Pair-Id=K1`,
            `https://objectstorage.eu-frankfurt-1.oraclecloud.com/p/⟦${sampleOf("base62", 64, 24)}⟧/n/acme/b/x/o/y`,
            `https://b.cos.ap-guangzhou.myqcloud.com/o?q-sign-algorithm=sha1&q-signature=⟦${sampleOf("hex", 40, 25)}⟧`,
            `https://b.oss-cn-hangzhou.aliyuncs.com/o?Expires=1&Signature=⟦${b64}⟧`,
        ],
        leave: ["signature=valid", "&sig=none", "X-Amz-SignedHeaders=host"],
    },
};
