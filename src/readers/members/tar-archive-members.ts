import type { GzipEnd } from "../../bundle/gunzip.ts";
import { type TarEnd, type TarMember, tarMembers } from "../../bundle/tar-members.ts";
import { type Member, type Members, nothing } from "./member.ts";

/** The members of a tar. `gzip` tells how the stream around it ended, when there is one. */
export async function* tarArchiveMembers(
    chunks: AsyncIterable<Uint8Array>,
    what: string,
    gzip: () => GzipEnd = () => ({ whole: true }),
): Members {
    const members = tarMembers(chunks, what);
    try {
        for (;;) {
            const next: IteratorResult<TarMember, TarEnd> = await members.next();
            if (next.done) {
                const end = gzip();
                if (!end.whole) return { cut: `the gzip stream is broken: ${end.because}` };
                return next.value === "cut" ? { cut: "the tar has no end" } : {};
            }
            const path = next.value.path.replace(/\/+$/, "");
            if (path !== "" && path !== ".") yield memberOf(next.value, path);
        }
    } finally {
        await members.return("cut");
    }
}

function memberOf({ type, mode, mtime, target, content }: TarMember, path: string): Member {
    const common = { path, mode, modifiedAt: new Date(mtime * 1000), content: nothing() };
    if (type === "5") return { ...common, type: "folder" };
    if (type === "2") return { ...common, type: "link", target };
    if (type === "0" || type === "7") return { ...common, type: "file", content };
    return { ...common, type: "other", because: OTHER[type] ?? "it is of an unknown type" };
}

const OTHER: Readonly<Record<string, string>> = {
    "1": "it is a hard link",
    "3": "it is a device",
    "4": "it is a device",
    "6": "it is a pipe",
    S: "it is a sparse file",
};
