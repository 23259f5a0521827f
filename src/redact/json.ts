/**
 * A number whose text matters: one that a double would change (`9007199254740993`, `1.0`, `1e3`, `-0`). Everything else is a number.
 */
export class ExactNumber {
    readonly source: string;
    constructor(source: string) {
        this.source = source;
    }
}

export type Json = null | boolean | number | string | ExactNumber | Json[] | JsonObject;
export interface JsonObject {
    [key: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
    return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}

/** The field when it is an object, else an empty one. */
export function objectAt(value: Json | undefined, key: string): JsonObject {
    const field = isObject(value) ? value[key] : undefined;
    return isObject(field) ? field : {};
}

/** The field when it is an array, else an empty one. */
export function listAt(value: Json | undefined, key: string): readonly Json[] {
    const field = isObject(value) ? value[key] : undefined;
    return Array.isArray(field) ? field : [];
}

/** The field when it is a string that is not empty. */
export function stringAt(value: Json | undefined, key: string): string | undefined {
    const field = isObject(value) ? value[key] : undefined;
    return typeof field === "string" && field !== "" ? field : undefined;
}
