import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { webhook } from "./webhook.ts";

const configuration = (policy = "Fail") => `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: guard }
webhooks: [{ name: vpod.example.com, failurePolicy: ${policy}, clientConfig: { service: { name: hook, namespace: guard } } }]
---
`;
const service = (name: string) => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: guard }
spec: { selector: { app: hook } }
---
`;
const slice = (ready: boolean) => `
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: hook-1, namespace: guard, labels: { kubernetes.io/service-name: hook } }
endpoints: [{ addresses: [10.0.0.1], conditions: { ready: ${ready} } }]
`;

test("A webhook whose Service is gone names the configuration", async () => {
    const { says } = await judge(webhook, { objects: configuration() + service("other") });
    expect(says).toEqual([
        "ValidatingWebhookConfiguration guard: webhook vpod.example.com calls Service guard/hook, which does not exist, so the API server refuses what it guards",
    ]);
});

test("A webhook without a ready endpoint hangs on its Service", async () => {
    const { says, findings } = await judge(webhook, { objects: configuration() + service("hook") + slice(false) });
    expect(says).toEqual([
        "ValidatingWebhookConfiguration guard: webhook vpod.example.com calls Service guard/hook, which has no ready endpoint, so the API server refuses what it guards",
    ]);
    expect(findings[0]?.dueTo?.[0]?.ref.name).toBe("hook");
});

test("A webhook that may fail is a remark, and one that answers is fine", async () => {
    expect(
        (await judge(webhook, { objects: configuration("Ignore") + service("hook") + slice(false) })).findings[0]?.severity,
    ).toBe("info");
    expect((await judge(webhook, { objects: configuration() + service("hook") + slice(true) })).answer).toBe("clean");
});
