import type { Span } from "../pattern.ts";
import type { Connector } from "./connector.ts";
import type { JudgedName } from "./judged-names.ts";
import type { Name } from "./name-around.ts";

/** A secret's name, and what joins it to what may be its value. */
export interface Place {
    readonly text: string;
    readonly ended: boolean;
    readonly name: Name;
    readonly connector: Connector;
    readonly judged: JudgedName;
    /** As judged.isStrong. */
    readonly strong: boolean;
}

/** The chars alone. */
export function spanOf({ start, end }: Span): Span {
    return { start, end };
}
