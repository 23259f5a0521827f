import { type ClusterRef, clusterName } from "../../core/cluster-ref.ts";

/** `2026-11-21 14:56:25 UTC`; what is no time stays as it is. */
export function utc(at: number | string): string {
    const date = new Date(at);
    return Number.isNaN(date.getTime()) ? String(at) : `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

const STEPS = [
    [86400e3, "d"],
    [3600e3, "h"],
    [60e3, "min"],
    [1e3, "s"],
] as const;

/** A length of time in its two largest units: `2 d 3 h`, `45 s`. */
export function lasting(milliseconds: number): string {
    const first = STEPS.findIndex(([size]) => milliseconds >= size);
    if (first < 0) return "0 s";
    const [size, unit] = STEPS[first] ?? [1e3, "s"];
    const next = STEPS[first + 1];
    const whole = Math.floor(milliseconds / size);
    const rest = next === undefined ? 0 : Math.floor((milliseconds - whole * size) / next[0]);
    return rest === 0 || next === undefined || whole >= 10 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${next[1]}`;
}

/** Text of at most so many characters. */
export function clipped(text: string, most: number): string {
    return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** `3 pods`, `1 pod`. */
export function counted(count: number, one: string, many: string = `${one}s`): string {
    return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** `1.5 GiB`. */
export function bytes(count: number): string {
    const power = Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log2(Math.max(1, count)) / 10));
    const value = count / 2 ** (10 * power);
    return `${value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${BYTE_UNITS[power] ?? ""}`;
}

/** What stands before a name of another cluster than the one the command was pointed at: `Cluster/default/edge: `. */
export function within(cluster: ClusterRef): string {
    return cluster.type === "management" ? "" : `${clusterName(cluster)}: `;
}
