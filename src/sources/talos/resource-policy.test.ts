import { expect, test } from "vitest";
import { ALLOWED, DENIED, scrubSpec, withheldBecause } from "./resource-policy.ts";

test("no type is on both lists, and none is listed twice", () => {
    const allowed = ALLOWED.map(({ type }) => type);
    expect(allowed.filter((type) => DENIED.has(type))).toEqual([]);
    expect(new Set(allowed).size).toBe(allowed.length);
    expect(ALLOWED.filter(({ namespace }) => namespace === "secrets")).toEqual([]);
});

test.each([
    ["MachineStatuses.runtime.talos.dev", "runtime", false, undefined],
    ["MachineStatuses.runtime.talos.dev", "runtime", true, "Talos flags it as sensitive"],
    ["RegistryConfigs.cri.talos.dev", "cri", false, "it holds secrets"],
    ["NewThings.secrets.talos.dev", "secrets", false, "it holds secrets"],
    ["NewThings.runtime.talos.dev", "runtime", false, "it is not on the list of types that are collected"],
])("%s in %s, flagged %s: %s", (type, namespace, sensitive, because) => {
    expect(withheldBecause(type, namespace, sensitive)).toBe(because);
});

test("a spec of another shape than its rules expect is given up whole", () => {
    expect(scrubSpec("MetaKeys.runtime.talos.dev", "CANARY")).toBe("<redacted:unexpected-shape>");
    expect(scrubSpec("Environments.runtime.talos.dev", { variables: "A=CANARY", nested: { a: "CANARY" } })).toEqual({
        variables: "<redacted:environment>",
        nested: { a: "<redacted:environment>" },
    });
    expect(scrubSpec("EtcdSpecs.etcd.talos.dev", { extraArgs: "CANARY", env: ["CANARY"] })).toEqual({
        extraArgs: "<redacted:etcd-argument>",
        env: ["<redacted:environment>"],
    });
});
