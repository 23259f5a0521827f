import type { ClusterRef } from "../../core/cluster-ref.ts";
import { type EvidenceRef, evidenceKey, type LogRef, type ObjectRef } from "../../core/evidence-ref.ts";
import type { Gap } from "../../core/gap.ts";
import { overlaps, type Scope } from "../../core/scope.ts";
import type { Expectation } from "../../spec/expectation.ts";
import type { Cause } from "../cause.ts";
import type { Layer } from "../layer.ts";
import { AddressBook } from "./address-book.ts";
import { blamedFor } from "./blamed.ts";
import type { EventFact } from "./event-fact.ts";
import type { Facts } from "./facts.ts";
import { groupOfKind } from "./group-of-kind.ts";
import { type KubeObject, labels, objectKey } from "./kube-object.ts";
import { layerOf } from "./layer-of.ts";
import type { LogFact, WhyLine } from "./log-fact.ts";
import type { MachineFacts } from "./machine-facts.ts";
import { Makers } from "./makers.ts";
import { needsOf } from "./needs.ts";
import { type ObjectIndex, ownersOf } from "./object-index.ts";
import type { PodFact } from "./pod-fact.ts";
import { podFact } from "./pod-facts.ts";
import { PodIndex } from "./pod-index.ts";
import { provisionersOf } from "./provisioners.ts";
import { whyOf } from "./why-of-container.ts";

/** All that was read of one cluster. */
export interface Material {
    readonly cluster: ClusterRef;
    readonly now: number;
    readonly objects: ObjectIndex;
    /** Newest first. */
    readonly events: readonly EventFact[];
    readonly logs: ReadonlyMap<string, LogFact>;
    readonly machines: readonly MachineFacts[];
    readonly api: ReadonlyMap<string, unknown>;
    readonly gaps: readonly Gap[];
    readonly planned: readonly Scope[];
    readonly paths: ReadonlyMap<string, string>;
    readonly expected: Expectation | undefined;
}

/** The facts over what was read. Pods are worked out at once, the rest when asked for. */
export class ClusterFacts implements Facts {
    readonly cluster: ClusterRef;
    readonly now: number;
    readonly pods: readonly PodFact[];
    readonly machines: readonly MachineFacts[];
    readonly expected?: Expectation;
    readonly #material: Material;
    readonly #pods: PodIndex;
    readonly #addresses: AddressBook;
    readonly #events = new Map<string, EventFact[]>();
    readonly #needs = new Map<string, readonly Cause[]>();
    readonly #makers: Makers;
    readonly #namespaces: ReadonlySet<string>;
    readonly #slices: ReadonlyMap<string, readonly KubeObject[]>;
    readonly #provisioners = new Map<string, readonly KubeObject[]>();

