import type { DiagnosisObject } from "../diagnosis.ts";

/** `ConfigMap msp/settings`; of another cluster than the one the command was pointed at, that before it. */
export function objectName({ cluster, kind, namespace, name }: DiagnosisObject): string {
    const place = cluster === "management" ? "" : `${cluster}: `;
    return `${place}${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}
