import { fail, ok, type Result } from "../core/problem.ts";
import { isObject, type Json, objectAt } from "./json.ts";
import { parseServed } from "./lossless-json.ts";
import { pageSlices } from "./page-slices.ts";
import { withoutManagedFields } from "./without-managed-fields.ts";

/** Who looks at the items of a page, one after another. */
export interface ItemVisitor {
    item(item: Json): void;
    /** All items so far come again. */
    again(): void;
}

/**
 * Parses a list page as received, item by item, so that only one is in memory at a time; where that cannot be, whole. Without their managedFields, unless
 * these are wanted. Fails when it is no list; then nothing that was visited counts.
 */
export function visitItems(bytes: Uint8Array, managedFields: boolean, visitor: ItemVisitor): Result<void> {
    for (const [start, end] of pageSlices(bytes) ?? [[0, 0]]) {
        const item = parsed(bytes.subarray(start, end), managedFields, (value) => [value]);
        if (!item.ok) return visitWhole(bytes, managedFields, visitor);
        visitor.item(item.value);
    }
    return ok(undefined);
}

function visitWhole(bytes: Uint8Array, managedFields: boolean, visitor: ItemVisitor): Result<void> {
    visitor.again();
    const page = parsed(bytes, managedFields, (value) => (isObject(value) && Array.isArray(value.items) ? value.items : []));
    if (!page.ok) return page;
    const items = isObject(page.value) ? page.value.items : undefined;
    if (items !== null && !Array.isArray(items)) return fail("invalid", "the answer is not a list: it has no items");
    for (const item of items ?? []) visitor.item(item);
    return ok(undefined);
}

function parsed(bytes: Uint8Array, managedFields: boolean, itemsOf: (value: Json) => readonly Json[]): Result<Json> {
    if (managedFields) return parseServed(bytes);
    const stripped = withoutManagedFields(bytes);
    if (stripped.fields === 0) return parseServed(bytes);
    const value = parseServed(stripped.bytes);
    if (!value.ok) return parseServed(bytes);
    const dropped = itemsOf(value.value).filter((item) => {
        const metadata = objectAt(item, "metadata");
        return typeof metadata.managedFields === "number" && delete metadata.managedFields;
    });
    // Where another field has that name too, all of it is read, and left out item by item.
    return dropped.length === stripped.fields ? value : parseServed(bytes);
}
