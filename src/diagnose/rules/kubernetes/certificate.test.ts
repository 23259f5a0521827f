import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { certificate } from "./certificate.ts";

const object = (status: string) => `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: msp, creationTimestamp: "2026-11-21T09:00:00Z" }
spec: { secretName: web-tls, issuerRef: { name: letsencrypt, kind: ClusterIssuer } }
status: ${status}
---
`;

test("An expired certificate says when", async () => {
    const { says } = await judge(certificate, {
        objects: object(
            '{ notAfter: "2026-11-20T00:00:00Z", conditions: [{ type: Ready, status: "False", message: "Certificate expired on Fri, 20 Nov 2026" }] }',
        ),
    });
    expect(says).toEqual(["Certificate msp/web expired at 2026-11-20T00:00:00Z: Certificate expired on Fri, 20 Nov 2026"]);
});

test("An issuer that is not ready is the cause", async () => {
    const issuer =
        'apiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nmetadata: { name: letsencrypt }\nstatus: { conditions: [{ type: Ready, status: "False", message: "Failed to register ACME account: 403 urn:ietf:params:acme:error:unauthorized" }] }\n';
    const { says } = await judge(certificate, { objects: issuer });
    expect(says).toEqual([
        "ClusterIssuer letsencrypt is not ready: Failed to register ACME account: 403 urn:ietf:params:acme:error:unauthorized",
    ]);
});

test("A certificate that is ready and far from its end is fine", async () => {
    expect(
        (
            await judge(certificate, {
                objects: object('{ notAfter: "2027-02-20T00:00:00Z", conditions: [{ type: Ready, status: "True" }] }'),
            })
        ).answer,
    ).toBe("clean");
});
