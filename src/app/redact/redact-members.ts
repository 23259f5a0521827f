import { ProblemError } from "../../core/problem.ts";
import type { Member, Members, MembersEnd } from "../../readers/members/member.ts";
import { peek } from "../../readers/members/peek.ts";
import type { FileRedactor } from "../../redact/file-redactor.ts";
import { type HeldBack, holdBack } from "./held-back.ts";
import type { OutMember } from "./out-member.ts";
import { type Redacting, redactContent } from "./redact-content.ts";

/** Names that say how our own archive was before: see docs/redaction.md. */
const OUR_INDEX = /^[^/]+\/\.casefile-index$/;
const OUR_MANIFEST = /^[^/]+\/manifest\.json$/;

/** In which archive, inside how many. */
interface Around {
    /** `logs.tar.gz!/` */
    readonly prefix: string;
    readonly depth: number;
}

/** All members redacted, in their order, names too. What cannot be looked into is left out, and the report says so. */
export async function* redactMembers(
    members: Members,
    run: Redacting,
    around: Around = { prefix: "", depth: 0 },
): AsyncGenerator<OutMember> {
    const names = new Names(run.redactor);
    for (;;) {
        run.signal.throwIfAborted();
        const next: IteratorResult<Member, MembersEnd> = await members.next();
        if (next.done) {
            if (next.value.cut !== undefined) run.report.note(around.prefix, `${next.value.cut}: what came before is there`);
            return;
        }
        const { type, mode, modifiedAt, target = "", because = "" } = next.value;
        const path = names.of(next.value.path);
        const common = { path, mode, modifiedAt, target: "", size: 0, chunks: nothing() };
        if (type === "folder") yield { ...common, type };
        else if (type === "link") yield { ...common, type, target: names.hidden(target) };
        else if (type === "other") run.report.withheld(around.prefix + path, because);
        else {
            const content = await redactFile({ ...next.value, path }, run, around);
            if (content === undefined) continue;
            await using waiting = content;
            yield { ...common, type, size: waiting.size, chunks: waiting.chunks() };
        }
    }
}

/** Undefined when it is left out. */
async function redactFile({ path, content }: Member, run: Redacting, { prefix, depth }: Around): Promise<HeldBack | undefined> {
    const shown = prefix + path;
    const inside = (members: Members) => redactMembers(members, run, { prefix: `${shown}!/`, depth: depth + 1 });
    try {
        const { head, chunks } = await peek(content);
        if (depth === 0 && isOfBefore(path, head)) {
            run.report.withheld(shown, "it says how the archive was before redaction");
            return undefined;
        }
        return await holdBack(redactContent(chunks, run, { path: shown, depth, inside }), `${run.temporaryPath}.${depth}`);
    } catch (error) {
        if (!(error instanceof ProblemError) || error.problem.code === "disk") throw error;
        run.report.withheld(shown, error.problem.message);
        return undefined;
    }
}

function isOfBefore(path: string, head: Uint8Array): boolean {
    return OUR_INDEX.test(path) || (OUR_MANIFEST.test(path) && Buffer.from(head).includes('"casefile.dev/v1"'));
}

/** Each part of a path through the nets; two that come to the same get numbers. */
class Names {
    readonly #redactor: FileRedactor;
    readonly #given = new Map<string, string>();
    readonly #taken = new Set<string>();

    constructor(redactor: FileRedactor) {
        this.#redactor = redactor;
    }

    hidden(path: string): string {
        return path
            .split("/")
            .map((part) => this.#redactor.name(part))
            .join("/");
    }

    of(path: string): string {
        const known = this.#given.get(path);
        if (known !== undefined) return known;
        const wanted = this.hidden(path);
        let name = wanted;
        for (let count = 2; this.#taken.has(name); count++) name = `${wanted}-${count}`;
        this.#taken.add(name);
        if (name !== path) this.#given.set(path, name);
        return name;
    }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
