import { perWorkload } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { fields, list, text } from "../../facts/fields.ts";
import { named, refOf } from "../../facts/kube-object.ts";
import { lastWords } from "../../facts/last-words.ts";
import type { WhyLine } from "../../facts/log-fact.ts";
import type { ContainerFact, PodFact } from "../../facts/pod-fact.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsField, showsLine } from "../../showing.ts";
import { crashes, troubledPods } from "./troubled.ts";

/** ConfigMaps and Secrets whose file a program cannot read, by the path its log names. */
export const configFile: Rule = {
    id: "application.config-file",
    layer: "application",
    title: "Program refuses a configuration file",
    means: "The file that is mounted from a ConfigMap or Secret is malformed, has an unknown setting, or is not where the program looks.",
    fix: "Correct the key in the ConfigMap or Secret as the quoted message says, then restart the workload.",
    source: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/#populate-a-volume-with-data-stored-in-a-configmap",
    reads: ["Pod", "logs"],
    mayRead: ["ConfigMap", "Secret", "ReplicaSet.apps", "Deployment.apps"],
    check: refusedFiles,
};

const PARSES =
    /pars|yaml|json|toml|unmarshal|decod|syntax|directive|unknown (?:field|key|option|setting|parameter)|invalid|\[emerg\]|unexpected|config/i;
/** Words like a flag or a variable speak of the workload, not of a file. */
const NOT_A_FILE =
    /unknown (?:shorthand )?flag|flag provided but not defined|environment variable|env var|unrecognized argument|unbound variable/i;

function* refusedFiles(facts: Facts): Iterable<Finding> {
    const told = new Set<string>();
    for (const { subject: user, pods } of perWorkload(troubledPods(facts))) {
        const [pod] = pods;
        for (const container of pod.containers) {
            const line = crashes(facts, pod, container) ? lastWords(facts, pod, container) : undefined;
            if (
                line === undefined ||
                !/^(config|missing-file|other|exception|panic)$/.test(line.category) ||
                NOT_A_FILE.test(line.text)
            )
                continue;
            const mount = mountNamed(facts, pod, container, line);
            if (mount === undefined || told.has(`${pod.namespace}/${mount.kind}/${mount.name}`)) continue;
            told.add(`${pod.namespace}/${mount.kind}/${mount.name}`);
            const subject = refOf(facts.cluster, "v1", mount.kind, mount.name, pod.namespace);
            const object = facts.find(subject);
            const place = mount.key === undefined ? `mounted at ${mount.path}` : `key ${mount.key}, mounted at ${mount.path}`;
            yield {
                severity: "critical",
                role: "cause",
                confidence: mount.isNamed ? 0.92 : 0.82,
                subject,
                layer: facts.layerOf(subject),
                says: `${named(subject)} (${place}) is refused by ${named(user)}: "${brief(line.text)}"`,
                hint: `kubectl -n ${pod.namespace} edit ${mount.kind.toLowerCase()} ${mount.name}${mount.key === undefined ? "" : `: correct ${mount.key}`}, then kubectl -n ${pod.namespace} rollout restart ${user.kind.toLowerCase()} ${user.name}`,
                evidence: [
                    showsLine(line),
                    ...(object === undefined || mount.key === undefined
                        ? []
                        : [showsField(object, `/data/${mount.key}`, `key ${mount.key}`)]),
                    showsField(pod, mount.pointer, `volume ${mount.volume}: ${mount.kind} ${mount.name} at ${mount.path}`),
                ],
            };
        }
    }
}

interface Mount {
    readonly kind: "ConfigMap" | "Secret";
    readonly name: string;
    readonly volume: string;
    readonly path: string;
    readonly pointer: string;
    readonly key?: string;
    /** The line names a file below the mount. */
    readonly isNamed: boolean;
}

/** The mount whose path the line names; when it names none and speaks of parsing, the only ConfigMap that is mounted. */
function mountNamed(facts: Facts, pod: PodFact, container: ContainerFact, line: WhyLine): Mount | undefined {
    const mounts = mountsOf(pod, container);
    const below = mounts
        .filter((mount) => line.text.includes(`${mount.path}/`) || line.text.includes(mount.path))
        .toSorted((a, b) => b.path.length - a.path.length)[0];
    if (below !== undefined) {
        const file = line.text.slice(line.text.indexOf(below.path) + below.path.length).match(/^\/([\w.-]+\w)/)?.[1];
        const key = below.key ?? file;
        return { ...below, isNamed: true, ...(key === undefined ? {} : { key }) };
    }
    const maps = mounts.filter((mount) => mount.kind === "ConfigMap");
    const byKey = maps.find((mount) => keysOf(facts, pod, mount).some((key) => line.text.includes(key)));
    const only = maps.length === 1 && line.category === "config" && PARSES.test(line.text) ? maps[0] : undefined;
    const found = byKey ?? only;
    return found === undefined ? undefined : { ...found, isNamed: byKey !== undefined };
}

function keysOf(facts: Facts, pod: PodFact, mount: Mount): readonly string[] {
    return Object.keys(fields(facts.get(mount.kind, mount.name, pod.namespace)?.body, "data")).filter((key) => key.includes("."));
}

function mountsOf(pod: PodFact, container: ContainerFact): readonly Mount[] {
    const volumes = list(pod.body, "spec", "volumes");
    return list(container.spec, "volumeMounts").flatMap((mount): readonly Mount[] => {
        const volume = text(mount, "name") ?? "";
        const index = volumes.findIndex((each) => text(each, "name") === volume);
        const source = index < 0 ? undefined : volumes[index];
        const map = text(source, "configMap", "name");
        const secret = text(source, "secret", "secretName");
        const name = map ?? secret;
        const path = text(mount, "mountPath")?.replace(/\/$/, "");
        if (name === undefined || path === undefined || name === "kube-root-ca.crt") return [];
        const key = text(mount, "subPath");
        return [
            {
                kind: map === undefined ? "Secret" : "ConfigMap",
                name,
                volume,
                path,
                pointer: `/spec/volumes/${index}`,
                isNamed: false,
                ...(key === undefined ? {} : { key }),
            },
        ];
    });
}
