import { expect, test } from "vitest";
import { judge } from "../../../test/diagnose/judge.ts";
import { LAYERS, type Rule } from "../rule.ts";
import { RULES } from "./index.ts";

const ids = RULES.map((rule) => rule.id);

test("Every rule has an id of its own, in lower case, that begins with its area", () => {
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids)
        expect(id).toMatch(/^(talos|kubernetes|storage|gitops|application|appliance)\.[a-z0-9-]+(\.[a-z0-9-]+)*$/);
});

test("Every rule and every variant says what it means and how to mend it, and names its source", () => {
    for (const rule of RULES) {
        expect(LAYERS, rule.id).toContain(rule.layer);
        expect(rule.source, rule.id).toMatch(/^https:\/\/|\w+\/\w+/);
        for (const [name, { title, means, fix }] of [["", rule] as const, ...Object.entries(rule.variants ?? {})]) {
            expect(
                [title, means, fix].every((text) => text.length > 8),
                `${rule.id} ${name}`,
            ).toBe(true);
            expect(name, rule.id).toMatch(/^[a-z0-9-]*$/);
        }
    }
});

test("Every rule is clean on a cluster that is empty, and unknown when anything it cannot judge without was not collected", async () => {
    for (const rule of RULES) {
        expect(rule.reads.length, rule.id).toBeGreaterThan(0);
        for (const read of rule.reads) expect(await answerWithout(rule, read), `${rule.id} without ${read}`).toBe("unknown");
    }
});

const LINES: Readonly<Record<string, string>> = {
    events: "events is forbidden",
    logs: "unable to retrieve container logs",
    machine: "talos node cp-1: connection refused",
    api: "cannot read /version",
};

async function answerWithout(rule: Rule, read: string) {
    const kind = read.split(".")[0] ?? read;
    const { answer } = await judge(rule, { errors: LINES[read] ?? `all of ${kind} forbidden` });
    return answer === "found" ? "unknown" : answer;
}
