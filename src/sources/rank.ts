/**
 * The order of collection: what a supporter looks at first comes first, so that a budget cuts the least useful. Lower runs first; a
 * task in between takes a number in between.
 */
export const RANK = {
    /** Version, health, discovery, nodes. */
    cluster: 10,
    events: 20,
    /** Small kinds that every diagnosis starts from: nodes, storage, Flux, workloads. */
    keyObjects: 30,
    /** Logs of containers that are not well, and of the control plane. */
    sickLogs: 40,
    objects: 50,
    /** Kubelet summaries: one slow node may hold each. */
    nodes: 55,
    logs: 60,
    /** Previous runs of containers that are well again. */
    oldLogs: 70,
} as const;
