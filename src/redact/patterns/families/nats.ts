import { base32Bytes } from "../base32.ts";
import { crc16 } from "../crc16.ts";
import type { PatternFamily } from "../pattern.ts";
import { vendorRule } from "../vendor-rule.ts";

/** Operator, account, user, server, cluster, curve; the third letter is the rest of the kind, the fourth begins with a bit of it. */
const SEEDS = [..."OAUNCX"].flatMap((kind) => [..."ABCDEFGHIJKLMNOP"].map((next) => `S${kind}A${next}`));

/** Seed bytes, then their CRC-16 with the low byte first. */
function isSeed(text: string): boolean {
    const bytes = base32Bytes(text);
    const [low = 0, high = 0] = bytes.slice(-2);
    return crc16(bytes.slice(0, -2)) === low + high * 256;
}

export const nats: PatternFamily = {
    id: "nats",
    title: "Seeds of NATS keys",
    source: "docs.nats.io/using-nats/nats-tools/nk; github.com/nats-io/nkeys strkey.go",
    rules: [vendorRule({ id: "nats-seed", anchors: SEEDS, format: /S[OAUNCX]A[A-Z2-7]{55}(?![A-Z2-7])/, accepts: isSeed })],
    examples: {
        hide: [
            "-----BEGIN USER NKEY SEED-----\n⟦SUAOXWQM6M465RWLKEB7MHIPW5ELXUINPXAONPRE7CFS6B3UQDT3SS4V2Q⟧\n------END USER NKEY SEED------",
        ],
        leave: ["account AAPK2QZ5V3N7JH4T6YRW2XKZ5V3N7JH4T6YRW2XKZ5V3N7JH4T6YRW2X", "SUAVE is a word, SOAP too"],
    },
};
