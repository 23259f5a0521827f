import type { PatternFamily, PatternRule } from "../pattern.ts";
import { sampleOf } from "../sample.ts";
import { isByteOf, WORD } from "../shapes/char-class.ts";
import { vendorRule } from "../vendor-rule.ts";

const BOOTSTRAP = /(?:token|bootstrap|kubeadm)[^\n]{0,60}?[\s"'=:]([a-z0-9]{6}\.[a-z0-9]{16})(?![\w.-])/iy;

/** Chars from the word to the dot of the token behind it, at most. */
const REACH = 80;
const ID_LENGTH = 6;

/** Whether on this line, and soon, a dot stands behind six letters or digits. */
function mayBeSoon(bytes: Uint8Array, at: number): boolean {
    const end = Math.min(bytes.length, at + REACH);
    for (let i = at; i < end; i++) {
        const byte = bytes[i];
        if (byte === NEWLINE) return false;
        if (byte === DOT && endsId(bytes, at, i)) return true;
    }
    return false;
}

function endsId(bytes: Uint8Array, from: number, end: number): boolean {
    for (let i = end - ID_LENGTH; i < end; i++) if (!isByteOf(bytes, i, WORD)) return false;
    const before = end - ID_LENGTH - 1;
    return before < from || !isByteOf(bytes, before, WORD);
}

const NEWLINE = 10;
const DOT = 46;

/** `abcdef.0123456789abcdef` soon after one of these words. */
const bootstrapToken: PatternRule = {
    id: "kubernetes-bootstrap-token",
    anchors: ["token", "bootstrap", "kubeadm"],
    anyCase: true,
    match(text, at, _, bytes) {
        if (!mayBeSoon(bytes, at)) return undefined;
        BOOTSTRAP.lastIndex = at;
        const match = BOOTSTRAP.exec(text);
        const token = match?.[1];
        if (match === null || token === undefined || !/\d/.test(token)) return undefined;
        const end = at + match[0].length;
        return { start: end - token.length, end };
    },
};

const token = `${sampleOf("lower", 6, 31)}.${sampleOf("lower", 15, 32)}7`;

export const kubernetes: PatternFamily = {
    id: "kubernetes",
    title: "Kubernetes bootstrap tokens, kubeadm join lines, k3s and Rancher tokens, Talos and SideroLink",
    source: "kubernetes.io bootstrap-tokens; kubeadm join; docs.k3s.io token format; Rancher API keys; Talos kernel parameters and SideroLink",
    rules: [
        bootstrapToken,
        vendorRule({
            id: "kubeadm-certificate-key",
            anchors: ["--certificate-key", "certificateKey"],
            format: /(?:--certificate-key|certificateKey)["']?(?:=|:| )\s{0,4}["']?([0-9a-f]{64})/,
            hides: "group",
            anywhere: true,
        }),
        vendorRule({
            id: "k3s-token",
            anchors: ["K10"],
            format: /K10[0-9a-f]{64}(?:::|%3A%3A)(?:[\w-]{1,64}(?::|%3A))?([\w.-]{8,128})/,
            hides: "group",
        }),
        vendorRule({
            id: "rancher-token",
            anchors: ["token-", "kubeconfig-"],
            format: /(?:token-|kubeconfig-(?:u-|user-)?)[a-z0-9]{5,12}(?:\.[\w-]{1,30})?(?::|%3A)([a-z0-9]{40,60})/,
            hides: "group",
        }),
        vendorRule({
            id: "siderolink-join-token",
            anchors: ["jointoken=", "join_token="],
            format: /join_?token=((?:v1:)?[\w.=+/%-]{8,600})/,
            hides: "group",
            anywhere: true,
        }),
        vendorRule({
            id: "talos-config-secret",
            anchors: ["talos.config.oauth.client_secret="],
            format: /talos\.config\.oauth\.client_secret=([^\s"']{4,400})/,
            hides: "group",
            anywhere: true,
        }),
        vendorRule({
            id: "talos-inline-config",
            anchors: ["talos.config.inline="],
            format: /talos\.config\.inline=([A-Za-z0-9+/=]{16,16384})/,
            hides: "group",
            anywhere: true,
        }),
    ],
    examples: {
        hide: [
            `kubeadm join 10.0.0.1:6443 --token ⟦${token}⟧ --discovery-token-ca-cert-hash sha256:${sampleOf("hex", 64, 33)}`,
            `using bootstrap token ⟦${token}⟧`,
            `kubeadm printed ⟦${token}⟧ once`,
            `--control-plane --certificate-key ⟦${sampleOf("hex", 64, 34)}⟧`,
            `K3S_URL=x K10${sampleOf("hex", 64, 35)}::server:⟦${sampleOf("hex", 32, 36)}⟧`,
            `siderolink.api=grpc://10.0.0.1:8081?jointoken=⟦${sampleOf("base62", 43, 37)}⟧ console=ttyS0`,
            `kubeconfig-u-x7k2p:⟦${sampleOf("lower", 54, 38)}⟧`,
        ],
        leave: [
            "token file k8s.io/token-reviewer",
            `--discovery-token-ca-cert-hash sha256:${sampleOf("hex", 64, 39)}`,
            "default-token-x7k2p mounted",
            "talos.config=metal-iso talos.platform=metal",
        ],
    },
};
