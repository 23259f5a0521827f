import { expect, test } from "vitest";
import { BUILT_IN_PROFILES, builtInProfile, detectProfile } from "./built-in.ts";
import { loadSpec, mergeSpecs } from "./load-spec.ts";

const techsupport = `
apiVersion: lib.projectsveltos.io/v1beta1
kind: Techsupport
metadata: {name: techsupport}
spec:
  onDemand: true
  deliveryMethods: [{name: slack, type: Slack, secretRef: {name: slack, namespace: default}}]
  fromManagement:
    resources: [{group: "", version: v1, kind: ConfigMap, namespace: projectsveltos}]
    logs: [{namespace: projectsveltos}]
    events: [{namespace: kube-system, type: Warning}]
  fromManaged:
    clusterSelector: {matchLabels: {env: fv}}
    resources: [{group: apps, version: v1, kind: Deployments, namespace: projectsveltos}]
`;

test("every built-in profile is valid", () => {
    for (const name of BUILT_IN_PROFILES) expect(builtInProfile(name)).toMatchObject({ ok: true, value: { spec: { name } } });
});

test("the appliance is recognised by its namespace, everything else gets the default", () => {
    expect(detectProfile(["default", "alga-system"])).toMatchObject({ value: { spec: { name: "appliance" } } });
    expect(detectProfile(["default"])).toMatchObject({ value: { spec: { name: "default" } } });
});

test("a Techsupport is taken where a profile is, and what of it a run by hand does not do is said", () => {
    const loaded = loadSpec(techsupport, "techsupport.yaml");
    expect(loaded).toMatchObject({
        ok: true,
        value: {
            spec: {
                name: "techsupport",
                fromManagement: {
                    resources: [{ group: "", version: "v1", kind: "ConfigMap", namespace: "projectsveltos" }],
                    events: [{ namespace: "kube-system", type: "Warning" }],
                },
            },
            notDone: [
                "Techsupport techsupport also asks for managed clusters (spec.fromManaged): collect reads one cluster, the one it is pointed at",
            ],
        },
    });
});

test("a key that is not known is refused by name", () => {
    const text = "apiVersion: casefile.dev/v1\nkind: Profile\nmetadata: {name: x}\nspec: {fromManagement: {log: []}}\n";
    expect(loadSpec(text, "my.yaml")).toMatchObject({
        ok: false,
        problem: { code: "configuration", message: 'my.yaml: spec.fromManagement: Unrecognized key: "log"' },
    });
});

test("a budget that is no duration is refused with an example", () => {
    const text = "apiVersion: casefile.dev/v1\nkind: Profile\nmetadata: {name: x}\nspec: {budget: {timeout: soon}}\n";
    expect(loadSpec(text, "my.yaml")).toMatchObject({
        ok: false,
        problem: { message: 'my.yaml: spec.budget.timeout: "soon" is not a duration such as 90s, 10m or 2h' },
    });
});

test("a file that is something else is refused with what it is", () => {
    expect(loadSpec("kind: Pod", "pod.yaml")).toMatchObject({
        ok: false,
        problem: { message: 'pod.yaml is neither a Profile nor a Techsupport: its kind is "Pod"' },
    });
    expect(loadSpec("a: b: c", "bad.yaml")).toMatchObject({
        ok: false,
        problem: { message: expect.stringMatching(/^bad\.yaml is not YAML: /) },
    });
});

test("several files together ask for everything that any of them asks for", () => {
    const [one, two] = [loadSpec(techsupport, "a"), builtInProfile("default")];
    if (!one.ok || !two.ok) throw new Error("fixtures");
    const merged = mergeSpecs(one.value.spec, two.value.spec);
    expect(merged.name).toBe("techsupport");
    expect(merged.fromManagement.resources).toHaveLength(2);
    expect(merged.fromManagement.exclude).toEqual([]);
});

test("an expectation that is misspelt is an error: the verdict would not see it", () => {
    const text = "apiVersion: casefile.dev/v1\nkind: Profile\nmetadata: {name: x}\nspec: {expect: {workload: []}}\n";
    expect(loadSpec(text, "my.yaml")).toMatchObject({
        ok: false,
        problem: { code: "configuration", message: expect.stringMatching(/^my\.yaml: spec\.expect/) },
    });
});
