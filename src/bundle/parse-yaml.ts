import { load } from "js-yaml";
import { ProblemError } from "../core/problem.ts";

/** An object as it was written. Throws ProblemError `damaged`, naming the path. */
export function parseYaml(bytes: Uint8Array, path: string): unknown {
    try {
        return load(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"));
    } catch (error) {
        const because = error instanceof Error ? error.message.split("\n")[0] : String(error);
        throw new ProblemError({ code: "damaged", message: `${path} is not YAML: ${because}`, cause: error });
    }
}
