import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { podTerminating } from "./pod-terminating.ts";

const pod = (deleted: string, finalizers: string) => `
apiVersion: v1
kind: Pod
metadata: { name: db-0, namespace: msp, deletionTimestamp: "${deleted}", finalizers: ${finalizers} }
spec: { nodeName: n1 }
status: { phase: Running }
`;

test("A pod that does not go names its node", async () => {
    expect(
        (await judge(podTerminating, { objects: pod("2026-11-21T08:00:00Z", "[]"), at: "2026-11-21T09:00:00Z" })).says,
    ).toEqual(["Pod msp/db-0 has been terminating for 60 minutes on node n1"]);
});

test("A pod held by a finalizer names it", async () => {
    expect(
        (await judge(podTerminating, { objects: pod("2026-11-21T08:00:00Z", "[example.com/hold]"), at: "2026-11-21T09:00:00Z" }))
            .says,
    ).toEqual(["Pod msp/db-0 has been terminating for 60 minutes: finalizer example.com/hold is not removed"]);
});

test("A pod that was deleted just now may take its time", async () => {
    expect((await judge(podTerminating, { objects: pod("2026-11-21T08:59:00Z", "[]"), at: "2026-11-21T09:00:00Z" })).answer).toBe(
        "clean",
    );
});
