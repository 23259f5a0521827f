import fc from "fast-check";
import { expect, test } from "vitest";
import { labelSelectorString, matchesLabels } from "./label-selector.ts";

test("all conditions of both forms are joined by AND", () => {
    expect(
        labelSelectorString({
            labelFilters: [
                { key: "env", operation: "Equal", value: "production" },
                { key: "department", operation: "Different", value: "eng" },
                { key: "team", operation: "Has" },
                { key: "old", operation: "DoesNotHave" },
            ],
            selector: {
                matchLabels: { tier: "core" },
                matchExpressions: [{ key: "zone", operator: "NotIn", values: ["a", "b"] }],
            },
        }),
    ).toBe("env=production,department!=eng,team,!old,tier in (core),zone notin (a,b)");
});

test("no condition is no selector", () => {
    expect(labelSelectorString({})).toBeUndefined();
});

test("Different also matches objects without the label, as Kubernetes has it", () => {
    expect(matchesLabels({}, { labelFilters: [{ key: "department", operation: "Different", value: "eng" }] })).toBe(true);
});

test("a condition and its opposite never both match", () => {
    const labels = fc.dictionary(fc.constantFrom("a", "b"), fc.constantFrom("1", "2", ""));
    const opposites = [
        ["Equal", "Different"],
        ["Has", "DoesNotHave"],
    ] as const;
    fc.assert(
        fc.property(
            labels,
            fc.constantFrom("a", "b", "c"),
            fc.constantFrom("1", "2", ""),
            fc.constantFrom(...opposites),
            (has, key, value, [one, other]) => {
                const by = (operation: typeof one | typeof other) =>
                    matchesLabels(has, { labelFilters: [{ key, operation, value }] });
                expect(by(one)).toBe(!by(other));
            },
        ),
    );
});
