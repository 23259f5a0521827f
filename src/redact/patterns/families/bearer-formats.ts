import { Buffer } from "node:buffer";
import type { PatternFamily, PatternRule } from "../pattern.ts";
import { sampleOf } from "../sample.ts";
import { isVaried, vendorRule } from "../vendor-rule.ts";

const VERSIONS = ["1", "2", "3", "4"];

const HEAD_LENGTH = 6;
const REST = /[\w+/-]{40,16000}={0,2}/y;

/** Base64 of version 1, whose first packet is `00..location `: six chars before the rest of that word. */
const macaroon: PatternRule = {
    id: "macaroon",
    anchors: ["xvY2F0aW9u"],
    match(text, at) {
        const start = at - HEAD_LENGTH;
        if (start < 0 || !/^MDA[A-Za-z0-9]{3}$/.test(text.slice(start, at))) return undefined;
        REST.lastIndex = at;
        const rest = REST.exec(text)?.[0];
        return rest === undefined ? undefined : { start, end: at + rest.length };
    },
};
const packets = Buffer.from(`0021location https://example.com\n0012identifier x1\n002fsignature ${sampleOf("base62", 32, 86)}\n`);

export const bearerFormats: PatternFamily = {
    id: "bearer-formats",
    title: "PASETO tokens, PASERK keys, macaroons, biscuits and secret-token URIs",
    source: "RFC 8959; github.com/paseto-standard/paseto-spec; github.com/paseto-standard/paserk; github.com/rescrv/libmacaroons README; doc.biscuitsec.org",
    rules: [
        vendorRule({
            id: "paseto",
            anchors: VERSIONS.flatMap((version) => [`v${version}.local.`, `v${version}.public.`]),
            format: /v[1-4]\.(?:local|public)\.[\w-]{40,8000}(?:\.[\w-]{1,1000})?/,
            accepts: isVaried,
        }),
        vendorRule({
            id: "paserk",
            anchors: VERSIONS.flatMap((version) => [`k${version}.local.`, `k${version}.secret.`]),
            format: /k[1-4]\.(?:local|secret)\.[\w-]{43,2000}/,
            accepts: isVaried,
        }),
        vendorRule({
            id: "secret-token-uri",
            anchors: ["secret-token:"],
            format: /secret-token:([\w.~%:-]{16,500})/,
            hides: "group",
            accepts: isVaried,
        }),
        vendorRule({
            id: "biscuit",
            anchors: ["biscuit:", "biscuit%3A"],
            format: /biscuit(?::|%3A)([\w-]{80,16000}={0,2})/,
            hides: "group",
        }),
        vendorRule({
            id: "biscuit-key",
            anchors: ["ed25519-private/", "secp256r1-private/"],
            format: /(?:ed25519|secp256r1)-private\/([0-9a-f]{64})/,
            hides: "group",
        }),
        macaroon,
    ],
    examples: {
        hide: [
            `sent ⟦v4.local.${sampleOf("base62", 90, 81)}⟧ to peer`,
            `⟦v2.public.${sampleOf("base62", 90, 82)}.${sampleOf("base62", 12, 83)}⟧`,
            `found secret-token:⟦mercury_production_wma_${sampleOf("base62", 44, 87)}_yrucrem⟧ in env`,
            `key ⟦k4.secret.${sampleOf("base62", 86, 84)}⟧`,
            `macaroon ⟦${packets.toString("base64url")}⟧`,
            `ed25519-private/⟦${sampleOf("hex", 64, 85)}⟧`,
        ],
        leave: [
            "secret-token: db-credentials",
            "k4.public is a public key",
            "v4.local",
            "host v2.public.example.com",
            "k4.lid.abc",
        ],
    },
};
