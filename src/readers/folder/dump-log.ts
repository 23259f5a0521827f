/** One container's part of a `logs.txt` of `kubectl cluster-info dump`: `==== START logs for container c of pod ns/p ====` … `==== END …`. */
export interface DumpPart {
    readonly namespace: string;
    readonly pod: string;
    readonly container: string;
    readonly text: string;
}

/** Source: kubectl pkg/cmd/clusterinfo/clusterinfo_dump.go. */
export function partsOfDump(text: string): readonly DumpPart[] {
    const pattern =
        /^==== START logs for container (\S+) of pod ([^/\s]+)\/(\S+) ====\n([\s\S]*?)(?:^==== END logs for .*$|(?![\s\S]))/gm;
    return [...text.matchAll(pattern)].map(([, container = "", namespace = "", pod = "", content = ""]) => ({
        namespace,
        pod,
        container,
        text: content,
    }));
}
