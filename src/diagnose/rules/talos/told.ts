import type { MachineFacts } from "../../facts/machine-facts.ts";

/**
 * Whether the machine was asked for the resources of a type and told them, be it none: a type with no resources is a document
 * without items, a type nobody asked for is not there at all.
 */
export function told(machine: MachineFacts, type: string): boolean {
    return (
        machine.resources(type).length > 0 ||
        [...machine.documents.keys()].some((section) =>
            new RegExp(`(^|/)${type}(\\.[\\w.]+)?\\.(ya?ml|json)$`, "i").test(section),
        )
    );
}