    constructor(material: Material) {
        this.#material = material;
        this.cluster = material.cluster;
        this.now = material.now;
        this.machines = material.machines;
        if (material.expected !== undefined) this.expected = material.expected;
        this.pods = material.objects.all("Pod").map((pod) => podFact(pod, material.now, blamedFor(material.objects, pod)));
        this.#pods = new PodIndex(this.pods, material.objects);
        this.#addresses = new AddressBook(material.cluster, material.objects);
        this.#makers = new Makers(material.objects);
        this.#namespaces = material.objects.namespaces();
        const slices = material.objects.all("EndpointSlice.discovery.k8s.io");
        this.#slices = Map.groupBy(slices, (slice) => `${slice.ref.namespace}/${labels(slice)["kubernetes.io/service-name"]}`);
        for (const event of material.events) pushTo(this.#events, eventKey(event.about), event);
    }

    all(kind: string): readonly KubeObject[] {
        return this.#material.objects.all(kind);
    }

    get(kind: string, name: string, namespace?: string): KubeObject | undefined {
        return this.#material.objects.get(kind, name, namespace);
    }

    find(ref: ObjectRef): KubeObject | undefined {
        return this.#material.objects.find(ref);
    }

    get kinds(): readonly string[] {
        return this.#material.objects.kinds();
    }

    collected(kind: string, namespace?: string): boolean {
        return this.#listed(kind, namespace) && this.missing(this.scope(kind, namespace)).length === 0;
    }

    absent(kind: string, name: string, namespace?: string): boolean {
        const unseen = this.get(kind, name, namespace) === undefined;
        return unseen && this.#listed(kind, namespace) && this.missing(this.scope(kind, namespace, name)).length === 0;
    }

    /** Planned; or there are objects of the kind, and nothing says that only other namespaces were collected. */
    #listed(kind: string, namespace: string | undefined): boolean {
        const scope = this.scope(kind, namespace);
        if (this.#material.planned.some((planned) => overlaps(planned, scope))) return true;
        const objects = this.all(kind);
        if (objects.length === 0 || namespace === undefined || this.#namespaces.has(namespace)) return objects.length > 0;
        return this.#isGone(namespace) || objects.some((object) => object.ref.namespace !== objects[0]?.ref.namespace);
    }

    #isGone(namespace: string): boolean {
        return this.all("Namespace").length > 0 && this.get("Namespace", namespace) === undefined;
    }

    missing(scope: Scope): readonly Gap[] {
        return this.#material.gaps.filter((gap) => overlaps(gap.about, scope));
    }

    scope(kind: string, namespace?: string, name?: string): Scope {
        const [bare = kind, ...named] = kind.split(".");
        const group = named.length > 0 ? named.join(".") : groupOfKind(bare);
        return {
            cluster: this.cluster,
            type: "objects",
            ...(group === undefined ? {} : { group }),
            kind: bare,
            ...(namespace ? { namespace } : {}),
            ...(name ? { name } : {}),
        };
    }

    ownerOf(object: KubeObject): ObjectRef | undefined {
        return ownersOf(object)[0];
    }

    ownedBy(ref: ObjectRef): readonly KubeObject[] {
        return this.#material.objects.ownedBy(ref);
    }

    blamed(object: KubeObject): ObjectRef {
        return blamedFor(this.#material.objects, object);
    }

    needs(ref: ObjectRef): readonly Cause[] {
        const key = objectKey(ref);
        const known = this.#needs.get(key);
        if (known !== undefined) return known;
        const needs = needsOf(this, ref);
        this.#needs.set(key, needs);
        return needs;
    }

    releasedBy(ref: ObjectRef): readonly KubeObject[] {
        return this.#makers.releasedBy(ref);
    }

    makersOf(ref: ObjectRef): readonly KubeObject[] {
        return this.#makers.makersOf(ref);
    }

    slicesOf(service: ObjectRef): readonly KubeObject[] {
        return this.#slices.get(`${service.namespace}/${service.name}`) ?? [];
    }

    provisionersOf(provisioner: string): readonly KubeObject[] {
        const known = this.#provisioners.get(provisioner) ?? provisionersOf(this, provisioner);
        this.#provisioners.set(provisioner, known);
        return known;
    }

    resolve(host: string, namespace: string): ObjectRef | undefined {
        return this.#addresses.resolve(host, namespace);
    }

    layerOf(ref: ObjectRef): Layer {
        return layerOf(ref);
    }

    pod(namespace: string, name: string): PodFact | undefined {
        return this.#pods.pod(namespace, name);
    }

    podsOf(ref: ObjectRef): readonly PodFact[] {
        return this.#pods.podsOf(ref);
    }

    eventsOf(ref: ObjectRef): readonly EventFact[] {
        return this.#events.get(eventKey(ref)) ?? [];
    }

    events(withinMs = Number.POSITIVE_INFINITY): readonly EventFact[] {
        return this.#material.events.filter((event) => this.now - event.lastAt <= withinMs);
    }

    log(pod: PodFact, container: string, previous = false): LogFact | undefined {
        const ref: LogRef = { cluster: this.cluster, type: "log", namespace: pod.namespace, pod: pod.name, container, previous };
        return this.#material.logs.get(evidenceKey(ref)) ?? this.#material.logs.get(evidenceKey({ ...ref, container: "" }));
    }

    why(pod: PodFact, container: string): WhyLine | undefined {
        return whyOf(this, pod, container);
    }

    logs(): readonly LogFact[] {
        return [...this.#material.logs.values()];
    }

    machine(node: string): MachineFacts | undefined {
        const addresses = new Set([node, ...this.#addresses.nodeAddresses(node)]);
        return this.machines.find((machine) => addresses.has(machine.node) || machine.nodeName === node);
    }

    api(path: string): unknown {
        return this.#material.api.get(path);
    }

    get apiPaths(): readonly string[] {
        return [...this.#material.api.keys()].sort();
    }

    pathOf(ref: EvidenceRef): string | undefined {
        return this.#material.paths.get(evidenceKey(ref));
    }
}

/** Events name what they are about without being sure of the group, so kind, namespace and name decide. */
function eventKey(ref: ObjectRef): string {
    return `${ref.kind}/${ref.namespace ?? ""}/${ref.name}`;
}

function pushTo<T>(map: Map<string, T[]>, key: string, value: T): void {
    const there = map.get(key);
    if (there === undefined) map.set(key, [value]);
    else there.push(value);
}
