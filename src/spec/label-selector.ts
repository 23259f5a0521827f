import type { LabelFilter, LabelSelector } from "./collect-spec.ts";

/** What of a selector is about labels. */
export interface Labelled {
    readonly labelFilters?: readonly LabelFilter[];
    readonly selector?: LabelSelector;
}

/**
 * The API's string form, all conditions joined by AND; undefined when there are none. `Different` is `!=`, which also matches objects
 * without the label. Source: Sveltos' addLabelFilters (contracts: Techsupport 2.1), apimachinery pkg/labels.
 */
export function labelSelectorString({ labelFilters = [], selector = {} }: Labelled): string | undefined {
    const conditions = [...labelFilters.map(fromFilter), ...requirements(selector).map(fromRequirement)];
    return conditions.length === 0 ? undefined : conditions.join(",");
}

/** Whether labels satisfy the selector: what the API server would decide, for objects that were listed without it. */
export function matchesLabels(labels: Readonly<Record<string, string>>, { labelFilters = [], selector = {} }: Labelled): boolean {
    return (
        labelFilters.every((filter) => filterMatches(labels, filter)) &&
        requirements(selector).every((requirement) => requirementMatches(labels, requirement))
    );
}

interface Requirement {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
}

function requirements({ matchLabels = {}, matchExpressions = [] }: LabelSelector): Requirement[] {
    return [
        ...Object.entries(matchLabels).map(([key, value]) => ({ key, operator: "In", values: [value] })),
        ...matchExpressions,
    ];
}

function fromFilter({ key, operation, value = "" }: LabelFilter): string {
    switch (operation) {
        case "Equal":
            return `${key}=${value}`;
        case "Different":
            return `${key}!=${value}`;
        case "Has":
            return key;
        case "DoesNotHave":
            return `!${key}`;
        default:
            return operation satisfies never;
    }
}

function filterMatches(labels: Readonly<Record<string, string>>, { key, operation, value = "" }: LabelFilter): boolean {
    switch (operation) {
        case "Equal":
            return labels[key] === value;
        case "Different":
            return labels[key] !== value;
        case "Has":
            return key in labels;
        case "DoesNotHave":
            return !(key in labels);
        default:
            return operation satisfies never;
    }
}

function fromRequirement({ key, operator, values = [] }: Requirement): string {
    switch (operator) {
        case "In":
            return `${key} in (${values.join(",")})`;
        case "NotIn":
            return `${key} notin (${values.join(",")})`;
        case "DoesNotExist":
            return `!${key}`;
        default:
            return key;
    }
}

function requirementMatches(labels: Readonly<Record<string, string>>, { key, operator, values = [] }: Requirement): boolean {
    const value = labels[key];
    switch (operator) {
        case "In":
            return value !== undefined && values.includes(value);
        case "NotIn":
            return value === undefined || !values.includes(value);
        case "DoesNotExist":
            return value === undefined;
        default:
            return value !== undefined;
    }
}
