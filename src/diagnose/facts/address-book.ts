import type { ClusterRef } from "../../core/cluster-ref.ts";
import type { ObjectRef } from "../../core/evidence-ref.ts";
import { list, text, texts } from "./fields.ts";
import { namespaceOf, refOf } from "./kube-object.ts";
import type { ObjectIndex } from "./object-index.ts";

/** Which object a host name or an address of a log line means. */
export class AddressBook {
    readonly #cluster: ClusterRef;
    readonly #objects: ObjectIndex;
    readonly #byAddress = new Map<string, ObjectRef>();

    constructor(cluster: ClusterRef, objects: ObjectIndex) {
        this.#cluster = cluster;
        this.#objects = objects;
        for (const node of objects.all("Node"))
            for (const address of this.nodeAddresses(node.ref.name)) this.#byAddress.set(address, node.ref);
        for (const pod of objects.all("Pod")) {
            const address = text(pod.body, "status", "podIP");
            if (address !== undefined && pod.body.hostNetwork !== true && !this.#byAddress.has(address))
                this.#byAddress.set(address, pod.ref);
        }
        for (const service of objects.all("Service"))
            for (const address of [text(service.body, "spec", "clusterIP"), ...texts(service.body, "spec", "clusterIPs")])
                if (address !== undefined && address !== "None") this.#byAddress.set(address, service.ref);
    }

    nodeAddresses(name: string): readonly string[] {
        const node = this.#objects.get("Node", name);
        return node === undefined ? [] : list(node.body, "status", "addresses").flatMap((each) => text(each, "address") ?? []);
    }

    /** Names are resolved as a pod of the namespace would: `db`, `db.msp`, `db.msp.svc.cluster.local`, `db-0.db.msp.svc`. */
    resolve(host: string, namespace: string): ObjectRef | undefined {
        const name = host
            .replace(/^\[|\]$/g, "")
            .replace(/\.$/, "")
            .toLowerCase();
        if (name === "localhost" || name.startsWith("127.") || name === "::1") return undefined;
        return this.#byAddress.get(name) ?? (/^[\d.]+$|:/.test(name) ? undefined : this.#named(name, namespace));
    }

    #named(name: string, namespace: string): ObjectRef | undefined {
        const parts = name.replace(/\.svc(\.[\w.-]+)?$/, "").split(".");
        const inside = /\.svc(\.|$)/.test(name);
        const [first = "", second, third] = parts;
        const of = (service: string, where: string) => refOf(this.#cluster, "v1", "Service", service, where);
        if (parts.length === 1) return of(first, namespace);
        if (parts.length === 2 && second !== undefined && (inside || this.#isNamespace(second))) return of(first, second);
        if (parts.length === 3 && second !== undefined && third !== undefined && (inside || this.#isNamespace(third)))
            return of(second, third);
        return undefined;
    }

    #isNamespace(name: string): boolean {
        return (
            this.#objects.get("Namespace", name) !== undefined ||
            this.#objects.all("Service").some((service) => namespaceOf(service) === name)
        );
    }
}
