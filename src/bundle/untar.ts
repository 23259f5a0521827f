import { ProblemError } from "../core/problem.ts";
import { type TarEnd, type TarMember, tarMembers } from "./tar-members.ts";
import { isUnsafePath } from "./unsafe-path.ts";

const MAX_FILES = 5_000_000;

/**
 * The files of a tar of evidence, front to back; directories are passed over. A link, a device, a path that leads out of the folder, the
 * same path twice, a header that is none: ProblemError `damaged` with the reason, because two tools would take two different things
 * out of such an archive.
 */
export async function* untar(chunks: AsyncIterable<Uint8Array>, what: string): AsyncGenerator<TarMember, TarEnd> {
    const members = tarMembers(chunks, what);
    const seen = new Set<string>();
    try {
        for (;;) {
            const next = await members.next();
            if (next.done) return next.value;
            const member = next.value;
            if (member.type === "5") continue;
            checkFile(member, what);
            if (seen.has(member.path)) throw refused(what, `it holds ${JSON.stringify(member.path)} twice`);
            if (seen.add(member.path).size > MAX_FILES) throw refused(what, `it holds more than ${MAX_FILES} files`);
            yield member;
        }
    } finally {
        await members.return("cut");
    }
}

function checkFile({ type, path }: TarMember, what: string): void {
    const says = {
        "1": "a hard link",
        "2": "a symbolic link",
        "3": "a device",
        "4": "a device",
        "6": "a pipe",
        S: "a sparse file",
    }[type];
    if (type !== "0" && type !== "7")
        throw refused(what, `${JSON.stringify(path)} is ${says ?? `of the unknown type ${JSON.stringify(type)}`}`);
    if (isUnsafePath(path)) throw refused(what, `it holds a file named ${JSON.stringify(path)}`);
}

function refused(what: string, because: string): ProblemError {
    return new ProblemError({ code: "damaged", message: `reading ${what}: refused: ${because}` });
}
