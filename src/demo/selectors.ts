import { fail, ok, type Result } from "../core/problem.ts";
import type { KubeObject } from "./object-store.ts";

/** Whether an object is asked for. */
export type Matches = (object: KubeObject) => boolean;

/**
 * A label selector in the API's string form: `app=db,tier!=web,env in (a,b),env notin (c),canary,!canary`. As there, `!=` and `notin` also match
 * objects without the label. Source: apimachinery pkg/labels/selector.go.
 */
export function labelSelector(text: string): Result<Matches> {
    return all(text, splitOutsideParentheses(text), labelTerm);
}

/** A field selector: `metadata.name=db-0,status.phase!=Running`; any path of plain fields. Source: apimachinery pkg/fields/selector.go. */
export function fieldSelector(text: string): Result<Matches> {
    return all(text, text.split(","), fieldTerm);
}

function all(text: string, terms: readonly string[], parse: (term: string) => Matches | undefined): Result<Matches> {
    const parsed = terms
        .map((term) => term.trim())
        .filter((term) => term !== "")
        .map(parse);
    const tests = parsed.filter((test) => test !== undefined);
    if (tests.length < parsed.length) return fail("invalid", `unable to parse requirement: ${text}`);
    return ok((object) => tests.every((test) => test(object)));
}

function splitOutsideParentheses(text: string): string[] {
    return text.split(/,(?![^(]*\))/);
}

function labelTerm(term: string): Matches | undefined {
    const value = (object: KubeObject, key: string) => object.metadata.labels?.[key];
    const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(term);
    if (set) {
        const [, key = "", operator, list = ""] = set;
        const values = list.split(",").map((each) => each.trim());
        return (object) => values.includes(value(object, key) ?? "\u0000") === (operator === "in");
    }
    const compare = /^([^=!\s]+)\s*(==?|!=)\s*(\S*)$/.exec(term);
    if (compare) {
        const [, key = "", operator, wanted] = compare;
        return (object) => (value(object, key) === wanted) === (operator !== "!=");
    }
    const exists = /^(!?)\s*([^=!\s()]+)$/.exec(term);
    if (!exists) return undefined;
    const [, not, key = ""] = exists;
    return (object) => (value(object, key) !== undefined) === (not === "");
}

function fieldTerm(term: string): Matches | undefined {
    const parts = /^([^=!]+)(==?|!=)(.*)$/.exec(term);
    if (!parts) return undefined;
    const [, path = "", operator, wanted] = parts;
    return (object) => (fieldAt(object, path) === wanted) === (operator !== "!=");
}

/** "" where the path leads nowhere, as the API has it. */
function fieldAt(object: KubeObject, path: string): string {
    let value: unknown = object;
    for (const name of path.trim().split(".")) value = isRecord(value) ? value[name] : undefined;
    return value === undefined || value === null ? "" : String(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null;
}
