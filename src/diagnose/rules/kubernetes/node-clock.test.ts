import { expect, test } from "vitest";
import { CRASHING, node, pod, TAKEN } from "../../../../test/diagnose/cluster.ts";
import { judge } from "../../../../test/diagnose/judge.ts";
import { nodeClock } from "./node-clock.ts";

const objects = node("n1") + pod("msp/web", CRASHING);
const log = (words: string) => ({
    "msp/web-7d4b9c-x/main.log": `tls: failed to verify certificate: x509: certificate has expired or is not yet valid: ${words}\n`,
});

test("A certificate that is not valid yet by the node's clock, and is by the archive's, shows the clock", async () => {
    const { says } = await judge(nodeClock, {
        at: TAKEN,
        objects,
        logs: log("current time 2026-11-20T09:00:00Z is before 2026-11-21T07:00:00Z"),
    });
    expect(says).toEqual(["Node n1 has a wrong clock: it is 1440 minutes behind, so certificates that are valid are refused"]);
});

test("A certificate that has really expired is no matter of the clock", async () => {
    expect(
        (
            await judge(nodeClock, {
                at: TAKEN,
                objects,
                logs: log("current time 2026-11-21T08:58:00Z is after 2026-11-20T00:00:00Z"),
            })
        ).answer,
    ).toBe("clean");
});
