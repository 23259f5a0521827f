import { isSecretName } from "../../secret-name.ts";
import { heading, headingEnd, headingStart } from "../columns/heading.ts";
import { insertColumn } from "../columns/insert-column.ts";
import { mayHeadColumn, tableColumn } from "../columns/table-column.ts";
import { lineStart } from "../edge.ts";
import type { PatternFamily, PatternRule } from "../pattern.ts";
import { refolded, unfolded } from "../shapes/unfold.ts";

/** Behind a heading: the next cell, the end of the row or of the list, quotes and blanks between. */
const ENDS = /["'`]?[ ]{0,64}(?:[,;|)\t]|\r?\n|\\{1,15}n|$)/y;

/** What stands under the heading `password`, in tables and in SQL's INSERT. */
const column: PatternRule = {
    id: "secret-column",
    anchors: ["password", "passwd", "passwort", "secret", "api_key", "apikey", "token"],
    anyCase: true,
    severalLines: true,
    match(text, at, ended, bytes) {
        const end = headingEnd(bytes, at);
        ENDS.lastIndex = end;
        if (!ENDS.test(text)) return undefined;
        const name = heading(text, headingStart(bytes, at), end);
        const start = lineStart(text, name.start);
        if (name.start - start >= MAX_BEFORE || text.slice(start, name.start).includes(name.text)) return undefined;
        if (!isSecretName(name.text)) return undefined;
        const inserted = insertColumn(text, name, start);
        if (inserted !== undefined || !mayHeadColumn(text, name)) return inserted;
        const lines = unfolded(text, name.start, name.end, ended);
        const inside = lines && { ...name, start: name.start - lines.from, end: name.end - lines.from };
        const found = lines && inside ? refolded(tableColumn(lines.text, inside, lines.ended), lines) : undefined;
        return found ?? tableColumn(text, name, ended);
    },
};

/** A heading stands on a line that a person reads, and once. */
const MAX_BEFORE = 1000;

const pw = ["Ketchup", "9805!"].join("");

export const tables: PatternFamily = {
    id: "tables",
    title: "Columns of passwords in the output of psql and mysql, in CSV, Markdown and INSERT",
    source: "psql(1) aligned format, mysql(1) --table, RFC 4180, ISO 9075-2 14.11",
    rules: [column],
    examples: {
        hide: [
            ` user  | password\n-------+----------\n alice | ⟦${pw}⟧\n bob   | ⟦${pw}⟧\n(2 rows)`,
            `| username | password | role |\n|---|---|---|\n| carol | ⟦${pw}⟧ | admin |`,
            `name,email,password,role\nalice,a@example.com,⟦${pw}⟧,admin\nbob,b@example.com,"⟦${pw}⟧",viewer\n`,
            `INSERT INTO users (name, password) VALUES ('bob', '⟦${pw}⟧'), ('eve', '⟦${pw}⟧');`,
            "INSERT INTO `t` (`id`, `api_key`) VALUES (1, '⟦q8Zr4kLmNw7xYpT2vBc9⟧')",
        ],
        leave: [
            "const { user, password } = config;\nconnect(user, password);",
            "fields: name, password\nnext line, of text",
            "def login(user, password, token):\n    pass",
            "INSERT INTO users (name, password) VALUES ($1, $2)",
            "GRANT SELECT (name, password) ON users TO app",
        ],
    },
};
