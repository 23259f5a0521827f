import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { configInvalid } from "./config-invalid.ts";

test("The newest event is an error of the configuration", async () => {
    const { says } = await judge(configInvalid, {
        at: NOW,
        talos: machine("cp-1", {
            files: {
                "events.yaml": {
                    items: [
                        { data: { type: "SequenceEvent" } },
                        {
                            data: {
                                type: "ConfigValidationErrorEvent",
                                error: "1 error occurred: unknown keys found during decoding",
                            },
                        },
                    ],
                },
            },
        }),
    });
    expect(says).toEqual(["Machine cp-1: its configuration is not valid: 1 error occurred: unknown keys found during decoding"]);
});

test("An error that was mended is history", async () => {
    const { answer } = await judge(configInvalid, {
        at: NOW,
        talos: machine("cp-1", {
            files: {
                "events.yaml": {
                    items: [
                        { data: { type: "ConfigLoadErrorEvent", error: "EOF" } },
                        { data: { type: "MachineStatusEvent", stage: "RUNNING" } },
                    ],
                },
            },
        }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(configInvalid, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(configInvalid, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
