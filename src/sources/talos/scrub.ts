import type { Plain } from "../../clients/talos/plain.ts";

/** What stands where a value stood: it says what kind of value that was. */
export function hidden(what: string): string {
    return `<redacted:${what}>`;
}

// Every repetition is bounded, so that no line, however made, costs more than its length.

/** Kernel arguments that carry or fetch a configuration, ship logs, or join a machine. Source: siderolabs/talos pkg/machinery/constants. */
const SECRET_ARGUMENT =
    /\b(talos\.config(?:\.[\w.-]{1,64})?|talos\.events\.sink|talos\.logging\.kernel|talos\.environment|siderolink\.api)=("[^"\n]*"|\S+)/g;
const JOIN_TOKEN = /\b(jointoken|join_token)=([^\s&"']+)/gi;
const USERINFO = /:\/\/([^\s/@"']{1,1024})@/g;

/** A kernel command line, or text that may quote one: values of the dangerous arguments and credentials in URLs are hidden, the rest stays. */
export function scrubText(text: string): string {
    return text
        .replace(SECRET_ARGUMENT, (_, name: string) => `${name}=${hidden("kernel-argument")}`)
        .replace(JOIN_TOKEN, (_, name: string) => `${name}=${hidden("join-token")}`)
        .replace(USERINFO, () => `://${hidden("userinfo")}@`);
}

/** Whether `scrubText` could find anything: a cheap look before lines are taken apart. */
export function mayNeedScrubbing(text: string): boolean {
    return /talos\.(?:config|events|logging|environment)|siderolink\.api|join_?token|:\/\/[^\s/@"']{1,1024}@/i.test(text);
}

const SECRET_WORD = "(?:password|passwd|passphrase|secret|token|api-?key|private-?key|credential)";
const SECRET_FLAG = new RegExp(
    `((?:^|\\s)-{1,2}[\\w.-]{0,64}${SECRET_WORD}[\\w.-]{0,64})(=|\\s{1,8})("[^"]*"|'[^']*'|[^\\s-]\\S*)`,
    "gi",
);
const SECRET_ASSIGNMENT = new RegExp(
    `(?<![\\w.-])([\\w.]{0,64}${SECRET_WORD.replaceAll("-", "_")}[\\w.]{0,64})=("[^"]*"|'[^']*'|\\S+)`,
    "gi",
);
const FILE_OPTION = /(?:file|path|dir)$/i;

/** A process's arguments: values under secret-like flags are hidden, those that name a file stay. */
export function scrubArguments(text: string): string {
    const keep = (name: string, value: string) => FILE_OPTION.test(name) || value.startsWith("<redacted:");
    return scrubText(text)
        .replace(SECRET_FLAG, (whole, flag: string, between: string, value: string) =>
            keep(flag, value) ? whole : `${flag}${between}${hidden("argument")}`,
        )
        .replace(SECRET_ASSIGNMENT, (whole, name: string, value: string) =>
            keep(name, value) ? whole : `${name}=${hidden("argument")}`,
        );
}

/** `NAME=value`: of a proxy only its credentials are hidden, of anything else the value. */
export function scrubEnvironment(text: string): string {
    const equals = text.indexOf("=");
    if (equals < 0) return hidden("environment");
    const name = text.slice(0, equals);
    return /_proxy$/i.test(name) ? `${name}=${scrubText(text.slice(equals + 1))}` : `${name}=${hidden("environment")}`;
}

export type PlainObject = { readonly [name: string]: Plain };

export function isPlainObject(value: Plain | undefined): value is PlainObject {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The same object, what `change` gives in place of the field; unchanged without the field. */
export function withField(object: PlainObject, name: string, change: (value: Plain) => Plain): PlainObject {
    const value = object[name];
    return value === undefined ? object : { ...object, [name]: change(value) };
}

/** Keeps keys and order, hides every value: of a map, of a list, or the one there is. */
export function hideValues(what: string): (value: Plain) => Plain {
    return (value) => {
        if (value === null) return null;
        if (Array.isArray(value)) return value.map(() => hidden(what));
        if (isPlainObject(value)) return Object.fromEntries(Object.keys(value).map((key) => [key, hidden(what)]));
        return hidden(what);
    };
}

/** Every `annotations` map at any depth, its values hidden: people and tools put anything there. */
export function hideAnnotations(value: Plain): Plain {
    if (Array.isArray(value)) return value.map(hideAnnotations);
    if (!isPlainObject(value)) return value;
    return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [
            name,
            name === "annotations" ? hideValues("annotation")(item) : hideAnnotations(item),
        ]),
    );
}
