import type { ClusterRef } from "../../core/cluster-ref.ts";
import type { Gap } from "../../core/gap.ts";
import type { ProblemCode } from "../../core/problem.ts";
import type { Scope } from "../../core/scope.ts";
import { kindOfWord } from "./kind-words.ts";
import { scopeOfOwnLine } from "./own-errors.ts";

/**
 * The gaps of an errors.txt: our own lines (`forbidden: all of Secret in msp: …`) and the free text of kubectl, the API server and
 * other collectors (`pods is forbidden: User "u" cannot list resource "pods" … in the namespace "msp"`). A line that names nothing we
 * know becomes a gap about the cluster's facts; a dead API server is a gap about everything it would have given.
 */
export function gapsOfLines(textOfFile: string, cluster: ClusterRef, takenAt: Date): readonly Gap[] {
    const lines = textOfFile.split("\n").map((line) => line.trim());
    return lines
        .filter((line) => line !== "" && !line.startsWith("#"))
        .flatMap((line) =>
            scopesOf(line, cluster).map((about) => ({
                type: "gap" as const,
                about,
                source: "errors.txt",
                takenAt,
                problem: { code: codeOf(line), message: line },
            })),
        );
}

const CODES: readonly (readonly [RegExp, ProblemCode])[] = [
    [/forbidden|cannot (list|get|watch)/i, "forbidden"],
    [/unauthorized|must be logged in/i, "unauthorized"],
    [/x509|certificate|tls:/i, "tls"],
    [/connection refused|no route to host|unable to connect|no such host|unreachable|was refused/i, "unreachable"],
    [/timed? ?out|deadline exceeded|timeout/i, "timeout"],
    [/too many requests|throttl/i, "throttled"],
    [/unable to handle the request|service unavailable|unavailable/i, "unavailable"],
    [/not ?found|doesn't have a resource type|no matches for kind/i, "not-found"],
    [/budget/i, "budget"],
    [/withheld|denied/i, "withheld"],
];

function codeOf(line: string): ProblemCode {
    return CODES.find(([pattern]) => pattern.test(line))?.[1] ?? "server-error";
}

function scopesOf(line: string, cluster: ClusterRef): readonly Scope[] {
    const own = scopeOfOwnLine(line, cluster);
    if (own !== undefined) return [own];
    return (
        logScope(line, cluster) ??
        machineScope(line, cluster) ??
        objectScope(line, cluster) ??
        deadApi(line, cluster) ?? [{ cluster, type: "api", path: line }]
    );
}

function logScope(line: string, cluster: ClusterRef): readonly Scope[] | undefined {
    const [, ofNamespace, ofPod, ofContainer] = /\/containerLogs\/([\w-]+)\/([\w.-]+)\/([\w-]+)/.exec(line) ?? [];
    if (ofNamespace !== undefined && ofPod !== undefined && ofContainer !== undefined)
        return [{ cluster, type: "logs", namespace: ofNamespace, pod: ofPod, container: ofContainer }];
    if (!/\blogs?\b/i.test(line)) return undefined;
    const container = /container (?!logs?\b)"?([\w.-]+)"?/i.exec(line)?.[1];
    const previous = /previous/i.test(line) ? { previous: true } : {};
    const path = /([a-z0-9-]+)\/([a-z0-9.-]+?)\/([a-z0-9-]+?)(\.previous)?\.log/i.exec(line);
    if (path)
        return [{ cluster, type: "logs", namespace: path[1] ?? "", pod: path[2] ?? "", container: path[3] ?? "", ...previous }];
    const pod =
        /(?:pods?|of|for)[ /"]+([a-z0-9-]+)\/([a-z0-9.-]+)/i.exec(line) ??
        /\b([a-z0-9-]+)\/([a-z0-9][a-z0-9.-]*)/i.exec(line.replaceAll(/\S+:\/\/\S+/g, ""));
    if (pod)
        return [
            {
                cluster,
                type: "logs",
                namespace: pod[1] ?? "",
                pod: pod[2] ?? "",
                ...(container ? { container } : {}),
                ...previous,
            },
        ];
    const namespace = namespaceOf(line);
    return [{ cluster, type: "logs", ...(namespace ? { namespace } : {}) }];
}

function machineScope(line: string, cluster: ClusterRef): readonly Scope[] | undefined {
    if (!/talos|apid|:50000\b/i.test(line)) return undefined;
    const node =
        /(?:node|machine|talos\/)[ "]*([\w.-]+)/i.exec(line.replace(/talos node/i, "node"))?.[1] ??
        /(\d+\.\d+\.\d+\.\d+)/.exec(line)?.[1];
    return [{ cluster, type: "machine", ...(node ? { node } : {}) }];
}

function objectScope(line: string, cluster: ClusterRef): readonly Scope[] | undefined {
    const namespace = namespaceOf(line);
    const within = namespace === undefined ? {} : { namespace };
    const words = (line.match(/[A-Za-z]+/g) ?? []).filter((word) => !NO_KIND.test(word));
    const kind =
        /all of ([A-Z]\w+)/.exec(line)?.[1] ??
        words.map(kindOfWord).find((found) => found !== undefined && found !== "Namespace");
    if (/\bevents?\b/i.test(line) && (kind === undefined || kind === "Event")) return [{ cluster, type: "events", ...within }];
    if (kind === undefined) return namespace === undefined ? undefined : everythingIn(cluster, namespace);
    const one = [...line.matchAll(/([A-Za-z]+)(?:\.[\w.]+)? ["']?([a-z0-9-]+)\/([a-z0-9][a-z0-9.-]*)/g)].find(
        ([, word = ""]) => kindOfWord(word) === kind,
    );
    return [{ cluster, type: "objects", kind, ...(one?.[2] === undefined ? within : { namespace: one[2], name: one[3] ?? "" }) }];
}

/** Short names of kinds that are English words as well. */
const NO_KIND = /^(in|at|no|is|as|po|error|events?)$/i;

function namespaceOf(line: string): string | undefined {
    const found =
        /namespaces?[ =:/]+"?([a-z0-9][a-z0-9-]*)"?/i.exec(line)?.[1] ??
        /(?:^| )(?:in|-n) "?([a-z0-9][a-z0-9-]*)"?(?=$|[\s:,;])/.exec(line)?.[1];
    return found === "the" || found === "all" || found === "api" || found === "any" ? undefined : found;
}

function everythingIn(cluster: ClusterRef, namespace: string): readonly Scope[] {
    return [
        { cluster, type: "objects", namespace },
        { cluster, type: "events", namespace },
        { cluster, type: "logs", namespace },
    ];
}

function deadApi(line: string, cluster: ClusterRef): readonly Scope[] | undefined {
    if (!/:6443|apiserver|api server|connection to the server|unable to connect to the server|kubernetes api/i.test(line))
        return undefined;
    return [
        { cluster, type: "objects" },
        { cluster, type: "events" },
        { cluster, type: "logs" },
        { cluster, type: "api" },
    ];
}
