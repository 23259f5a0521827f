import { expect, test } from "vitest";
import { builtInProfile } from "./built-in.ts";
import { narrow, unmatched } from "./narrow.ts";

const known = {
    types: [
        { group: "", kind: "Pod", resource: "pods", namespaced: true, shortNames: ["po"] },
        { group: "", kind: "Event", resource: "events", namespaced: true },
        { group: "", kind: "Node", resource: "nodes", namespaced: false },
        { group: "apps", kind: "Deployment", resource: "deployments", namespaced: true, shortNames: ["deploy"] },
    ],
    namespaces: ["msp", "msp-test", "kube-system"],
};
const nothing = { namespaces: [], include: [], exclude: [] };

function spec() {
    const profile = builtInProfile("default");
    if (!profile.ok) throw new Error(profile.problem.message);
    return profile.value.spec;
}

test("without flags a profile stays as it is", () => {
    expect(narrow(spec(), nothing, known)).toEqual(spec());
});

test("-n asks for each namespace by itself, so that a namespaced Role is enough", () => {
    const { fromManagement } = narrow(spec(), { ...nothing, namespaces: ["msp"] }, known);
    expect(fromManagement.resources).toEqual([{ group: "*", version: "*", kind: "*", namespace: "msp" }]);
    expect(fromManagement.logs).toEqual([{ namespace: "msp" }]);
    expect(fromManagement.events).toEqual([{ namespace: "msp" }]);
});

test("--include takes kinds by glob, logs with pods and events with events, and forgets what the profile excludes", () => {
    const { fromManagement } = narrow(spec(), { ...nothing, include: ["deploy*/msp*", "pod/kube-system"] }, known);
    expect(fromManagement).toEqual({
        resources: [
            { group: "apps", version: "*", kind: "Deployment", namespace: "msp" },
            { group: "apps", version: "*", kind: "Deployment", namespace: "msp-test" },
            { group: "", version: "*", kind: "Pod", namespace: "kube-system" },
        ],
        logs: [{ namespace: "kube-system" }],
        events: [],
        exclude: [],
    });
});

test("-n and --include together mean these kinds in these namespaces", () => {
    const { fromManagement } = narrow(spec(), { namespaces: ["msp"], include: ["Deployment"], exclude: [] }, known);
    expect(fromManagement.resources).toEqual([{ group: "apps", version: "*", kind: "Deployment", namespace: "msp" }]);
});

test("--exclude adds to what the profile excludes", () => {
    const { fromManagement } = narrow(spec(), { ...nothing, exclude: ["Pod/msp-*"] }, known);
    expect(fromManagement.exclude).toEqual([
        ...spec().fromManagement.exclude,
        { group: "", version: "*", kind: "Pod", namespace: "msp-test" },
    ]);
});

test("a cluster-scoped kind is not looked for in a namespace", () => {
    expect(narrow(spec(), { ...nothing, include: ["Node/msp"] }, known).fromManagement.resources).toEqual([]);
    expect(narrow(spec(), { ...nothing, include: ["Node"] }, known).fromManagement.resources).toEqual([
        { group: "", version: "*", kind: "Node" },
    ]);
});

test.each(["deployment", "Deployments", "deploy", "depl*"])("--include %s means the kind Deployment", (glob) => {
    const { fromManagement } = narrow(spec(), { ...nothing, include: [glob] }, known);
    expect(fromManagement.resources).toEqual([{ group: "apps", version: "*", kind: "Deployment" }]);
});

test("--include pods takes their logs too", () => {
    expect(narrow(spec(), { ...nothing, include: ["pods"] }, known).fromManagement.logs).not.toEqual([]);
});

test("a glob that nothing of the cluster is like is told", () => {
    const narrowing = { namespaces: [], include: ["Pod", "Nonsense", "Pod/prod-*"], exclude: ["Secretes", "pods/msp"] };
    expect(unmatched(narrowing, known)).toEqual([
        "--include Nonsense matches nothing: there is no such kind or namespace in this cluster",
        "--include Pod/prod-* matches nothing: there is no such kind or namespace in this cluster",
        "--exclude Secretes matches nothing: there is no such kind or namespace in this cluster",
    ]);
    expect(unmatched(narrowing, { types: [], namespaces: [] })).toEqual([]);
});
