import { expect, test } from "vitest";
import { fieldSelector, labelSelector } from "./selectors.ts";

const db = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "db-0", namespace: "msp", labels: { app: "db", tier: "data" } },
    spec: { nodeName: "alga-01", hostNetwork: false },
};

function matches(parse: typeof labelSelector, text: string): boolean | string {
    const parsed = parse(text);
    return parsed.ok ? parsed.value(db) : parsed.problem.message;
}

test.each([
    ["", true],
    ["app=db", true],
    ["app==db,tier=data", true],
    ["app=db,tier=web", false],
    ["app!=web", true],
    ["zone!=a", true],
    ["app in (db, web)", true],
    ["app notin (db,web),tier=data", false],
    ["zone notin (a)", true],
    ["zone in (a)", false],
    ["tier", true],
    ["!zone,app=db", true],
    ["!tier", false],
    ["a b", "unable to parse requirement: a b"],
])("labels app=db, tier=data: %j gives %j", (text, expected) => {
    expect(matches(labelSelector, text)).toBe(expected);
});

test.each([
    ["metadata.name=db-0", true],
    ["metadata.name=db-0,metadata.namespace!=msp", false],
    ["spec.nodeName=alga-01", true],
    ["spec.hostNetwork=false", true],
    ["status.phase=", true],
    ["status.phase!=Running", true],
    ["nonsense", "unable to parse requirement: nonsense"],
])("fields of msp/db-0: %j gives %j", (text, expected) => {
    expect(matches(fieldSelector, text)).toBe(expected);
});
