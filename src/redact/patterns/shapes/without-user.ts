import type { Span } from "../pattern.ts";
import type { Value } from "./read-quoted.ts";

const CREDENTIALS = /(?:credentials?|creds|htpasswd|userpass|userpwd)$/i;
const USER = /^[A-Za-z][\w.@-]{0,63}:(?=[^/\s:][^\s:]{3})/;
const USER_SLASH = /^[a-z][\w-]{0,31}\/(?=[^/\s]*\d[^/\s]*$)/i;
const HOST = /@[\w-]+(?:\.[\w-]+)+(?::\d+)?\/\S*$/;

/** Of `credentials: user:password` the password; of `ci-token:password@git.example.com/repo` what stands before the host. */
export function withoutUser(name: string, value: Value): Span {
    const user = CREDENTIALS.test(name) ? ((USER.exec(value.text) ?? USER_SLASH.exec(value.text))?.[0].length ?? 0) : 0;
    const host = /[-_]token$/i.test(name) ? (HOST.exec(value.text)?.[0].length ?? 0) : 0;
    return { start: value.start + user, end: value.end - host };
}
