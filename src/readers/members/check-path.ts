import { isUnsafePath } from "../../bundle/unsafe-path.ts";
import { ProblemError } from "../../core/problem.ts";
import type { Member, Members, MembersEnd } from "./member.ts";

const MAX_MEMBERS = 5_000_000;

/**
 * The members without those that no tool should take out: a path that leads out of its folder, goes through a link, or stands there twice is
 * ProblemError `damaged`. A link that leads out becomes `other`.
 */
export async function* checkedMembers(members: Members, what: string): Members {
    const seen = new Map<string, Member["type"]>();
    for (;;) {
        const next: IteratorResult<Member, MembersEnd> = await members.next();
        if (next.done) return next.value;
        const { path, type } = next.value;
        if (isUnsafePath(path)) throw refused(what, `it holds ${JSON.stringify(path)}`);
        if (throughLink(path, seen)) throw refused(what, `${JSON.stringify(path)} goes through a link`);
        const before = seen.get(path);
        if (before === "folder" && type === "folder") continue;
        if (before !== undefined) throw refused(what, `it holds ${JSON.stringify(path)} twice`);
        if (seen.set(path, type).size > MAX_MEMBERS) throw refused(what, `it holds more than ${MAX_MEMBERS} members`);
        yield type === "link" && leadsOut(next.value)
            ? { ...next.value, type: "other", because: "it is a link that leads out of its folder" }
            : next.value;
    }
}

function throughLink(path: string, seen: ReadonlyMap<string, Member["type"]>): boolean {
    for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) {
        const type = seen.get(path.slice(0, at));
        if (type !== undefined && type !== "folder") return true;
    }
    return false;
}

function leadsOut({ path, target = "" }: Member): boolean {
    if (target === "" || target.startsWith("/") || /[\\\0]|^[A-Za-z]:/.test(target)) return true;
    let depth = path.split("/").length - 1;
    for (const name of target.split("/")) {
        if (name === "..") depth--;
        else if (name !== "" && name !== ".") depth++;
        if (depth < 0) return true;
    }
    return false;
}

function refused(what: string, because: string): ProblemError {
    return new ProblemError({ code: "damaged", message: `reading ${what}: refused: ${because}` });
}
