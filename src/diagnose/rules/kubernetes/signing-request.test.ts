import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { signingRequest } from "./signing-request.ts";

const objects = (status: string) => `
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: { name: csr-1, creationTimestamp: "2026-11-21T07:00:00Z" }
spec: { signerName: kubernetes.io/kube-apiserver-client-kubelet, username: system:bootstrap:abc }
status: ${status}
`;

test("A request that nobody approves is named", async () => {
    expect((await judge(signingRequest, { objects: objects("{}"), at: "2026-11-21T09:00:00Z" })).says).toEqual([
        "CertificateSigningRequest csr-1 of system:bootstrap:abc for kubernetes.io/kube-apiserver-client-kubelet has not been approved",
    ]);
});

test("An approved request is fine", async () => {
    expect(
        (await judge(signingRequest, { objects: objects("{ conditions: [{ type: Approved }] }"), at: "2026-11-21T09:00:00Z" }))
            .answer,
    ).toBe("clean");
});
