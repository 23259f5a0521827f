/** The four layers of the support question, bottom first. Storage belongs to `kubernetes`. */
export type Layer = "talos" | "kubernetes" | "gitops" | "application";

/** Bottom first, as a supporter asks. */
export const LAYERS: readonly Layer[] = ["talos", "kubernetes", "gitops", "application"];
