import type { Column } from "./column.ts";
import { ageOf, customColumns } from "./custom-columns.ts";
import type { KubeObject, ObjectStore, ServedResource } from "./object-store.ts";
import { PRINTER_COLUMNS } from "./printer-columns.ts";

const NAME: Column = { name: "Name", type: "string", value: (object) => object.metadata.name };
const AGE: Column = { name: "Age", type: "string", value: (object, now) => ageOf(object.metadata.creationTimestamp, now) };

/** What kubectl asks for to print columns: metav1.Table, each row with the object's metadata (includeObject=Metadata). */
export async function asTable(
    store: ObjectStore,
    resource: ServedResource,
    items: readonly KubeObject[],
    metadata: object,
    signal: AbortSignal,
): Promise<object> {
    const own = PRINTER_COLUMNS[`${resource.group}/${resource.kind}`];
    const columns = [NAME, ...(own ?? (await customColumns(store, resource, signal)) ?? [AGE])];
    const now = store.now();
    return {
        kind: "Table",
        apiVersion: "meta.k8s.io/v1",
        metadata,
        columnDefinitions: columns.map(({ name, type, priority }) => ({
            name,
            type,
            format: name === "Name" ? "name" : "",
            description: "",
            priority: priority ?? 0,
        })),
        rows: items.map((object) => ({
            cells: columns.map((column) => column.value(object, now)),
            object: { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: object.metadata },
        })),
    };
}
