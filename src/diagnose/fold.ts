import { clusterName } from "../core/cluster-ref.ts";
import { evidenceKey, type ObjectRef } from "../core/evidence-ref.ts";
import type { Cause, Relation } from "./cause.ts";
import type { Facts } from "./facts/facts.ts";
import { objectKey } from "./facts/kube-object.ts";
import { scoreOf } from "./rank.ts";
import type { Judged, Role, Severity } from "./rule.ts";

/** A finding with the findings it caused. `relation`: how it hangs on the one above it; absent for a root. */
export interface Branch {
    readonly finding: Judged;
    readonly relation?: Relation;
    readonly symptoms: readonly Branch[];
}

/** How far a symptom may be from its cause: Kustomization → HelmRelease → Deployment → pod → Service → pod → claim → class → provisioner. */
const FARTHEST = 9;
const MOST_VISITED = 4000;
/** A finding that names what it breaks knows better than any way over relations. */
const DECLARED = 30;
const WEIGHT: Readonly<Record<Severity, number>> = { critical: 20, warning: 8, info: 0 };
const STRENGTH: Readonly<Record<Role, number>> = { symptom: 0, failure: 1, cause: 2 };

/**
 * Folds every finding under the one that explains it best, over healthy objects in between. What nothing explains is a root. Of
 * findings that explain each other in a circle the strongest is the root.
 */
export function fold(findings: readonly Judged[], factsOf: (finding: Judged) => Facts | undefined): readonly Branch[] {
    const graph = new Graph(findings, factsOf);
    const parents = new Map<Judged, Link>();
    for (const finding of weakestFirst(findings)) {
        const link = graph.explanationsOf(finding).find((each) => !leadsTo(parents, each.parent, finding));
        if (link !== undefined) parents.set(finding, link);
    }
    return treesOf(findings, parents);
}

interface Link {
    readonly parent: Judged;
    readonly relation: Relation;
    readonly score: number;
}

class Graph {
    readonly #findings: readonly Judged[];
    readonly #factsOf: (finding: Judged) => Facts | undefined;
    readonly #byObject = new Map<string, Judged[]>();
    readonly #affecting = new Map<string, { readonly parent: Judged; readonly cause: Cause }[]>();
    readonly #affectingAll: readonly Judged[];

    constructor(findings: readonly Judged[], factsOf: (finding: Judged) => Facts | undefined) {
        this.#findings = findings;
        this.#factsOf = factsOf;
        for (const finding of findings) {
            const key = keyOf(finding.subject);
            this.#byObject.set(key, [...(this.#byObject.get(key) ?? []), finding]);
        }
        this.#affectingAll = findings.filter((finding) => finding.affects === "all");
        for (const parent of findings) {
            for (const cause of parent.affects === "all" ? [] : (parent.affects ?? [])) {
                const key = keyOf(cause.ref);
                this.#affecting.set(key, [...(this.#affecting.get(key) ?? []), { parent, cause }]);
            }
        }
    }

