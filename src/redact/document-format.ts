/** A whole file that can be parsed, by what stands in it more than by its name; `undefined`: text, line by line. */
export type DocumentFormat = "json" | "yaml" | "named";

/**
 * How a file is looked into, by its name and its first few KiB. Logs called `.yaml` are none; JSON lines are lines. `named`: a
 * configuration file that its extension tells, such as `.ini`.
 */
export function documentFormat(name: string, head: Uint8Array): DocumentFormat | undefined {
    const text = headText(head);
    if (/^\s*[{[]/.test(text)) return /^\s*\{[^\n]*\}\r?\n\s*\{/.test(text) || LOG_LINE.test(text) ? undefined : "json";
    if (YAML_KEY.test(text) && !LOG_LINE.test(text)) return "yaml";
    return CONFIGURATION.test(name) ? "named" : undefined;
}

/** The name by which structure/embedded.ts knows the format. */
export function formatName(format: DocumentFormat, name: string): string {
    return format === "named" ? (name.split("/").at(-1) ?? name) : `document.${format}`;
}

/** Begins with a map or a list of maps; comments and `---` before it. */
const YAML_KEY = /^\s*(?:(?:#[^\n]*|---[^\n]*|%[^\n]*)\n\s*)*(?:- )?["']?[A-Za-z_][\w./-]{0,127}["']?:(?:[ \t]*\r?\n|[ \t]+\S)/;
/** `[INFO] …`, `2026-11-21T…`, `level=…`. */
const LOG_LINE =
    /^\s*(?:\[[A-Z\d][^\]"{]*\] |\d{4}-\d\d-\d\dT|\w+=|(?:time|level|msg|ts|error|warning|info|debug|panic|fatal)\b[^\n]*[^:\n]\n)/i;
const CONFIGURATION = /\.(?:toml|ini|cfg|conf|config|properties|env|xml|sql|sh|bash|tfvars|hcl)$|(?:^|\/)\.env[\w.-]*$/i;

function headText(head: Uint8Array): string {
    const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
    const wide = bytes.toString("latin1", 0, 2);
    if (wide === "\xff\xfe") return bytes.toString("utf16le", 2);
    if (wide === "\xfe\xff")
        return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
            .swap16()
            .toString("utf16le");
    return bytes.toString("utf8").replace(/^\ufeff/, "");
}
