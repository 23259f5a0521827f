import { Buffer } from "node:buffer";
import { aroundAnchor } from "../around-anchor.ts";
import { isWordChar } from "../edge.ts";
import type { PatternFamily } from "../pattern.ts";
import { prefixFamily } from "../prefix-family.ts";
import { ALPHABETS } from "../sample.ts";
import { vendorRule } from "../vendor-rule.ts";

const tokens = prefixFamily({
    id: "infrastructure",
    title: "Tokens of things one runs oneself: Docker Swarm, OpenShift, NetBox, Portainer, Ceph, Consul",
    source: "docs.docker.com/engine/swarm/join-nodes; OpenShift OAuth tokens (sha256~); netboxlabs.com/docs v2 tokens; docs.portainer.io/api/access; docs.ceph.com cephx keys, src/auth/Crypto.cc; developer.hashicorp.com/consul gossip encryption",
    formats: [
        {
            id: "docker-swarm-token",
            prefixes: ["SWMTKN-1-"],
            parts: [
                { of: "lower", min: 49, max: 50 },
                { join: "-", of: "lower", min: 25 },
            ],
        },
        { id: "openshift-token", prefixes: ["sha256~"], parts: [{ of: "base64url", min: 43 }] },
        {
            id: "netbox-token",
            prefixes: ["nbt_"],
            parts: [
                { of: "base62", min: 12 },
                { join: ".", of: "base62", min: 40 },
            ],
        },
        { id: "portainer-token", prefixes: ["ptr_"], parts: [{ of: "base64", min: 43, max: 44 }] },
    ],
    leave: ["sha256~ is a prefix", "docker swarm join-token worker", "ptr_to_member", "nbt_dev"],
});

/** Type 1, the time, then the length 16 in two bytes: chars 12 to 15 of the base64 are one of 256. */
const LENGTH_16 = [...ALPHABETS.base64].flatMap((char) => ["BAA", "RAA", "hAA", "xAA"].map((rest) => char + rest));
const ceph = Buffer.from("0100a1b2c367112233441000000102030405060708090a0b0c0d0e0f", "hex").toString("base64");

export const infrastructure: PatternFamily = {
    ...tokens,
    rules: [
        ...tokens.rules,
        aroundAnchor({
            id: "ceph-key",
            anchors: LENGTH_16,
            before: {
                isPart: (code) => isWordChar(code) || code === 43 || code === 47,
                min: 12,
                max: 12,
                fits: /^AQ[A-D]/,
                begins: true,
            },
            rest: /[A-Za-z0-9+/][BRhx]AA[A-Za-z0-9+/]{22}==/y,
        }),
        vendorRule({
            id: "ceph-key",
            anchors: ["key = AQ"],
            format: /key = (AQ[A-D][A-Za-z0-9+/]{35,37}={0,2})(?![\w+/=])/,
            hides: "group",
        }),
        vendorRule({
            id: "gossip-key",
            anchors: ['encrypt"', "encrypt\\", "encrypt =", "-encrypt="],
            format: /-?encrypt\\{0,7}"?\s{0,3}[:=]\s{0,3}\\{0,7}"?([A-Za-z0-9+/]{22}(?:[A-Za-z0-9+/]{21})?={1,2})/,
            hides: "group",
        }),
    ],
    examples: {
        hide: [
            ...tokens.examples.hide,
            `[client.admin]\n\tkey = ⟦${ceph}⟧`,
            `{"datacenter":"dc1","encrypt":"⟦${Buffer.alloc(32, 91).toString("base64")}⟧"}`,
        ],
        leave: [...tokens.examples.leave, `hash ${Buffer.alloc(28, 7).toString("base64")}`],
    },
};
