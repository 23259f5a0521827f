import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT, crashing, running, workload } from "../../../../test/diagnose/workload.ts";
import { secretEmpty } from "./secret-empty.ts";

const secret = (value: string) => `
apiVersion: v1
kind: Secret
metadata: { name: mail, namespace: msp }
data: { password: ${value} }
---
`;
const ENV = "env: [{ name: SMTP_PASSWORD, valueFrom: { secretKeyRef: { name: mail, key: password } } }]";

test("An empty value that a failing pod reads is found, in a plain Secret and in a redacted one", async () => {
    const objects = workload({ container: ENV, status: crashing(1) });
    const { says } = await judge(secretEmpty, { at: AT, objects: objects + secret('""') });
    expect(says).toEqual([
        "Secret msp/mail: the value of password is empty, and Deployment msp/web takes it as env SMTP_PASSWORD of container web",
    ]);
    expect(
        (await judge(secretEmpty, { at: AT, objects: objects + secret("{ bytes: 0, fingerprint: hmac-000000000000 }") })).says,
    ).toEqual(says);
});

test("A value that has bytes, and an empty one that nobody misses, are no faults", async () => {
    expect(
        (await judge(secretEmpty, { at: AT, objects: workload({ container: ENV, status: crashing(1) }) + secret("YQ==") }))
            .answer,
    ).toBe("clean");
    expect(
        (await judge(secretEmpty, { at: AT, objects: workload({ container: ENV, status: running() }) + secret('""') })).answer,
    ).toBe("clean");
});

test("Without Secrets it is not known", async () => {
    expect(
        (
            await judge(secretEmpty, {
                at: AT,
                objects: workload({ container: ENV, status: crashing(1) }),
                errors: 'secrets is forbidden: User "u" cannot list resource "secrets"',
            })
        ).answer,
    ).toBe("unknown");
});
