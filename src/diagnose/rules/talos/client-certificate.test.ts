import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { clientCertificate } from "./client-certificate.ts";

test("Every remark on a client", async () => {
    const { says } = await judge(clientCertificate, {
        at: NOW,
        talos: {
            "client.yaml":
                "context: prod\ncertificate: { roles: [os:admin], validTo: 2026-12-01T09:00:00Z, acceptedSince112: false, extendedKeyUsage: [1.3.6.1.5.5.7.3.1] }\n",
        },
    });
    expect(says).toEqual([
        "The client certificate of Talos context prod expires at 2026-12-01T09:00:00.000Z, in 10 days",
        "The client certificate of Talos context prod is not for clientAuth alone, and Talos 1.12 and newer refuse it",
        "Talos context prod has the role os:admin; os:reader is enough to collect",
    ]);
});

test("A client that has expired", async () => {
    const { says } = await judge(clientCertificate, {
        at: NOW,
        talos: { "client.yaml": "context: prod\ncertificate: { roles: [os:reader], validTo: 2026-11-01T09:00:00Z }\n" },
    });
    expect(says).toEqual(["The client certificate of Talos context prod expired at 2026-11-01T09:00:00.000Z"]);
});

test("A reader with a year to go", async () => {
    const { answer } = await judge(clientCertificate, {
        at: NOW,
        talos: {
            "client.yaml":
                "context: prod\ncertificate: { roles: [os:reader], validTo: 2027-11-21T09:00:00Z, acceptedSince112: true }\n",
        },
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(clientCertificate, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (
            await judge(clientCertificate, {
                at: NOW,
                talos: machine("cp-1"),
                errors: "talos node cp-2 resources: permission denied",
            })
        ).answer,
    ).toBe("unknown");
});
