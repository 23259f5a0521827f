import { size } from "./size.ts";
import type { Terminal } from "./terminal.ts";

const EVERY_MS = 3000;
const LIVE_MS = 200;

/** Says now and then how far a command over files has come: one line that changes on a terminal, a line every few seconds elsewhere. */
export function reportProgress(term: Terminal, verb: string): { show(files: number, bytes: number): void; close(): void } {
    let last = Date.now();
    let shown = false;
    return {
        show(files, bytes) {
            if (term.quiet || Date.now() - last < (term.live ? LIVE_MS : EVERY_MS)) return;
            last = Date.now();
            const text = `${verb} ${files} files, ${size(bytes)}`;
            if (term.live) process.stderr.write(`\r\x1b[K${text}`);
            else term.say(text);
            shown = term.live;
        },
        close() {
            if (shown) process.stderr.write("\r\x1b[K");
        },
    };
}
