import { clusterName } from "../core/cluster-ref.ts";
import { scopeTitle } from "../core/scope.ts";
import type { ManifestGap } from "./manifest.ts";

/**
 * `errors.txt`: one line per gap, empty when there is none. Two spaces part the columns; `(partial)` says that some of it is in the
 * archive all the same. Sorted by what is missing, so that two runs can be compared line by line:
 * `2026-11-21T09:00:00Z  kubernetes.objects  all of Secret in msp: GET /api/v1/…: 403 forbidden (casefile rbac)`
 */
export function errorsText(gaps: readonly ManifestGap[]): string {
    const lines = gaps.map((gap) => ({ time: gap.takenAt.replace(/\.\d+Z$/, "Z"), rest: line(gap) }));
    lines.sort((a, b) => compare(a.rest, b.rest) || compare(a.time, b.time));
    return lines.map(({ time, rest }) => `${time}  ${rest}\n`).join("");
}

function line({ about, source, message, hint, partial }: ManifestGap): string {
    const where = about.cluster.type === "management" ? "" : `${clusterName(about.cluster)} `;
    const words = `${source}  ${where}${scopeTitle(about)}${partial ? " (partial)" : ""}: ${message}${hint === undefined ? "" : ` (${hint})`}`;
    return words.replace(/[\r\n\u2028\u2029]+/g, " ");
}

function compare(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}
