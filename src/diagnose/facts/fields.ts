/**
 * Reading untyped objects: each function walks the path and gives the value when it has the type, else undefined (or empty).
 * Nothing throws, whatever the bundle holds: `text(pod.body, "spec", "nodeName")`.
 */
export type Fields = Readonly<Record<string, unknown>>;

type Path = readonly (string | number)[];

/** Whether it is a plain map of fields. */
export function isFields(value: unknown): value is Fields {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at the path; numbers index lists, negative ones from the end. */
export function at(from: unknown, ...path: Path): unknown {
    let value = from;
    for (const step of path) {
        if (Array.isArray(value) && typeof step === "number") value = value.at(step);
        else if (isFields(value) && Object.hasOwn(value, step)) value = value[step];
        else return undefined;
    }
    return value;
}

/** A string, not empty. */
export function text(from: unknown, ...path: Path): string | undefined {
    const value = at(from, ...path);
    return typeof value === "string" && value !== "" ? value : undefined;
}

/** A number; bigints and strings of digits count. */
export function number(from: unknown, ...path: Path): number | undefined {
    const value = at(from, ...path);
    if (typeof value === "number") return value;
    if (typeof value === "bigint") return Number(value);
    return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

export function flag(from: unknown, ...path: Path): boolean | undefined {
    const value = at(from, ...path);
    return typeof value === "boolean" ? value : undefined;
}

/** A list; empty when there is none. */
export function list(from: unknown, ...path: Path): readonly unknown[] {
    const value = at(from, ...path);
    return Array.isArray(value) ? value : [];
}

/** The strings of a list. */
export function texts(from: unknown, ...path: Path): readonly string[] {
    return list(from, ...path).filter((item) => typeof item === "string");
}

/** A map; empty when there is none. */
export function fields(from: unknown, ...path: Path): Fields {
    const value = at(from, ...path);
    return isFields(value) ? value : {};
}

/** The strings of a map: labels, annotations, selectors. */
export function strings(from: unknown, ...path: Path): Readonly<Record<string, string>> {
    const found = Object.entries(fields(from, ...path)).filter(
        (entry): entry is [string, string] => typeof entry[1] === "string",
    );
    return Object.fromEntries(found);
}

/** Milliseconds since 1970 of an RFC 3339 time, or undefined. */
export function time(from: unknown, ...path: Path): number | undefined {
    const value = text(from, ...path);
    const parsed = value === undefined ? Number.NaN : Date.parse(value);
    return Number.isNaN(parsed) ? undefined : parsed;
}
