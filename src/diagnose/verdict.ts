import type { Diagnosis, DiagnosisRoot } from "./diagnosis.ts";
import type { Judgement } from "./engine.ts";
import { essentialGaps } from "./essential.ts";
import { LAYERS } from "./layer.ts";
import { flattened } from "./layers-of.ts";

type Verdict = Diagnosis["verdict"];

/** The verdict in a sentence: the first root, what it broke and how many more there are; or why there is none. */
export function verdictOf(roots: readonly DiagnosisRoot[], layers: Diagnosis["layers"], { facts }: Judgement): Verdict {
    const first = roots[0];
    if (first !== undefined) return { status: statusOf(roots), layer: first.layer, says: sentence(first, roots.length - 1) };
    const gaps = facts.flatMap((each) => LAYERS.flatMap((layer) => essentialGaps(each, layer)));
    if (gaps[0] !== undefined)
        return {
            status: "unknown",
            says: `Nothing broken was seen, but not everything could be looked at: ${gaps[0].problem.message}`,
        };
    if (layers.every((layer) => layer.status === "absent"))
        return { status: "unknown", says: "There is nothing in the archive that could be judged" };
    return { status: "healthy", says: "No fault was found: what was collected is well" };
}

function statusOf(roots: readonly DiagnosisRoot[]): Verdict["status"] {
    if (roots[0]?.causeNotSeen !== undefined) return "unknown";
    return roots.some((root) => root.severity === "critical") ? "broken" : "degraded";
}

function sentence(root: DiagnosisRoot, others: number): string {
    const broke = flattened(root.symptoms).length;
    const follows =
        broke === 0 ? "" : `; ${broke === 1 ? "one other finding follows" : `${broke} other findings follow`} from it`;
    const hidden = root.causeNotSeen === undefined ? "" : `; why could not be seen: ${root.causeNotSeen}`;
    const more = others === 0 ? "" : `; and ${others === 1 ? "one more fault" : `${others} more faults`}`;
    return `${root.says}${hidden}${follows}${more}`;
}
