import { type Fields, fields, flag, list, text } from "./fields.ts";
import type { Reference } from "./pod-fact.ts";

/** Everything a pod spec refers to by name: volumes (projected ones too), env, envFrom, pull secrets, the service account. */
export function referencesOf(spec: Fields): readonly Reference[] {
    return [...volumes(spec), ...containers(spec), ...accounts(spec)];
}

function* volumes(spec: Fields): Iterable<Reference> {
    for (const [index, volume] of list(spec, "volumes").entries()) {
        const where = `volume ${text(volume, "name") ?? index}`;
        const pointer = `/spec/volumes/${index}`;
        yield* claim(volume, where, pointer);
        yield* keyed("ConfigMap", fields(volume, "configMap"), "name", where, `${pointer}/configMap`);
        yield* keyed("Secret", fields(volume, "secret"), "secretName", where, `${pointer}/secret`);
        for (const [at, source] of list(volume, "projected", "sources").entries()) {
            yield* keyed("ConfigMap", fields(source, "configMap"), "name", where, `${pointer}/projected/sources/${at}/configMap`);
            yield* keyed("Secret", fields(source, "secret"), "name", where, `${pointer}/projected/sources/${at}/secret`);
        }
        const driverSecret = text(volume, "csi", "nodePublishSecretRef", "name");
        if (driverSecret)
            yield { kind: "Secret", name: driverSecret, optional: false, where, pointer: `${pointer}/csi/nodePublishSecretRef` };
    }
}

function* claim(volume: unknown, where: string, pointer: string): Iterable<Reference> {
    const name = text(volume, "persistentVolumeClaim", "claimName");
    if (name) yield { kind: "PersistentVolumeClaim", name, optional: false, where, pointer: `${pointer}/persistentVolumeClaim` };
}

/** A volume source with `items` wants these keys; without, the whole object. */
function* keyed(
    kind: "ConfigMap" | "Secret",
    source: Fields,
    field: string,
    where: string,
    pointer: string,
): Iterable<Reference> {
    const name = text(source, field);
    if (name === undefined) return;
    const optional = flag(source, "optional") ?? false;
    const items = list(source, "items");
    if (items.length === 0) yield { kind, name, optional, where, pointer };
    for (const [index, item] of items.entries()) {
        const key = text(item, "key");
        yield { kind, name, ...(key === undefined ? {} : { key }), optional, where, pointer: `${pointer}/items/${index}` };
    }
}

function* containers(spec: Fields): Iterable<Reference> {
    for (const group of ["initContainers", "containers"]) {
        for (const [index, container] of list(spec, group).entries()) {
            const within = `container ${text(container, "name") ?? index}`;
            yield* env(container, within, `/spec/${group}/${index}`);
        }
    }
}

function* env(container: unknown, within: string, pointer: string): Iterable<Reference> {
    for (const [index, variable] of list(container, "env").entries()) {
        const where = `env ${text(variable, "name") ?? index} of ${within}`;
        const place = `${pointer}/env/${index}/valueFrom`;
        yield* selected("ConfigMap", fields(variable, "valueFrom", "configMapKeyRef"), where, `${place}/configMapKeyRef`);
        yield* selected("Secret", fields(variable, "valueFrom", "secretKeyRef"), where, `${place}/secretKeyRef`);
    }
    for (const [index, from] of list(container, "envFrom").entries()) {
        const where = `envFrom of ${within}`;
        yield* selected("ConfigMap", fields(from, "configMapRef"), where, `${pointer}/envFrom/${index}/configMapRef`);
        yield* selected("Secret", fields(from, "secretRef"), where, `${pointer}/envFrom/${index}/secretRef`);
    }
}

function* selected(kind: "ConfigMap" | "Secret", source: Fields, where: string, pointer: string): Iterable<Reference> {
    const [name, key] = [text(source, "name"), text(source, "key")];
    if (name)
        yield { kind, name, ...(key === undefined ? {} : { key }), optional: flag(source, "optional") ?? false, where, pointer };
}

function* accounts(spec: Fields): Iterable<Reference> {
    for (const [index, secret] of list(spec, "imagePullSecrets").entries()) {
        const name = text(secret, "name");
        if (name)
            yield { kind: "Secret", name, optional: true, where: "imagePullSecrets", pointer: `/spec/imagePullSecrets/${index}` };
    }
    const account = text(spec, "serviceAccountName");
    if (account && account !== "default")
        yield {
            kind: "ServiceAccount",
            name: account,
            optional: false,
            where: "serviceAccountName",
            pointer: "/spec/serviceAccountName",
        };
}
