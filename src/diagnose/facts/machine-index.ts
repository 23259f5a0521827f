import type { Evidence } from "../../bundle/bundle.ts";
import type { MachineRef } from "../../core/evidence-ref.ts";
import { text } from "./fields.ts";
import type { LogFact } from "./log-fact.ts";
import { resourcesIn, serviceOfResource, servicesIn, servicesInTable } from "./machine-documents.ts";
import type { MachineFacts, TalosResource, TalosService } from "./machine-facts.ts";
import { readLog } from "./read-log.ts";

/** Collects what one node said, piece by piece. */
export class MachineIndex {
    readonly #node: string;
    readonly #resources: TalosResource[] = [];
    readonly #services: TalosService[] = [];
    readonly #logs: LogFact[] = [];
    readonly #documents = new Map<string, unknown>();

    constructor(node: string) {
        this.#node = node;
    }

    async add(ref: MachineRef, evidence: Evidence, signal: AbortSignal): Promise<void> {
        if (!/\.(ya?ml|json)$/.test(ref.section)) return this.#addText(ref, evidence, signal);
        const document = await evidence.object();
        const resources = resourcesIn(ref, document);
        const services = servicesIn(ref, document);
        this.#resources.push(...resources);
        this.#services.push(...services);
        if (resources.length === 0 && services.length === 0) this.#documents.set(ref.section, document);
    }

    facts(): MachineFacts {
        const [resources, logs, node] = [this.#resources, this.#logs, this.#node];
        const ofType = (type: string) => resources.filter((each) => each.type === type || each.type.startsWith(`${type}.`));
        const listed = new Set(this.#services.map((service) => service.id));
        const services = [
            ...this.#services,
            ...ofType("Services.v1alpha1.talos.dev")
                .filter((each) => !listed.has(each.id))
                .map(serviceOfResource),
        ];
        const nodename = ofType("Nodenames")[0]?.spec ?? ofType("HostnameStatuses")[0]?.spec;
        return {
            node,
            nodeName: text(nodename, "nodename") ?? text(nodename, "hostname") ?? node,
            resources: ofType,
            resource: (type, id) => ofType(type).find((each) => each.id === id),
            services,
            service: (id) => services.find((each) => each.id === id),
            logs,
            log: (name) => logs.find((each) => each.ref.type === "machine" && stem(each.ref.section) === name),
            documents: this.#documents,
            addresses: ofType("AddressStatuses").flatMap((each) => text(each.spec, "address")?.split("/")[0] ?? []),
        };
    }

    async #addText(ref: MachineRef, evidence: Evidence, signal: AbortSignal): Promise<void> {
        if (/service/.test(ref.section))
            this.#services.push(...servicesInTable(ref, new TextDecoder().decode(await evidence.bytes())));
        this.#logs.push(await readLog(ref, evidence.chunks(), signal));
    }
}

/** `kubelet` of `logs/kubelet.log`, `dmesg` of `dmesg.log`. */
function stem(section: string): string {
    return (section.split("/").at(-1) ?? section).replace(/\.(log|txt)$/, "");
}
