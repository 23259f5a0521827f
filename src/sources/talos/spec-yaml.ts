import { CORE_SCHEMA, defineScalarTag, intCoreTag, load, NOT_RESOLVED } from "js-yaml";
import type { Plain } from "../../clients/talos/plain.ts";
import { fail, ok, type Result } from "../../core/problem.ts";

const exactIntegers = defineScalarTag<number | string>(intCoreTag.tagName, {
    implicit: true,
    implicitFirstChars: intCoreTag.implicitFirstChars,
    identify: () => false,
    resolve(source, isExplicit, tagName) {
        const number = intCoreTag.resolve(source, isExplicit, tagName);
        return number === NOT_RESOLVED || Number.isSafeInteger(number) ? number : source;
    },
});
const SCHEMA = CORE_SCHEMA.withTags(exactIntegers);

/**
 * A resource's spec from the YAML that the node wrote. Integers above 2^53 stay strings; times stay as written. Aliases are refused: Talos
 * writes none, and they are how a small text becomes a large value.
 */
export function parseSpecYaml(yaml: string): Result<Plain> {
    if (yaml.trim() === "") return ok(null);
    try {
        return ok(toPlain(load(yaml, { schema: SCHEMA, maxAliases: 0 })));
    } catch {
        return fail("invalid", "its spec is not YAML");
    }
}

function toPlain(value: unknown): Plain {
    if (Array.isArray(value)) return value.map(toPlain);
    if (typeof value === "object" && value !== null)
        return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toPlain(item)]));
    if (typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
    return null;
}
