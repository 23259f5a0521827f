import type { Look } from "../look.ts";
import { hideNamed } from "../secret-value.ts";

/** PgBouncer's `userlist.txt`: `"user" "password"` on each line. */
export function redactUserList(text: string, look: Look): string {
    return text.replace(USER, (_, before: string, password: string) => `${before}"${hideNamed("password", password, look)}"`);
}

const USER = /^([ \t]*"(?:[^"]|"")*"[ \t]+)"((?:[^"\n]|"")*)"/gm;
