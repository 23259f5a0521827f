import type { PatternFamily } from "../pattern.ts";
import { sampleOf } from "../sample.ts";
import { looksRandom } from "../shapes/looks-random.ts";
import { vendorRule } from "../vendor-rule.ts";

const before = [" ", '"', "'", "=", ":"];
const uuid = `${sampleOf("hex", 8, 201)}-${sampleOf("hex", 4, 202)}-4${sampleOf("hex", 3, 203)}-9${sampleOf("hex", 3, 204)}-${sampleOf("hex", 12, 205)}`;

export const opaqueFormats: PatternFamily = {
    id: "opaque-formats",
    title: "Formats that begin with one or two chars: Pushbullet, Bitwarden, Shutterstock",
    source: "docs.pushbullet.com authentication; bitwarden.com/help/access-tokens; api-reference.shutterstock.com authentication",
    rules: [
        vendorRule({
            id: "pushbullet-token",
            anchors: before.map((char) => `${char}o.`),
            format: /[ "'=:](o\.[A-Za-z0-9]{32})(?![\w.-])/,
            hides: "group",
            anywhere: true,
            accepts: (secret) => looksRandom(secret.slice(2)),
        }),
        vendorRule({
            id: "bitwarden-access-token",
            anchors: before.map((char) => `${char}0.`),
            format: /[ "'=:](0\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[A-Za-z0-9]{30}:[A-Za-z0-9+/]{22}==)/,
            hides: "group",
            anywhere: true,
        }),
        vendorRule({
            id: "shutterstock-token",
            anchors: before.map((char) => `${char}v2/`),
            format: /[ "'=:](v2\/[A-Za-z0-9+/]{200,800}={0,2})(?![\w-])/,
            hides: "group",
            anywhere: true,
            accepts: (secret) =>
                looksRandom(secret.slice(3, 120).replaceAll("/", "")) && /[A-Z]\w{0,20}\d\w{0,20}[A-Z]/.test(secret),
        }),
    ],
    examples: {
        hide: [
            `parsing "⟦o.${sampleOf("base62", 32, 206)}⟧": invalid`,
            `arg=⟦0.${uuid}.${sampleOf("base62", 30, 207)}:${sampleOf("base62", 22, 208)}==⟧ status=403`,
            `token ⟦v2/${sampleOf("base62", 388, 209)}⟧`,
        ],
        leave: ["took 0.512 s", "GET /v2/library/nginx/manifests/latest", "main.o.tmp o.k."],
    },
};
