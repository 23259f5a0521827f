import { type Fields, isFields, list, strings, text, texts } from "./fields.ts";

type Labels = Readonly<Record<string, string>>;

/** Whether the labels meet a plain map selector (a Service's). An empty one selects nothing. */
export function matchesMap(selector: Labels, labels: Labels): boolean {
    const wanted = Object.entries(selector);
    return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

/** Whether the labels meet a LabelSelector. An empty one selects everything. Source: apimachinery meta/v1, LabelSelector. */
export function matchesSelector(selector: Fields, labels: Labels): boolean {
    const equal = Object.entries(strings(selector, "matchLabels")).every(([key, value]) => labels[key] === value);
    return equal && list(selector, "matchExpressions").every((expression) => isFields(expression) && meets(expression, labels));
}

function meets(expression: Fields, labels: Labels): boolean {
    const value = labels[text(expression, "key") ?? ""];
    const values = texts(expression, "values");
    switch (text(expression, "operator")) {
        case "In":
            return value !== undefined && values.includes(value);
        case "NotIn":
            return value === undefined || !values.includes(value);
        case "Exists":
            return value !== undefined;
        case "DoesNotExist":
            return value === undefined;
        default:
            return false;
    }
}
