import type { Look } from "../look.ts";
import { hideNamed } from "../secret-value.ts";

/** SQL of any dialect: the literal after `PASSWORD`, `IDENTIFIED BY` and the like. */
export function redactSql(text: string, look: Look): string {
    return text.replace(
        PASSWORD,
        (_, before: string, quote: string, value: string) => before + quote + hideNamed("password", value, look) + quote,
    );
}

const PASSWORD =
    /(\b(?:PASSWORD|IDENTIFIED\s+(?:WITH\s+\S+\s+)?(?:BY|AS)(?:\s+PASSWORD)?|SECRET|MASTER\s+KEY\s+ENCRYPTION\s+BY\s+PASSWORD|SET\s+PASSWORD(?:\s+FOR\s+\S+)?)\s*(?:[=(]\s*)?N?)(["'])((?:(?!\2)[^\\\n]|\\.|\2\2)*)\2/gi;
