import { expect, test } from "vitest";
import { AT, appliance, CORE, program } from "../../../../test/diagnose/appliance.ts";
import { judge } from "../../../../test/diagnose/judge.ts";
import { credentials } from "./credentials.ts";

const refused = (madeAt: string) => ({
    at: AT,
    objects: appliance({
        instead:
            `apiVersion: v1\nkind: Secret\nmetadata: { name: db-credentials, namespace: msp, creationTimestamp: "${madeAt}" }\n---\n` +
            program({ ...CORE, status: "ready: false, restartCount: 9, state: { waiting: { reason: CrashLoopBackOff } }" }),
    }),
    logs: {
        "msp/alga-core-sebastian-5d4f-abcde/alga-core-sebastian.previous.log":
            'error: password authentication failed for user "app_user"\n',
    },
});

test("A Secret that is younger than the database", async () => {
    const { says } = await judge(credentials, refused("2026-11-21T07:58:00Z"));
    expect(says).toEqual([
        'Secret msp/db-credentials was made at 2026-11-21T07:58:00Z over a database of 2026-11-20T09:00:00Z (PersistentVolumeClaim msp/alga-core-sebastian-postgres-data), which keeps its old password: password authentication failed for user "app_user"',
    ]);
});

test("A Secret as old as the database that is refused nevertheless", async () => {
    const { says } = await judge(credentials, refused("2026-11-20T09:00:00Z"));
    expect(says).toEqual([
        'The database refuses the password of Secret msp/db-credentials: password authentication failed for user "app_user"',
    ]);
});

test("A Secret that is gone while the data is there", async () => {
    const { says } = await judge(credentials, {
        at: AT,
        objects: appliance({
            without: ["Secret msp/db-credentials"],
            instead: "apiVersion: v1\nkind: Secret\nmetadata: { name: other, namespace: msp }\n",
        }),
    });
    expect(says).toEqual([
        "Secret msp/db-credentials does not exist, while the database's PersistentVolumeClaim msp/alga-core-sebastian-postgres-data holds data that only its old password opens",
    ]);
});

test("A refusal of the past, in the log of a pod that is well, is history", async () => {
    expect(
        (
            await judge(credentials, {
                at: AT,
                objects: appliance(),
                logs: {
                    "msp/alga-core-sebastian-5d4f-abcde/alga-core-sebastian.log":
                        'password authentication failed for user "app_user"\n',
                },
            })
        ).answer,
    ).toBe("clean");
});

test("An appliance that is well is clean, and what was not collected is not known", async () => {
    expect((await judge(credentials, { at: AT, objects: appliance() })).answer).toBe("clean");
    expect((await judge(credentials, { at: AT, objects: appliance(), errors: "secrets is forbidden" })).answer).toBe("unknown");
});
