import { aroundAnchor } from "../around-anchor.ts";
import { isWordChar } from "../edge.ts";
import type { PatternFamily } from "../pattern.ts";
import { sampleOf } from "../sample.ts";
import { vendorRule } from "../vendor-rule.ts";

export const buildTools: PatternFamily = {
    id: "build-tools",
    title: "Nx Cloud tokens, Maven master passwords, MaxMind licence keys",
    source: "nx.dev CI access tokens (base64 of UUID|read-write); maven.apache.org/guides/mini/guide-encryption; dev.maxmind.com licence keys",
    rules: [
        aroundAnchor({
            id: "nx-cloud-token",
            anchors: ["fHJlYWQtd3JpdGU", "fHJlYWQtb25seQ"],
            before: { isPart: isWordChar, min: 48, max: 48 },
            rest: /fHJlYWQt(?:d3JpdGU|b25seQ)={0,2}/y,
        }),
        aroundAnchor({
            id: "maxmind-licence-key",
            anchors: ["_mmk"],
            before: {
                isPart: (code) => isWordChar(code) || code === 95,
                min: 36,
                max: 36,
                fits: /^[A-Za-z0-9]{6}_[A-Za-z0-9]{29}$/,
            },
            rest: /_mmk(?!\w)/y,
        }),
        vendorRule({
            id: "maven-master-password",
            anchors: ["<master>{"],
            format: /<master>\{([A-Za-z0-9+/=]{16,200})\}/,
            hides: "group",
            anywhere: true,
        }),
    ],
    examples: {
        hide: [
            `"nxCloudAccessToken": "⟦${sampleOf("base62", 48, 101)}fHJlYWQtd3JpdGU=⟧"`,
            `licence ⟦${sampleOf("base62", 6, 102)}_${sampleOf("base62", 29, 103)}_mmk⟧`,
            `<settingsSecurity><master>{⟦${sampleOf("base64", 48, 104)}⟧}</master></settingsSecurity>`,
        ],
        leave: ["fHJlYWQtb25seQ", "kernel_mmk", "<master>{{ .Values.master }}</master>"],
    },
};
