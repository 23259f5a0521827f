import { fail, ok, type Result } from "../core/problem.ts";
import type { RedactSpec } from "../spec/collect-spec.ts";

/** What `--hide` takes. */
export const HIDE = ["ip", "hostname", "email"] as const;

/** `--hide ip,email` as a list. */
export function hideClasses(text: string | undefined): Result<RedactSpec["hide"]> {
    const asked = (text ?? "").split(",").filter(Boolean);
    const known = HIDE.filter((name) => asked.includes(name));
    return known.length < asked.length
        ? fail("configuration", `--hide ${text}: of ${HIDE.join(", ")}, separated by commas`)
        : ok(known);
}
