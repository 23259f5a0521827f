const MINUTE_MS = 60_000;

/** `1 minute`, `14 minutes`, `7 hours`, `20 days`: a duration as one says it. */
export function durationWords(ms: number): string {
    const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
    if (minutes < 120) return counted(minutes, "minute");
    const hours = Math.round(minutes / 60);
    return hours < 48 ? counted(hours, "hour") : counted(Math.round(hours / 24), "day");
}

function counted(count: number, word: string): string {
    return `${count} ${word}${count === 1 ? "" : "s"}`;
}
