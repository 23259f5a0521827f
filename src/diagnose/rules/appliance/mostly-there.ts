/**
 * Whether so many of the expected objects are in the archive that one that is not there may be called missing. A folder that
 * somebody put together may hold a few objects of an appliance; what it does not hold is then no fault.
 */
export function mostlyThere<T>(expected: readonly T[], isThere: (each: T) => boolean): boolean {
    return expected.filter(isThere).length * 2 > expected.length;
}
