import { fail, ok, type Result } from "./problem.ts";

const UNITS: Readonly<Record<string, number>> = {
    "": 1,
    n: 1e-9,
    u: 1e-6,
    m: 1e-3,
    k: 1e3,
    K: 1e3,
    M: 1e6,
    G: 1e9,
    T: 1e12,
    P: 1e15,
    E: 1e18,
    Ki: 2 ** 10,
    Mi: 2 ** 20,
    Gi: 2 ** 30,
    Ti: 2 ** 40,
    Pi: 2 ** 50,
    Ei: 2 ** 60,
};

/** A Kubernetes quantity (`10Mi`, `500m`, `1e3`) as a number. Source: apimachinery pkg/api/resource/quantity.go, the grammar there. */
export function parseQuantity(text: string): Result<number> {
    const match = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([a-zA-Z]{0,2}))$/.exec(text.trim());
    const unit = match ? UNITS[match[3] ?? ""] : undefined;
    if (!match || unit === undefined)
        return fail("configuration", `${JSON.stringify(text)} is not a quantity such as 10Mi, 2Gi or 500M`);
    return ok(Number(`${match[1]}${match[2] ?? ""}`) * unit);
}

const DURATION_MS: Readonly<Record<string, number>> = {
    ns: 1e-6,
    us: 1e-3,
    µs: 1e-3,
    μs: 1e-3,
    ms: 1,
    s: 1e3,
    m: 60e3,
    h: 3600e3,
    d: 86400e3,
};

/** A Go duration (`90s`, `1h30m`), and days (`2d`) besides, in milliseconds. Source: Go's time.ParseDuration. */
export function parseDurationMs(text: string): Result<number> {
    const parts = [...text.trim().matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h|d)/g)];
    const whole = parts.map((part) => part[0]).join("");
    if (text.trim() === "0") return ok(0);
    if (parts.length === 0 || whole !== text.trim())
        return fail("configuration", `${JSON.stringify(text)} is not a duration such as 90s, 10m or 2h`);
    return ok(parts.reduce((sum, [, number, unit]) => sum + Number(number) * (DURATION_MS[unit ?? ""] ?? 0), 0));
}
