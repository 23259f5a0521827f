import type { KubernetesReader, ListRequest } from "../clients/kubernetes/reader.ts";
import type { Gap } from "../core/gap.ts";
import type { Problem } from "../core/problem.ts";
import type { Scope } from "../core/scope.ts";
import { apiVersionOf } from "./resource-match.ts";
import { gap, type RawPage } from "./source.ts";

/** How a list is asked for and what its pages are. */
export interface Listing {
    readonly source: string;
    readonly about: Scope;
    readonly request: ListRequest;
    readonly as: "objects" | "events";
    readonly write: boolean;
    /** Where the same is asked for by namespace when the whole cluster is forbidden. */
    readonly fallbackNamespaces: readonly string[];
    readonly now: () => Date;
}

/**
 * The pages of a list, then a gap when it broke off. A cluster-wide list that is forbidden is tried namespace by namespace, so that a
 * namespaced Role gets what it may see; the gap for the rest stays.
 */
export async function* listPages(reader: KubernetesReader, listing: Listing, signal: AbortSignal): AsyncGenerator<RawPage | Gap> {
    const problem = yield* pages(reader, listing, listing.request, signal);
    if (problem === undefined) return;
    const { type, namespace } = listing.request;
    if (problem.code !== "forbidden" || !type.namespaced || namespace !== undefined || listing.fallbackNamespaces.length === 0) {
        yield gap(listing.source, listing.about, problem, listing.now());
        return;
    }
    const had: string[] = [];
    for (const within of listing.fallbackNamespaces) {
        const inside = yield* pages(reader, listing, { ...listing.request, namespace: within }, signal);
        if (inside === undefined) had.push(within);
    }
    const message = had.length === 0 ? problem.message : `${problem.message}; collected only in ${had.join(", ")}`;
    yield gap(listing.source, listing.about, { ...problem, message }, listing.now(), had.length > 0);
}

/** Yields what arrives and gives back the problem that ended it, if any. A list that broke off after its first page is partial. */
async function* pages(
    reader: KubernetesReader,
    { source, about, as, write, now }: Listing,
    request: ListRequest,
    signal: AbortSignal,
): AsyncGenerator<RawPage | Gap, Problem | undefined> {
    let count = 0;
    let inconsistentAfter: number | undefined;
    for await (const page of readAhead(reader.list(request, signal))) {
        if (!page.ok) {
            if (count === 0) return page.problem;
            yield gap(source, about, page.problem, now(), true);
            return undefined;
        }
        const { bytes, inconsistent } = page.value;
        if (inconsistent) inconsistentAfter ??= count;
        count++;
        yield {
            type: "page",
            cluster: reader.cluster,
            apiVersion: apiVersionOf(request.type),
            kind: request.type.kind,
            as,
            write,
            bytes,
            inconsistent,
        };
    }
    if (inconsistentAfter !== undefined) yield gap(source, about, expired(request, inconsistentAfter), now(), true);
    return undefined;
}

function expired({ type }: ListRequest, pages: number): Problem {
    return {
        code: "gone",
        message: `listing ${type.resource}: the list's snapshot expired after ${pages} ${pages === 1 ? "page" : "pages"}; it went on from a newer one, so objects that changed meanwhile may be missing`,
        hint: "collect again when the API server is less busy, or less at a time with -n",
    };
}

/** Asks for the next page while the one before is looked at: one more in memory, and neither side waits for the other. */
async function* readAhead<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
    const iterator = pages[Symbol.asyncIterator]();
    let coming = iterator.next();
    try {
        for (let page = await coming; page.done !== true; page = await coming) {
            coming = iterator.next();
            // Its failure is met above, unless nobody wants the next page any more.
            coming.catch(() => undefined);
            yield page.value;
        }
    } finally {
        await coming.catch(() => undefined);
        await iterator.return?.();
    }
}
