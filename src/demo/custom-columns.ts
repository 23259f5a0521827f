import type { Column } from "./column.ts";
import type { KubeObject, ObjectStore, ServedResource } from "./object-store.ts";

interface PrinterColumn {
    readonly name: string;
    readonly type: string;
    readonly jsonPath: string;
    readonly priority?: number;
}

interface Definition {
    readonly spec?: {
        readonly versions?: readonly { readonly name: string; readonly additionalPrinterColumns?: readonly PrinterColumn[] }[];
    };
}

const DEFINITIONS = {
    group: "apiextensions.k8s.io",
    version: "v1",
    resource: "customresourcedefinitions",
    kind: "CustomResourceDefinition",
    namespaced: false,
};

/** The columns that the resource's CustomResourceDefinition asks for; undefined where it has none. */
export async function customColumns(
    store: ObjectStore,
    resource: ServedResource,
    signal: AbortSignal,
): Promise<readonly Column[] | undefined> {
    const all: readonly (KubeObject & Definition)[] = await store.list(DEFINITIONS, signal);
    const definition = all.find(({ metadata }) => metadata.name === `${resource.resource}.${resource.group}`);
    const version = definition?.spec?.versions?.find(({ name }) => name === resource.version);
    return version?.additionalPrinterColumns?.map(({ name, type, jsonPath, priority }) => ({
        name,
        type,
        priority: priority ?? 0,
        value: (object, now) => (type === "date" ? ageOf(at(object, jsonPath), now) : at(object, jsonPath)),
    }));
}

/** The groups that custom resource definitions add. */
export async function customGroups(store: ObjectStore, signal: AbortSignal): Promise<ReadonlySet<string>> {
    const names = (await store.list(DEFINITIONS, signal)).map(({ metadata }) => metadata.name);
    return new Set(names.map((name) => name.slice(name.indexOf(".") + 1)));
}

/** The JSONPath that printer columns are made of: fields and `[?(@.type=="Ready")]`. "" where it leads nowhere. */
function at(object: KubeObject, path: string): string {
    let value: unknown = object;
    for (const [, filterKey, filterValue, field] of path.matchAll(/\[\?\(@\.(\w+)\s*==\s*"([^"]*)"\)\]|\.(\w+)/g)) {
        value =
            field === undefined ? elementWith(value, filterKey ?? "", filterValue ?? "") : (value as Fields | undefined)?.[field];
    }
    return value === undefined || value === null ? "" : String(value);
}

type Fields = Readonly<Record<string, unknown>>;

function elementWith(list: unknown, key: string, wanted: string): unknown {
    return Array.isArray(list) ? list.find((each: Fields) => each[key] === wanted) : undefined;
}

/** `53m`, `2d1h`, as kubectl shows ages. Source: apimachinery pkg/util/duration/duration.go, HumanDuration. */
export function ageOf(time: string | undefined, now: Date): string {
    const at = Date.parse(time ?? "");
    if (Number.isNaN(at)) return "<unknown>";
    const seconds = Math.max(0, Math.floor((now.getTime() - at) / 1000));
    const [minutes, hours, days] = [Math.floor(seconds / 60), Math.floor(seconds / 3600), Math.floor(seconds / 86400)];
    const two = (large: number, unit: string, small: number, smallUnit: string) =>
        small === 0 ? `${large}${unit}` : `${large}${unit}${small}${smallUnit}`;
    if (seconds < 120) return `${seconds}s`;
    if (minutes < 10) return two(minutes, "m", seconds % 60, "s");
    if (minutes < 180) return `${minutes}m`;
    if (hours < 8) return two(hours, "h", minutes % 60, "m");
    if (hours < 48) return `${hours}h`;
    if (days < 8) return two(days, "d", hours % 24, "h");
    return days < 730 ? `${days}d` : two(Math.floor(days / 365), "y", days % 365, "d");
}
