const TIMES = new Set(
    (
        "lastTimestamp firstTimestamp eventTime lastObservedTime lastTransitionTime lastHeartbeatTime lastUpdateTime creationTimestamp " +
        "startedAt finishedAt startTime completionTime renewTime lastProbeTime lastSuccessfulTime lastScheduleTime lastHandledReconcileAt"
    ).split(" "),
);

/** The newest time that an object says something happened at, milliseconds, or 0. Times that lie ahead by meaning (notAfter) do not count. */
export function newestTimeOf(value: unknown): number {
    if (Array.isArray(value)) return value.reduce<number>((newest, item) => Math.max(newest, newestTimeOf(item)), 0);
    if (typeof value !== "object" || value === null) return 0;
    let newest = 0;
    for (const [name, item] of Object.entries(value)) {
        if (typeof item === "string") newest = TIMES.has(name) ? Math.max(newest, Date.parse(item) || 0) : newest;
        else if (name !== "managedFields" && name !== "data") newest = Math.max(newest, newestTimeOf(item));
    }
    return newest;
}

/** The newest time at the beginning of a line of a log, milliseconds, or 0. */
export function newestTimeOfLog(text: string): number {
    let newest = 0;
    for (const match of text.matchAll(/^.{0,12}?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)/gm)) {
        const stamp = match[1] ?? "";
        newest = Math.max(newest, Date.parse(/Z|[+-]\d\d:?\d\d$/.test(stamp) ? stamp : `${stamp.replace(" ", "T")}Z`) || 0);
    }
    return newest;
}
