import type { Json } from "../json.ts";
import { isHarmlessValue } from "./harmless-value.ts";
import type { Look } from "./look.ts";
import { hideNamed } from "./secret-value.ts";

/**
 * Flags whose name says nothing, by the program they follow. Sources: the manuals of each. `joined`: the value may follow at once (`-phunter2`).
 */
const CLIENTS: readonly { readonly programs: RegExp; readonly flag: string; readonly joined: boolean }[] = [
    { programs: /^(?:mysql\w*|mariadb[\w-]*)$/, flag: "-p", joined: true },
    {
        programs:
            /^(?:sshpass|mongo\w*|docker|podman|nerdctl|buildah|skopeo|crane|oras|helm|useradd|usermod|mosquitto_(?:pub|sub)|influx)$/,
        flag: "-p",
        joined: false,
    },
    { programs: /^(?:mosquitto_(?:pub|sub)|sqlcmd|bcp)$/, flag: "-P", joined: true },
    { programs: /^(?:redis-cli|valkey-cli|keydb-cli)$/, flag: "-a", joined: false },
    { programs: /^ldap\w+$/, flag: "-w", joined: false },
];
/** `-u user:password`. */
const USER_FLAGS = /^(?:-[a-zA-Z]*u|--user|-U|--proxy-user|--userpwd)$/;
const USER_PROGRAMS = /^(?:curl|wget|http|https|xh|rclone)$/;

/** The arguments of a command, each an element: hides what follows a secret-like flag, `--name=value` and `NAME=value`. In place. */
export function hideInArgs(list: Json[], look: Look): void {
    let program = "";
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
    return USER_PROGRAMS.test(name) || CLIENTS.some(({ programs }) => programs.test(name)) ? name : program;
}

function afterFlag(flag: string, value: string, program: string, look: Look): string {
    if (!flag.startsWith("-") || flag.includes("=") || value.startsWith("-")) return value;
    if (look.isSecretName(flag.replace(/^-+/, ""))) return hideNamed(flag, value, look);
    if (USER_FLAGS.test(flag) && USER_PROGRAMS.test(program)) return hideUser(value, look);
    return CLIENTS.some((client) => client.flag === flag && client.programs.test(program)) ? hideNamed(flag, value, look) : value;
}

function oneArgument(item: string, program: string, look: Look): string {
    if (!item.startsWith("-") && !item.includes("=")) return item;
    const client = CLIENTS.find(
        ({ flag, joined, programs }) => joined && item.startsWith(flag) && item.length > flag.length && programs.test(program),
    );
    if (client !== undefined && !item.startsWith("--"))
        return client.flag + hideNamed(client.flag, item.slice(client.flag.length).replace(/^=/, ""), look);
    return item.replace(ASSIGNMENT, (all, name: string, value: string) => {
        const last = name.replace(/^.*?(?:from-literal|set|set-string|D|env|e)=?/, "");
        return look.isSecretName(name) || (last !== name && look.isSecretName(last))
            ? all.slice(0, -value.length) + hideNamed(name, value, look)
            : all;
    });
}

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

/** Without one of these no flag of CLIENTS or USER_FLAGS stands in the line. */
const MAY_BE_FLAG = /\s-[a-zA-Z]*[pPawuU]|\s--(?:user|proxy-user)/;

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
