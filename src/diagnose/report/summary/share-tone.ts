import type { Tone } from "./summary.ts";

/** The kubelet begins to evict at 85 to 90 % of memory and disk. Source: kubernetes.io, node-pressure eviction. */
const ALARMING = 0.85;

export function shareTone(share: number): Tone {
    return share >= ALARMING ? "bad" : "plain";
}
