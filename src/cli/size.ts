const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** 1536 → `1.5 KiB`: three digits are all a person reads. */
export function size(bytes: number): string {
    const power = Math.min(UNITS.length - 1, bytes < 1024 ? 0 : Math.floor(Math.log2(bytes) / 10));
    const value = bytes / 1024 ** power;
    return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]}`;
}

/** 83000 → `1m23s`. */
export function duration(milliseconds: number): string {
    const seconds = Math.round(milliseconds / 1000);
    if (seconds < 60) return `${milliseconds < 9950 ? (milliseconds / 1000).toFixed(1) : seconds}s`;
    return `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, "0")}s`;
}
