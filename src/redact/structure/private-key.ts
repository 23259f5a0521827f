/** PEM of a private key, plain or in base64, or a raw base64 key of WireGuard's size: what stands under `key` beside a certificate. */
export function isPrivateKey(text: string): boolean {
    if (text.includes("PRIVATE KEY-----")) return true;
    return text.startsWith("LS0tLS1CRUdJTi") && Buffer.from(text, "base64").includes("PRIVATE KEY-----");
}
