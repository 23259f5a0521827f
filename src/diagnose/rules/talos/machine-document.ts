import type { ClusterRef } from "../../../core/cluster-ref.ts";
import type { MachineRef } from "../../../core/evidence-ref.ts";
import { fields } from "../../facts/fields.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { EvidencePointer } from "../../rule.ts";
import { quoted } from "../../showing.ts";

/** An answer of the Talos API that is no resource, such as `etcd/status`, with where it lies. */
export interface MachineDocument {
    readonly value: unknown;
    readonly ref: MachineRef;
}

/** The document of that name without its ending, the list of `messages` around it taken off; undefined when it is not there. */
export function machineDocument(cluster: ClusterRef, machine: MachineFacts, name: string): MachineDocument | undefined {
    const section = [`${name}.yaml`, `${name}.yml`, `${name}.json`].find((each) => machine.documents.has(each));
    if (section === undefined) return undefined;
    const found = machine.documents.get(section);
    const { messages } = fields(found);
    const value = Array.isArray(messages) && messages.length === 1 ? messages[0] : found;
    return { value, ref: { cluster, type: "machine", node: machine.node, section } };
}

/** A place in a document, with the words that stand there. */
export function showsDocument({ ref }: MachineDocument, pointer: string, quote: string): EvidencePointer {
    return { ref, pointer, quote: quoted(quote) };
}