    /** The findings that may explain this one, the best first. */
    explanationsOf(finding: Judged): readonly Link[] {
        const links = [
            ...this.#sameObject(finding),
            ...this.#affectedBy(finding),
            ...(finding.dueTo ?? []).flatMap((cause) => [...this.#search(finding, cause)]),
        ];
        return links.sort((a, b) => b.score - a.score || this.#findings.indexOf(a.parent) - this.#findings.indexOf(b.parent));
    }

    /** What says more about the same object. Two causes on one object are two faults, unless the same words show both. */
    *#sameObject(finding: Judged): Iterable<Link> {
        for (const other of this.#byObject.get(keyOf(finding.subject)) ?? []) {
            if (other === finding || (finding.role === "cause" && !sameShown(other, finding))) continue;
            const stronger =
                STRENGTH[other.role] - STRENGTH[finding.role] ||
                WEIGHT[other.severity] - WEIGHT[finding.severity] ||
                other.confidence - finding.confidence ||
                compare(finding.rule, other.rule);
            if (stronger > 0 && mayExplain(other, finding, "same-object"))
                yield { parent: other, relation: "same-object", score: scoreFor(other, 0) };
        }
    }

    /** What says of itself that it breaks this object, or everything. */
    *#affectedBy(finding: Judged): Iterable<Link> {
        for (const { parent, cause } of this.#affecting.get(keyOf(finding.subject)) ?? []) {
            const meant = cause.only === undefined ? finding.role !== "cause" : allowed(finding, cause.only);
            if (meant && parent !== finding) yield { parent, relation: cause.relation, score: scoreFor(parent, 0) + DECLARED };
        }
        if (finding.role !== "symptom") return;
        for (const parent of this.#affectingAll)
            if (parent !== finding) yield { parent, relation: "served-by", score: scoreFor(parent, FARTHEST + 1) };
    }

    /** Breadth first from the object named, over objects without a finding that would explain. */
    *#search(finding: Judged, cause: Cause): Iterable<Link> {
        const facts = this.#factsOf(finding);
        if (facts === undefined) return;
        const seen = new Set([keyOf(finding.subject)]);
        let edge: readonly { readonly cause: Cause; readonly only: Cause["only"] }[] = [{ cause, only: cause.only }];
        for (let distance = 1; distance <= FARTHEST && edge.length > 0 && seen.size < MOST_VISITED; distance++) {
            const next: { cause: Cause; only: Cause["only"] }[] = [];
            for (const { cause: at, only } of edge) {
                const key = keyOf(at.ref);
                if (seen.has(key)) continue;
                seen.add(key);
                const found = (this.#byObject.get(key) ?? []).filter(
                    (other) => other !== finding && allowed(other, only) && mayExplain(other, finding, at.relation),
                );
                for (const parent of found) yield { parent, relation: cause.relation, score: scoreFor(parent, distance) };
                if (cause.direct || found.some((parent) => parent.severity !== "info")) continue;
                next.push(...facts.needs(at.ref).map((need) => ({ cause: need, only: narrower(only, need.only) })));
            }
            edge = next;
        }
    }
}

/** A cause is not explained by what merely suffers; a remark explains only when it is a fault in itself. */
function mayExplain(parent: Judged, finding: Judged, last: Relation): boolean {
    if (parent.explains !== undefined && !parent.explains.includes(last)) return false;
    if (parent.transient && STRENGTH[finding.role] > STRENGTH[parent.role]) return false;
    if (finding.role === "cause" && parent.role === "symptom") return false;
    return parent.severity !== "info" || parent.role === "cause";
}

function sameShown(a: Judged, b: Judged): boolean {
    const [first, second] = [a.evidence[0], b.evidence[0]];
    return (
        first !== undefined &&
        second !== undefined &&
        evidenceKey(first.ref) === evidenceKey(second.ref) &&
        first.quote === second.quote
    );
}

function allowed(finding: Judged, only: Cause["only"]): boolean {
    return (
        only === undefined ||
        only.some(
            (prefix) => finding.rule === prefix || finding.rule.startsWith(`${prefix}.`) || finding.rule.startsWith(`${prefix}-`),
        )
    );
}

function narrower(a: Cause["only"], b: Cause["only"]): Cause["only"] {
    return a ?? b;
}

/** Near and strong beats far and weak; what is broken beats what is degraded. */
function scoreFor(parent: Judged, distance: number): number {
    return (
        STRENGTH[parent.role] * 10 + WEIGHT[parent.severity] + parent.confidence * 4 - distance * 3 - (parent.transient ? 15 : 0)
    );
}

function weakestFirst(findings: readonly Judged[]): readonly Judged[] {
    return findings.toSorted((a, b) => scoreOf(a, 0) - scoreOf(b, 0) || compare(keyOf(b.subject), keyOf(a.subject)));
}

function leadsTo(parents: ReadonlyMap<Judged, Link>, from: Judged, to: Judged): boolean {
    for (let at: Judged | undefined = from; at !== undefined; at = parents.get(at)?.parent) if (at === to) return true;
    return false;
}

function treesOf(findings: readonly Judged[], parents: ReadonlyMap<Judged, Link>): readonly Branch[] {
    const children = Map.groupBy(
        findings.filter((finding) => parents.has(finding)),
        (finding) => parents.get(finding)?.parent,
    );
    const tree = (finding: Judged): Branch => {
        const relation = parents.get(finding)?.relation;
        return { finding, ...(relation === undefined ? {} : { relation }), symptoms: (children.get(finding) ?? []).map(tree) };
    };
    return findings.filter((finding) => !parents.has(finding)).map(tree);
}

function keyOf(ref: ObjectRef): string {
    return `${clusterName(ref.cluster)} ${objectKey(ref)}`;
}

function compare(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}
