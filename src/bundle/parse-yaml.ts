import { CORE_SCHEMA, defineScalarTag, intCoreTag, load, NOT_RESOLVED } from "js-yaml";
import { ProblemError } from "../core/problem.ts";
import { parsePlainYaml } from "./parse-plain-yaml.ts";

/**
 * One document as it was written, integers above 2^53 as bigint. What our own emitter and kubectl write is read by a parser made for
 * that (parse-plain-yaml.ts), everything else by js-yaml under YAML 1.2's core schema. Throws ProblemError `damaged`, naming the path.
 */
export function parseYaml(bytes: Uint8Array, path: string): unknown {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
    const plain = parsePlainYaml(text);
    if (plain) return plain.value;
    try {
        return load(text, { schema: SCHEMA, maxAliases: MAX_ALIASES });
    } catch (error) {
        const because = error instanceof Error ? error.message.split("\n")[0] : String(error);
        throw new ProblemError({ code: "damaged", message: `${path} is not YAML: ${because}`, cause: error });
    }
}

/** Aliases that refer to each other grow without end ("billion laughs"); evidence has none. */
const MAX_ALIASES = 100;

const exactInteger = defineScalarTag<number | bigint>(intCoreTag.tagName, {
    ...intCoreTag,
    resolve(source, isExplicit, tagName) {
        const value = intCoreTag.resolve(source, isExplicit, tagName);
        if (value === NOT_RESOLVED || Number.isSafeInteger(value)) return value;
        return /^[-+]?\d+$/.test(source) ? BigInt(source.replace(/^\+/, "")) : value;
    },
});

const SCHEMA = CORE_SCHEMA.withTags(exactInteger);
