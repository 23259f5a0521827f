import { expect, test } from "vitest";
import { parseSpecYaml } from "./spec-yaml.ts";

test("a spec comes as the node wrote it: times and large numbers are not touched", () => {
    expect(parseSpecYaml("size: 5\nid: 12345678901234567890\nat: 2026-11-21T09:00:00Z\nonline: on\nnothing: null\n")).toEqual({
        ok: true,
        value: { size: 5, id: "12345678901234567890", at: "2026-11-21T09:00:00Z", online: "on", nothing: null },
    });
});

test("a scalar is a spec too", () => {
    expect(parseSpecYaml("controlplane\n")).toEqual({ ok: true, value: "controlplane" });
});

test("nothing is a spec without content", () => {
    expect(parseSpecYaml("\n")).toEqual({ ok: true, value: null });
});

test.each(["a: [", "a: &x 1\nb: *x", "a: 1\na: 2"])("what is not one plain document is refused: %j", (yaml) => {
    expect(parseSpecYaml(yaml)).toEqual({ ok: false, problem: { code: "invalid", message: "its spec is not YAML" } });
});
