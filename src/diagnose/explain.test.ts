import { expect, test } from "vitest";
import { explain, explainAll } from "./explain.ts";
import { RULES } from "./rules/index.ts";
import { claimPending } from "./rules/storage/claim-pending.ts";

test("A variant has an explanation of its own", () => {
    expect(explain([claimPending], "storage.claim-pending.no-class")).toEqual({
        id: "storage.claim-pending.no-class",
        layer: "kubernetes",
        title: "Claim without a class, and no default StorageClass",
        means: "The claim names no StorageClass and no class is the default, so nobody makes a volume for it.",
        fix: 'Mark one class as default (annotation storageclass.kubernetes.io/is-default-class: "true") or name a class in the claim.',
        source: claimPending.source,
        reads: claimPending.reads,
        variants: [],
    });
});

test("What nobody has heard of has none", () => {
    expect(explain(RULES, "storage.no-such-rule")).toBeUndefined();
});

test("There are more than a hundred findings, each with an id of its own", () => {
    const ids = explainAll(RULES).map((each) => each.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(100);
});
