import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Another collector, where it is on the PATH. */
export interface Peer {
    readonly name: string;
    /** Collects from the cluster of $KUBECONFIG into that folder. */
    command(folder: string): readonly string[];
}

const PEERS: readonly Peer[] = [
    { name: "crust-gather", command: (folder) => ["crust-gather", "collect", "-f", join(folder, "out")] },
    {
        name: "support-bundle",
        command: (folder) => [
            "support-bundle",
            "--interactive=false",
            "-o",
            join(folder, "out"),
            join(import.meta.dirname, "support-bundle.yaml"),
        ],
    },
    { name: "oc", command: (folder) => ["oc", "adm", "inspect", "namespaces", `--dest-dir=${join(folder, "out")}`] },
    {
        name: "kubectl",
        command: (folder) => ["kubectl", "cluster-info", "dump", "-A", `--output-directory=${join(folder, "out")}`],
    },
];

/** Those that are there. */
export function peersOnPath(): readonly Peer[] {
    const folders = (process.env.PATH ?? "").split(delimiter);
    return PEERS.filter(({ name }) => folders.some((folder) => existsSync(join(folder, name))));
}
