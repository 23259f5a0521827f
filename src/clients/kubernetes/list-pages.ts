import type { Result } from "../../core/problem.ts";
import { readListMetadata } from "./list-metadata.ts";
import { asResult, type PatientWire, readDocument } from "./read-document.ts";
import type { ListPage, ListRequest, ResourceType } from "./reader.ts";
import { inconsistentContinue } from "./status-problem.ts";

/** A page of pods is one or two megabytes: of kubectl's 500, the few that are in memory at a time would take three times as much of it. */
const DEFAULT_LIMIT = 200;

/**
 * The pages of a list, in the API's order. When the snapshot is lost on the way (410) it goes on with the token that the refusal
 * offers, else starts once more without paging; pages from there on are `inconsistent`. Source: KEP 365.
 */
export async function* listPages(wire: PatientWire, request: ListRequest, signal: AbortSignal): AsyncGenerator<Result<ListPage>> {
    const what = listTitle(request);
    let limit: number | undefined = request.limit ?? DEFAULT_LIMIT;
    let token: string | undefined;
    let inconsistent = false;
    let restarted = false;
    for (;;) {
        const path = listPath(request, limit, token);
        const page = await readDocument(wire, { what, path, json: true, maxBytes: wire.limits.maxPageBytes }, signal);
        if (!page.ok) {
            if (page.problem.code !== "gone" || token === undefined || restarted) return yield asResult(page);
            const offered = page.body && inconsistentContinue(page.body);
            inconsistent = true;
            restarted = offered === undefined || offered === token;
            token = restarted ? undefined : offered;
            if (restarted) limit = undefined;
            continue;
        }
        const metadata = readListMetadata(page.value);
        if (metadata === undefined)
            return yield { ok: false, problem: { code: "invalid", message: `${what}: the answer is not a list` } };
        yield { ok: true, value: { bytes: page.value, inconsistent } };
        if (metadata.continueToken === undefined) return;
        token = metadata.continueToken;
    }
}

/** `/apis/apps/v1/namespaces/msp/deployments`, without a query. */
function resourcePath(type: ResourceType, namespace?: string): string {
    const root = type.group === "" ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
    return `${root}${namespace === undefined ? "" : `/namespaces/${encodeURIComponent(namespace)}`}/${type.resource}`;
}

function listPath(request: ListRequest, limit: number | undefined, token: string | undefined): string {
    const query = new URLSearchParams();
    if (limit !== undefined) query.set("limit", String(limit));
    if (token !== undefined) query.set("continue", token);
    if (request.labelSelector) query.set("labelSelector", request.labelSelector);
    if (request.fieldSelector) query.set("fieldSelector", request.fieldSelector);
    const text = query.toString();
    return `${resourcePath(request.type, request.namespace)}${text === "" ? "" : `?${text}`}`;
}

function listTitle({ type, namespace }: ListRequest): string {
    const group = type.group === "" ? "" : `.${type.group}`;
    return `listing ${type.resource}${group}${namespace === undefined ? "" : ` in ${namespace}`}`;
}
