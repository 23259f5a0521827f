import type { Facts } from "./facts.ts";
import { fields, list, text } from "./fields.ts";
import type { ContainerFact, PodFact } from "./pod-fact.ts";

/** A variable of a container's environment and where it comes from. */
export interface Variable {
    readonly name: string;
    /** Known of literals and of ConfigMaps that were collected; never of a Secret. */
    readonly value?: string;
    /** Absent: it stands in the pod itself. */
    readonly from?: { readonly kind: "ConfigMap" | "Secret"; readonly name: string; readonly key: string };
    /** RFC 6901 into the pod. */
    readonly pointer: string;
}

/** The environment a container is given, as far as the bundle tells: later entries win over earlier ones, as the kubelet has it. */
export function environmentOf(facts: Facts, pod: PodFact, container: ContainerFact): readonly Variable[] {
    const from = list(container.spec, "envFrom").flatMap((source, index) =>
        wholeObject(facts, pod, source, `${container.specPointer}/envFrom/${index}`),
    );
    const single = list(container.spec, "env").map((entry, index) =>
        variable(facts, pod, entry, `${container.specPointer}/env/${index}`),
    );
    return [...new Map([...from, ...single].map((each) => [each.name, each])).values()];
}

function variable(facts: Facts, pod: PodFact, entry: unknown, pointer: string): Variable {
    const name = text(entry, "name") ?? "";
    const config = fields(entry, "valueFrom", "configMapKeyRef");
    const secret = fields(entry, "valueFrom", "secretKeyRef");
    const [configName, secretName] = [text(config, "name"), text(secret, "name")];
    if (secretName !== undefined)
        return { name, from: { kind: "Secret", name: secretName, key: text(secret, "key") ?? "" }, pointer };
    const key = text(config, "key") ?? "";
    const value = configName === undefined ? text(entry, "value") : configValue(facts, pod, configName, key);
    return {
        name,
        ...(value === undefined ? {} : { value }),
        ...(configName === undefined ? {} : { from: { kind: "ConfigMap", name: configName, key } }),
        pointer,
    };
}

function wholeObject(facts: Facts, pod: PodFact, source: unknown, pointer: string): readonly Variable[] {
    const prefix = text(source, "prefix") ?? "";
    for (const [field, kind] of [
        ["configMapRef", "ConfigMap"],
        ["secretRef", "Secret"],
    ] as const) {
        const name = text(source, field, "name");
        if (name === undefined) continue;
        const object = facts.get(kind, name, pod.namespace);
        return Object.keys({ ...fields(object?.body, "data"), ...fields(object?.body, "stringData") }).map((key) => {
            const value = kind === "ConfigMap" ? configValue(facts, pod, name, key) : undefined;
            return {
                name: `${prefix}${key}`,
                ...(value === undefined ? {} : { value }),
                from: { kind, name, key },
                pointer: `${pointer}/${field}`,
            };
        });
    }
    return [];
}

function configValue(facts: Facts, pod: PodFact, name: string, key: string): string | undefined {
    return text(facts.get("ConfigMap", name, pod.namespace)?.body, "data", key);
}
