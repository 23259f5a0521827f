import { clusterName } from "../core/cluster-ref.ts";
import type { Gap } from "../core/gap.ts";
import type { Scope } from "../core/scope.ts";
import { type Expectation, expectation } from "../spec/expectation.ts";
import type { Located } from "./archive-bundle.ts";
import type { Member } from "./archive-index.ts";
import { refOfPath } from "./layout.ts";
import type { Manifest, ManifestGap } from "./manifest.ts";

/** What a manifest tells of the files that are there; files that it does not name are not evidence. */
export function evidenceOf(manifest: Manifest, members: readonly Member[]): Located[] {
    const byPath = new Map(members.map((member) => [member.path, member]));
    const kinds = new Map(manifest.clusters.map(({ cluster, kinds }) => [clusterName(cluster), kinds]));
    return manifest.entries.flatMap(({ path, ref, truncation }) => {
        const member = byPath.get(path);
        const told = ref ?? refOfPath(path, (cluster, directory) => own(kinds.get(clusterName(cluster)), directory));
        return member === undefined || told === undefined
            ? []
            : [{ ref: told, member, ...(truncation === undefined ? {} : { truncation }) }];
    });
}

export function gapsOf(manifest: Manifest): Gap[] {
    return manifest.gaps.map(gapOf);
}

export function plannedOf(manifest: Manifest): Scope[] {
    return manifest.tasks.map(({ about }) => about);
}

/** Undefined too when another version of this program wrote it in words that this one does not know. */
export function expectedOf({ expect }: Manifest): Expectation | undefined {
    const parsed = expectation.safeParse(expect);
    return parsed.success ? parsed.data : undefined;
}

/** A gap as the manifest tells it: without its cause. */
export function manifestGap({ about, source, problem, partial, takenAt }: Gap): ManifestGap {
    return {
        about,
        source,
        code: problem.code,
        message: problem.message,
        ...(problem.hint === undefined ? {} : { hint: problem.hint }),
        ...(partial === undefined ? {} : { partial }),
        takenAt: takenAt.toISOString(),
    };
}

function gapOf({ about, source, code, message, hint, partial, takenAt }: ManifestGap): Gap {
    const problem = { code, message, ...(hint === undefined ? {} : { hint }) };
    return { type: "gap", about, source, takenAt: new Date(takenAt), problem, ...(partial === undefined ? {} : { partial }) };
}

function own(kinds: Readonly<Record<string, string>> | undefined, directory: string): string | undefined {
    return kinds && Object.hasOwn(kinds, directory) ? kinds[directory] : undefined;
}
