/** PodLogOptions, as far as reading a finished log needs them. */
export interface LogOptions {
    readonly timestamps: boolean;
    readonly tailLines?: number;
    readonly limitBytes?: number;
    /** RFC 3339 or anything Date reads; lines from then on. */
    readonly since?: Date;
}

/**
 * The part of a log that was asked for, applied in the kubelet's order: tail first, then since, then bytes from the start of what is left.
 * Source: kubernetes pkg/kubelet/kuberuntime/logs/logs.go, ReadLogs.
 */
export function logLines(text: string, options: LogOptions): Buffer {
    let lines = text.split("\n").filter((line) => line !== "");
    if (options.tailLines !== undefined) lines = options.tailLines === 0 ? [] : lines.slice(-options.tailLines);
    const since = options.since?.getTime();
    if (since !== undefined) lines = lines.filter((line) => Date.parse(timeOf(line)) >= since);
    if (!options.timestamps) lines = lines.map((line) => line.slice(line.indexOf(" ") + 1));
    const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
    return options.limitBytes === undefined ? bytes : bytes.subarray(0, options.limitBytes);
}

/** `2026-03-14T09:22:47.1Z stdout F text` of a container runtime's file → `2026-03-14T09:22:47.1Z text`. Source: CRI, ContainerLogPath. */
export function fromCri(text: string): string {
    return text.replace(/^(\S+) (?:stdout|stderr) [FP] ?/gm, "$1 ");
}

function timeOf(line: string): string {
    return line.slice(0, line.indexOf(" "));
}
