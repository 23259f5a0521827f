import type { Json } from "../json.ts";
import { PROGRAMS } from "../patterns/commands/programs.ts";
import { isHarmlessValue } from "./harmless-value.ts";
import type { Look } from "./look.ts";
import { hideNamed } from "./secret-value.ts";

/** A flag of one of the programs by which a password may be given, as they match an argument of its own. */
interface Flag {
    readonly programs: readonly string[];
    readonly alone: RegExp;
    /** The flag with its value in one argument. */
    readonly joined: RegExp | undefined;
    /** What stands before the secret in the value. */
    readonly lead: RegExp;
}

const FLAGS: readonly Flag[] = PROGRAMS.filter(({ only }) => only === undefined).map(({ names, flags, joined, prefix = "" }) => ({
    programs: names.map((name) => name.trim()),
    alone: joined === "must" ? /^$/ : new RegExp(`^(?:${flags})$`),
    joined: joined === undefined ? undefined : new RegExp(`^(?:${flags})=?(?=[^-])`),
    lead: new RegExp(`^${prefix}`),
}));

/** `-u user:password`. */
const USER_FLAGS = /^(?:-[a-zA-Z]*u|--user|-U|--proxy-user|--userpwd)$/;
const USER_PROGRAMS = /^(?:curl|wget|http|https|xh|rclone)$/;

/**
 * The arguments of a command, each an element: hides what follows a secret-like flag, `--name=value` and `NAME=value`. In place. `started`: what
 * was called, where the list holds the arguments alone.
 */
export function hideInArgs(list: Json[], look: Look, started = ""): void {
    let program = started === "" ? "" : programOf(started, "");
    for (let at = 0; at < list.length; at++) {
        const item = list[at];
        if (typeof item !== "string") continue;
        const before = list[at - 1];
        const hidden = typeof before === "string" ? afterFlag(before, item, program, look) : item;
        list[at] = hidden === item && !isScript(item, before) ? oneArgument(item, program, look) : hidden;
        if (!item.startsWith("-") && !item.includes("=")) program = programOf(item, program);
    }
}

/** The argument of `sh -c`: not one assignment but a line of its own. */
function isScript(item: string, before: Json | undefined): boolean {
    return typeof before === "string" && /^-[a-z]*c$/.test(before) && /\s/.test(item);
}

function programOf(item: string, program: string): string {
    const name = item.slice(item.lastIndexOf("/") + 1);
    return KNOWN_PROGRAMS.test(name) ? name : program;
}

/** Every word of a text may be one: asked in one go. */
const KNOWN_PROGRAMS = new RegExp(
    [USER_PROGRAMS.source, ...new Set(FLAGS.flatMap(({ programs }) => programs.map((name) => `^${RegExp.escape(name)}`)))].join(
        "|",
    ),
);

function isOf({ programs }: Flag, name: string): boolean {
    return programs.some((program) => name.startsWith(program));
}

function afterFlag(flag: string, value: string, program: string, look: Look): string {
    if (!flag.startsWith("-") || flag.includes("=") || value.startsWith("-")) return value;
    if (look.isSecretName(flag.replace(/^-+/, ""))) return hideNamed(flag, value, look);
    if (USER_FLAGS.test(flag) && USER_PROGRAMS.test(program)) return hideUser(value, look);
    const known = program === "" ? undefined : FLAGS.find((one) => isOf(one, program) && one.alone.test(flag));
    return known === undefined ? value : hideBehind(flag, value, known.lead, look);
}

function oneArgument(item: string, program: string, look: Look): string {
    if (!item.startsWith("-") && !item.includes("=")) return item;
    const known =
        program === "" || item.startsWith("--") ? undefined : FLAGS.find((one) => isOf(one, program) && one.joined?.test(item));
    if (known !== undefined) {
        const flag = known.joined?.exec(item)?.[0] ?? "";
        return flag + hideBehind(flag, item.slice(flag.length), known.lead, look);
    }
    return item.replace(ASSIGNMENT, (all, name: string, value: string) => {
        const last = name.replace(/^.*?(?:from-literal|set|set-string|D|env|e)=?/, "");
        return look.isSecretName(name) || (last !== name && look.isSecretName(last))
            ? all.slice(0, -value.length) + hideNamed(name, value, look)
            : all;
    });
}

function hideBehind(flag: string, value: string, lead: RegExp, look: Look): string {
    const before = lead.exec(value)?.[0];
    if (before === undefined || PORTS.test(value)) return value;
    return before + hideNamed(flag, value.slice(before.length), look);
}

const PORTS = /^\d{1,5}:\d{1,5}/;

/** `--name=value`, `-Dname=value`, `NAME=value`, `--from-literal=name=value`. */
const ASSIGNMENT = /^-{0,2}([A-Za-z_][\w.-]*(?:=[A-Za-z_][\w.-]*(?==))?)=([\s\S]+)$/;

function hideUser(value: string, look: Look): string {
    const colon = value.indexOf(":");
    const password = value.slice(colon + 1);
    return colon < 0 || isHarmlessValue(password)
        ? value
        : value.slice(0, colon + 1) + look.hide("command-line", password, "user");
}

/** A word of a shell line, its quoted parts included. A token of ours is one, or part of one, and no redirection. */
const WORD = /(?:<redacted:[^<>\s"'`]{1,700}>|"(?:[^"\\]|\\[\s\S])*"|'[^']*'|\$\([\w.-]+\)|[^\s"'|;&<>()`])+/g;
const QUOTED_WORD = /^([^"'\s]*)(["'])([^"']*)\2$/;

/** A shell line or script: the same, in the text, quotes kept. */
export function hideInShell(text: string, look: Look): string {
    return text
        .split("\n")
        .map((line) => hideInLine(line, look))
        .join("\n");
}

/** Without one no flag of a program stands in the line. */
const MAY_BE_FLAG = /\s-{1,2}[a-zA-Z]/;

function hideInLine(line: string, look: Look): string {
    if (!look.mayHoldSecretName(line) && !MAY_BE_FLAG.test(line)) return line;
    const words = [...line.matchAll(WORD)];
    const bare = words.map(([word]) => word.replace(QUOTED_WORD, (_, name = "", _quote, inner) => name + inner));
    const list: Json[] = [...bare];
    hideInArgs(list, look);
    let out = "";
    let at = 0;
    for (const [index, word] of words.entries()) {
        const value = list[index];
        if (value === bare[index] || typeof value !== "string") continue;
        out += line.slice(at, word.index) + requoted(word[0], value);
        at = word.index + word[0].length;
    }
    return out + line.slice(at);
}

/** With the quotes the word had; a bare word gets some, for `<` in it would be a redirection. */
function requoted(word: string, value: string): string {
    const [, name = "", quote] = QUOTED_WORD.exec(word) ?? [];
    if (quote !== undefined && value.startsWith(name)) return `${name}${quote}${value.slice(name.length)}${quote}`;
    return value.replace(/<redacted:[^>]*>/g, "'$&'");
}
