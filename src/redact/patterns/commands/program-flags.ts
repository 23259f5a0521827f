import { isWordChar, lineEnd } from "../edge.ts";
import type { PatternRule, Span } from "../pattern.ts";
import { isHarmless } from "../shapes/harmless.ts";
import { readBare } from "../shapes/read-bare.ts";
import { readQuoted } from "../shapes/read-quoted.ts";
import { PROGRAMS, type Program } from "./programs.ts";

/** As far as a flag is looked for behind its program. */
const REACH = 512;
/** More secrets than that no program is given at once. */
const MAX_FLAGS = 4;
/** Between a flag and its value: blanks, `=`, what separates the elements of a list, an audit record's `" a2="`. */
const GAP = `[ \\t]{1,8}|=|\\\\{0,7}["'],[ ]{0,2}(?=\\\\{0,7}["'])|" a\\d{1,3}=(?=\\\\{0,7}")`;
const END_OF_COMMAND = /[|;&]{1,2}\s/;
/** The rest of the program's own name, then an argument. */
const IS_COMMAND = /^[\w. -]{2,32}["'\s\\]/;
const LONGEST_NAME = 40;
const OWN_NAME = /^[\w-]+ /;
const PORTS = /^\d{1,5}(?::\d{1,5}){1,2}(?:\/\w+)?$/;

/** One rule for each program of the table. */
export function programRules(): readonly PatternRule[] {
    return PROGRAMS.map(programRule);
}

function programRule(program: Program): PatternRule {
    const flag = new RegExp(`(?<=[\\s,"'\`])(?:${program.flags})(?:${gapOf(program)})`, "g");
    const lead = new RegExp(`^(?:${program.prefix ?? ""})`);
    return {
        id: "command-password",
        anchors: program.names,
        match(text, at) {
            if (isWordChar(text.charCodeAt(at - 1))) return undefined;
            if (!IS_COMMAND.test(text.slice(at, at + LONGEST_NAME))) return undefined;
            const line = ownPart(text.slice(at, lineEnd(text, at, REACH)));
            const command = line.slice(0, END_OF_COMMAND.exec(line)?.index);
            if (program.only?.test(command) === false) return undefined;
            const spans: Span[] = [];
            flag.lastIndex = 0;
            for (let match = flag.exec(command); match !== null && spans.length < MAX_FLAGS; match = flag.exec(command)) {
                const span = secretOf(text, at + match.index + match[0].length, lead);
                if (span !== undefined) spans.push(span);
            }
            return spans.length === 0 ? undefined : spans;
        },
    };
}

/** Up to the same program again, with a blank before and behind its name: it is asked by itself. */
function ownPart(line: string): string {
    const name = OWN_NAME.exec(line)?.[0];
    const again = name === undefined ? -1 : line.indexOf(` ${name}`);
    return again < 0 ? line : line.slice(0, again + 1);
}

function gapOf({ joined }: Program): string {
    const tight = `(?=[^\\s,=-])(?!["'][\\s,\\]}])`;
    if (joined === "must") return tight;
    return joined === "may" ? `${GAP}|${tight}` : GAP;
}

function secretOf(text: string, at: number, lead: RegExp): Span | undefined {
    const value = readQuoted(text, at) ?? readBare(text, at, { encoded: false, query: false });
    const before = lead.exec(value.text)?.[0];
    if (before === undefined || (!value.quoted && value.text.startsWith("-"))) return undefined;
    const secret = value.text.slice(before.length);
    if (secret === "" || isHarmless(secret) || PORTS.test(secret)) return undefined;
    return { start: value.start + before.length, end: value.end };
}
