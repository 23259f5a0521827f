import type { PlacedSuspicion, Verification } from "../app/verification.ts";
import { size } from "./size.ts";
import type { Terminal } from "./terminal.ts";
import { printable } from "./width.ts";

/** So many hints are read by a person; -v shows all. */
const MAX_HINTS = 20;

/** What was found, for a person, on stdout: the worst first, the sentence that sums it up last. */
export function showVerification(term: Terminal, verification: Verification): void {
    const { integrity, suspicions, unsearched, found, searched, nets } = verification;
    const lines: string[] = [];
    for (const { path, says } of integrity.damages)
        lines.push(`${term.outStyle("red", "damage")}  ${path ? `${printable(path)}: ` : ""}${says}`);
    const leaks = suspicions.filter(({ certainty }) => certainty === "leak");
    const hints = suspicions.filter(({ certainty }) => certainty === "hint");
    for (const leak of leaks) lines.push(`${term.outStyle("red", "leak")}    ${said(leak)}`);
    const shown = term.verbosity > 0 ? hints : hints.slice(0, MAX_HINTS);
    for (const hint of shown) lines.push(`${term.outStyle("yellow", "hint")}    ${said(hint)}`);
    if (hints.length > shown.length) lines.push(`        and ${hints.length - shown.length} more hints: -v shows them`);
    for (const { path, because } of unsearched)
        lines.push(`${term.outStyle("yellow", "closed")}  ${printable(path)}: ${because}`);
    if (lines.length > 0) lines.push("");
    lines.push(`integrity  ${integrity.status}${integrity.status === "damaged" ? "" : `: ${integrity.says}`}`);
    lines.push(`searched   ${searched.files} files, ${size(searched.bytes)}`);
    for (const { name, on, says } of nets) lines.push(`           ${name.padEnd(12)} ${on ? "on " : "off"}  ${says}`);
    lines.push(`found      ${plural(found.leaks, "leak")}, ${plural(found.hints, "hint")}, ${unsearched.length} not looked into`);
    term.out(lines.join("\n"));
}

function said({ path, line, column, pointer, rule, preview, secret }: PlacedSuspicion): string {
    const place = [line, column].filter((part) => part !== undefined).join(":");
    const where = [printable(path), ...(place === "" ? [] : [place])].join(":");
    return `${where}${pointer === undefined ? "" : ` ${printable(pointer)}`}  ${rule}${secret === undefined ? "" : ` (${secret})`}  ${printable(preview)}`;
}

function plural(count: number, word: string): string {
    return `${count} ${word}${count === 1 ? "" : "s"}`;
}
