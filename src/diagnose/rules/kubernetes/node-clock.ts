import { unwell } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { refOf } from "../../facts/kube-object.ts";
import type { LogFact, LogLine } from "../../facts/log-fact.ts";
import { newestLine } from "../../facts/log-lines.ts";
import type { PodFact } from "../../facts/pod-fact.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsLogLine } from "../../showing.ts";

/** Go's words when a certificate does not hold now. Source: crypto/x509 verify.go, CertificateInvalidError. */
const CERTIFICATE = /current time (\S+) is (before|after) (\d{4}-\S+?Z)/;
/** Certificates are made some minutes before they are used: less is no skew. */
const TOLERANCE_MS = 5 * 60_000;

/** Nodes whose clock is so wrong that certificates are refused. */
export const nodeClock: Rule = {
    id: "kubernetes.node-clock",
    layer: "kubernetes",
    title: "The clock of a node is wrong",
    means: "A program on the node refuses a certificate that is valid: by the node's clock it is not valid yet, or not any more. Tokens, leases and etcd suffer from it as well.",
    fix: "Mend time synchronisation on the node (NTP reachable, right server), then restart what has failed.",
    source: "https://github.com/golang/go/blob/master/src/crypto/x509/verify.go",
    reads: ["Pod", "logs"],
    mayRead: ["Node", "machine"],
    check: wrongClocks,
};

function* wrongClocks(facts: Facts): Iterable<Finding> {
    const seen = new Set<string>();
    for (const pod of unwell(facts)) {
        const found = clockOf(facts, pod);
        if (found === undefined || pod.node === "" || seen.has(pod.node)) continue;
        seen.add(pod.node);
        const { log, line, minutes } = found;
        const node = refOf(facts.cluster, "v1", "Node", pod.node);
        yield {
            severity: "critical",
            role: "cause",
            confidence: 0.9,
            subject: node,
            says: `Node ${pod.node} has a wrong clock: it is ${Math.abs(minutes)} minutes ${minutes < 0 ? "behind" : "ahead"}, so certificates that are valid are refused`,
            hint: `check time synchronisation on ${pod.node} (timedatectl, or talosctl -n ${pod.node} time)`,
            evidence: [showsLogLine(log.ref, line)],
            dueTo: facts.needs(node),
            affects: [
                because("same-object", node, ["kubernetes.node-not-ready"]),
                ...unwell(facts)
                    .filter((each) => each.node === pod.node && clockOf(facts, each) !== undefined)
                    .map((each) => because("runs-on", each.blamed, ["application"])),
            ],
        };
    }
}

/** How far the clock is off, by a log line that says what time it is there; undefined when the certificate is really not valid. */
function clockOf(
    facts: Facts,
    pod: PodFact,
): { readonly log: LogFact; readonly line: LogLine; readonly minutes: number } | undefined {
    const logs = pod.containers
        .flatMap((container) => [facts.log(pod, container.name), facts.log(pod, container.name, true)])
        .filter((log) => log !== undefined);
    for (const log of logs) {
        const line = newestLine(log, CERTIFICATE);
        const [, current = "", side, limit = ""] = CERTIFICATE.exec(line?.text ?? "") ?? [];
        const [said, border] = [Date.parse(current), Date.parse(limit)];
        if (line === undefined || Number.isNaN(said) || Number.isNaN(border)) continue;
        const off = said - facts.now;
        const wrong = side === "before" ? off < -TOLERANCE_MS && border <= facts.now : off > TOLERANCE_MS && border > facts.now;
        if (wrong) return { log, line, minutes: Math.round(off / 60_000) };
    }
    return undefined;
}
