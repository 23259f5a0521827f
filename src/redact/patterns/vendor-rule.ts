import { beginsAt, isInsideRun } from "./edge.ts";
import type { PatternRule } from "./pattern.ts";

/** A format that begins with its anchor. */
export interface VendorFormat {
    readonly id: string;
    readonly anchors: readonly string[];
    /** The whole secret from its anchor on. Linear: bounded repeats of one class after another. */
    readonly format: RegExp;
    /** The anchor may stand right behind a letter or digit. */
    readonly anywhere?: boolean;
    /** Nor may an underscore or a dash stand before it: `live_` is a secret of its own, `pk_live_` is not. */
    readonly standsAlone?: boolean;
    /** A last look at what the format let through, such as a checksum or a decode. */
    readonly accepts?: (secret: string) => boolean;
    /** Only the regex's first group is secret: the host of a webhook is not. */
    readonly hides?: "group";
    /** Where the format has a checksum: how long the secret is if it holds, else undefined. Ends it where letters run on behind it. */
    readonly checkedLength?: (run: string) => number | undefined;
}

/** The rule for a format that begins with its anchor. */
export function vendorRule({ id, anchors, format, anywhere = false, standsAlone = false, ...more }: VendorFormat): PatternRule {
    const { accepts, hides, checkedLength } = more;
    const sticky = new RegExp(
        format.source,
        `${format.flags.replace(/[gy]/g, "")}y${hides === "group" ? "d" : ""}`.replace("dd", "d"),
    );
    return {
        id,
        anchors,
        match(text, at) {
            if (!anywhere && (!beginsAt(text, at) || isInsideRun(text, at))) return undefined;
            if (standsAlone && (text[at - 1] === "_" || text[at - 1] === "-")) return undefined;
            sticky.lastIndex = at;
            const match = sticky.exec(text);
            if (match === null || (accepts !== undefined && !accepts(match[1] ?? match[0]))) return undefined;
            const [start, end] = (hides === "group" ? match.indices?.[1] : undefined) ?? [
                at,
                at + (checkedLength?.(match[0]) ?? match[0].length),
            ];
            return { start, end };
        },
    };
}

/** Whether enough different chars stand in it to be random: turns away `xoxb-xxxxxxxx` and other placeholders. */
export function isVaried(secret: string): boolean {
    return new Set(secret).size >= Math.min(8, 3 + secret.length / 8);
}
