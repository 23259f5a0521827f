import type { Hit } from "./cover.ts";

/** A class of identifiers that a user may want hidden too; they are kept otherwise, for diagnosis lives on them. */
export type IdentifierClass = "ip" | "hostname" | "email";

const PATTERNS: Readonly<Record<IdentifierClass, RegExp>> = {
    ip: /(?<![\w.:])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?!\w|\.\d)|(?:[0-9a-fA-F]{1,4}:){2,7}(?::?[0-9a-fA-F]{1,4}){1,7}|(?:[0-9a-fA-F]{1,4}:){1,6}:(?:[0-9a-fA-F]{1,4})?|::(?:[0-9a-fA-F]{1,4}:){0,5}[0-9a-fA-F]{1,4})/g,
    hostname:
        /(?<![\w@.-])(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}(?:com|net|org|io|dev|local|internal|lan|cloud|app|de|eu|uk|us|ch|at|fr|nl|home|corp|example|test|svc|arpa|co|info|biz|ai|me|sh|run)(?![\w-])/g,
    email: /(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w-])/g,
};

/** Hits of the chosen classes: the same address gets the same token everywhere. */
export function identifierHits(classes: readonly IdentifierClass[]): (text: string) => readonly Hit[] {
    const chosen = [...new Set(classes)].sort();
    return (text) =>
        chosen.flatMap((rule) =>
            [...text.matchAll(PATTERNS[rule])].map((match) => ({ start: match.index, end: match.index + match[0].length, rule })),
        );
}
