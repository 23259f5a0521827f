import { LAYERS } from "./layer.ts";
import type { Judged } from "./rule.ts";

const SEVERITY = { critical: 100, warning: 40, info: 10 } as const;
const ROLE = { cause: 36, failure: 18, symptom: 0 } as const;
const LAYER = { talos: 9, kubernetes: 6, gitops: 3, application: 0 } as const;

/**
 * How likely a finding is what has to be mended first, by what it says itself and by how many findings it explains: broken before
 * degraded, a fault before a complaint, certain before likely, a lower layer before a higher one, what broke much before what broke little.
 */
export function scoreOf(finding: Judged, explained: number): number {
    const blast = Math.min(30, 6 * Math.log2(1 + explained) * 1.5);
    return (
        SEVERITY[finding.severity] +
        ROLE[finding.role] +
        LAYER[finding.layer] +
        finding.confidence * 12 +
        blast -
        (finding.transient ? 60 : 0)
    );
}

/** For a stable order of what scores alike: what broke first, then the layer, then the name. */
export function tieOf(finding: Judged): string {
    return [
        finding.since ?? "9999",
        LAYERS.indexOf(finding.layer),
        finding.subject.namespace ?? "",
        finding.subject.kind,
        finding.subject.name,
        finding.rule,
    ].join(" ");
}
