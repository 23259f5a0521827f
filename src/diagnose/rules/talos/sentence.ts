import { brief } from "../../latest-event.ts";

/** A program's own words within a sentence of ours: one line, no full stop, no more than fits. */
export function words(message: string, longest = 140): string {
    const line = brief(message).replace(/\.$/, "");
    return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

export function bytes(count: number): string {
    const gib = count / 2 ** 30;
    return gib >= 1 ? `${trimmed(gib)} GiB` : `${Math.floor(count / 2 ** 20)} MiB`;
}

export function percent(share: number): string {
    return `${Math.round(share * 100)} %`;
}

function trimmed(value: number): string {
    return value.toFixed(1).replace(/\.0$/, "");
}
