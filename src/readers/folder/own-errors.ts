import type { ClusterRef } from "../../core/cluster-ref.ts";
import type { Scope } from "../../core/scope.ts";

/** What a line of our own errors.txt is about: `TIME  SOURCE  WHAT: message`, where WHAT is the title of a scope (core/scope.ts). */
export function scopeOfOwnLine(line: string, cluster: ClusterRef): Scope | undefined {
    const words = /^\d{4}-\d\d-\d\dT\S+Z {2}\S+ {2}(.*)$/.exec(line)?.[1];
    return words === undefined ? undefined : scopeOfTitle(words.replace(/ \(partial\):/, ":"), cluster);
}

function scopeOfTitle(words: string, cluster: ClusterRef): Scope | undefined {
    const all = /^all of (\w+)(?: \(([\w.-]+)\))?(?: in (\S+?))?:/.exec(words);
    if (all)
        return {
            cluster,
            type: "objects",
            ...(all[1] === "objects" ? {} : { kind: all[1] ?? "" }),
            ...set("group", all[2]),
            ...set("namespace", all[3]),
        };
    const log = /^log of ([^/\s]+)\/(\S+?)(?: container (\S+?))?( \(previous\))?:/.exec(words);
    if (log)
        return {
            cluster,
            type: "logs",
            ...set("namespace", log[1]),
            ...set("pod", log[2]),
            ...set("container", log[3]),
            ...(log[4] ? { previous: true } : {}),
        };
    const some = /^(logs|events)(?: in (\S+?))?:/.exec(words);
    if (some) return { cluster, type: some[1] === "logs" ? "logs" : "events", ...set("namespace", some[2]) };
    const node = /^Talos node (\S+?)(?: (\S+?))?:/.exec(words);
    if (node)
        return { cluster, type: "machine", ...(node[1] === "(all)" ? {} : set("node", node[1])), ...set("section", node[2]) };
    const fact = /^cluster (\S+?):/.exec(words);
    if (fact) return { cluster, type: "api", ...(fact[1] === "facts" ? {} : set("path", fact[1])) };
    const one = /^([A-Z]\w+) (?:([^/\s]+)\/)?(\S+?):/.exec(words);
    return one
        ? { cluster, type: "objects", ...set("kind", one[1]), ...set("namespace", one[2]), ...set("name", one[3]) }
        : undefined;
}

function set<Name extends string>(name: Name, value: string | undefined): { readonly [Key in Name]?: string } {
    const found: { [Key in Name]?: string } = {};
    if (value !== undefined) found[name] = value;
    return found;
}
