import { expect, test } from "vitest";
import { AT, appliance, program } from "../../../../test/diagnose/appliance.ts";
import { judge } from "../../../../test/diagnose/judge.ts";
import { knownFailure } from "./known-failure.ts";

const broken = (status: string) => ({
    at: AT,
    objects: appliance({ instead: program({ name: "temporal", namespace: "msp", release: "temporal", status }) }),
});

test("The seed directory", async () => {
    const { says } = await judge(knownFailure, {
        ...broken("ready: false, restartCount: 9, state: { waiting: { reason: CrashLoopBackOff } }"),
        logs: {
            "msp/temporal-5d4f-abcde/temporal.previous.log": "Error: Configured seed directory does not exist: /app/seeds\n",
        },
    });
    expect(says).toEqual([
        'Deployment msp/temporal: the image lacks the seed directory: "Configured seed directory does not exist: /app/seeds"',
    ]);
});

test("A fresh installation over a database", async () => {
    const { says } = await judge(knownFailure, {
        ...broken("ready: false, restartCount: 9, state: { waiting: { reason: CrashLoopBackOff } }"),
        logs: {
            "msp/temporal-5d4f-abcde/temporal.previous.log":
                "Error: fresh install requested but an existing database was found\n",
        },
    });
    expect(says).toEqual([
        'Deployment msp/temporal: the bootstrap is to start fresh and finds a database: "fresh install requested but an existing database was found"',
    ]);
});

test("A recovery without a database", async () => {
    const { says } = await judge(knownFailure, {
        ...broken("ready: false, restartCount: 9, state: { waiting: { reason: CrashLoopBackOff } }"),
        logs: { "msp/temporal-5d4f-abcde/temporal.previous.log": "Error: no existing database to recover from\n" },
    });
    expect(says).toEqual([
        'Deployment msp/temporal: the bootstrap is to recover and finds no database: "no existing database to recover"',
    ]);
});

test("Temporal's schema", async () => {
    const { says } = await judge(knownFailure, {
        ...broken("ready: false, restartCount: 9, state: { waiting: { reason: CrashLoopBackOff } }"),
        logs: {
            "msp/temporal-5d4f-abcde/temporal.previous.log": "sql schema version compatibility check failed: version mismatch\n",
        },
    });
    expect(says).toEqual([
        'Deployment msp/temporal: Temporal\'s database has another schema version than the program: "sql schema version compatibility check failed: version mismatch"',
    ]);
});

test("A service link", async () => {
    const { says } = await judge(knownFailure, {
        ...broken("ready: false, restartCount: 9, state: { waiting: { reason: CrashLoopBackOff } }"),
        logs: {
            "msp/temporal-5d4f-abcde/temporal.previous.log": "panic: cannot unmarshal !!str `tcp://10.96.0.44:8080` into int\n",
        },
    });
    expect(says).toEqual([
        'Deployment msp/temporal: a service link of Kubernetes is taken for a setting: "cannot unmarshal !!str `tcp://10.96.0.44:8080` into int"',
    ]);
});

test("A directory on the volume", async () => {
    const { says } = await judge(
        knownFailure,
        broken(
            "ready: false, restartCount: 0, state: { waiting: { reason: CreateContainerConfigError, message: failed to create subPath directory for volumeMount data } }",
        ),
    );
    expect(says).toEqual([
        'Deployment msp/temporal: the database\'s directory on its volume cannot be used: "failed to create subPath directory for volumeMount data"',
    ]);
});

test("The same words in the log of a program that is well are history", async () => {
    expect(
        (
            await judge(knownFailure, {
                at: AT,
                objects: appliance(),
                logs: { "msp/temporal-5d4f-abcde/temporal.log": "sql schema version compatibility check failed\n" },
            })
        ).answer,
    ).toBe("clean");
});

test("An appliance that is well is clean, and what was not collected is not known", async () => {
    expect((await judge(knownFailure, { at: AT, objects: appliance() })).answer).toBe("clean");
    expect((await judge(knownFailure, { at: AT, objects: appliance(), errors: "pods is forbidden" })).answer).toBe("unknown");
});
