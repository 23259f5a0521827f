import { fail, ok, type Result } from "../core/problem.ts";

/** One page of a list and where the next one begins. */
export interface Page<T> {
    readonly items: readonly T[];
    /** Absent on the last page. */
    readonly next?: string;
    readonly remaining: number;
}

/** `limit` 0 means all. `token` is what `next` said before; anything else is the API's 400. */
export function page<T>(items: readonly T[], limit: number, token: string): Result<Page<T>> {
    const from =
        token === "" ? 0 : Number(/^from-(\d+)$/.exec(Buffer.from(token, "base64url").toString("latin1"))?.[1] ?? Number.NaN);
    if (Number.isNaN(from)) return fail("invalid", "continue key is not valid");
    const to = limit > 0 ? Math.min(from + limit, items.length) : items.length;
    const next = to < items.length ? { next: Buffer.from(`from-${to}`).toString("base64url") } : {};
    return ok({ items: items.slice(from, to), remaining: items.length - to, ...next });
}
