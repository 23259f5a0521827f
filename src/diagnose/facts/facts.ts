import type { ClusterRef } from "../../core/cluster-ref.ts";
import type { EvidenceRef, ObjectRef } from "../../core/evidence-ref.ts";
import type { Gap } from "../../core/gap.ts";
import type { Scope } from "../../core/scope.ts";
import type { Expectation } from "../../spec/expectation.ts";
import type { Cause } from "../cause.ts";
import type { Layer } from "../layer.ts";
import type { EventFact } from "./event-fact.ts";
import type { KubeObject } from "./kube-object.ts";
import type { LogFact, WhyLine } from "./log-fact.ts";
import type { MachineFacts } from "./machine-facts.ts";
import type { PodFact } from "./pod-fact.ts";

/**
 * What one cluster's part of a bundle says, indexed once. Everything is synchronous and in a stable order (namespace, name).
 * Kinds are written `Pod`, `Deployment.apps`, `Kustomization.kustomize.toolkit.fluxcd.io`; without a group any group matches.
 */
export interface Facts {
    readonly cluster: ClusterRef;
    /** The archive's own time, milliseconds: "now" for every rule. */
    readonly now: number;
    /** What the profile expects of this cluster that it was collected with. */
    readonly expected?: Expectation;

    // Objects
    all(kind: string): readonly KubeObject[];
    get(kind: string, name: string, namespace?: string): KubeObject | undefined;
    find(ref: ObjectRef): KubeObject | undefined;
    /** Kinds that are there, `Kind.group` (core: `Kind`). */
    readonly kinds: readonly string[];
    /** True when objects of the kind were collected at all (one is there, or the plan says so) and no gap takes any away. */
    collected(kind: string, namespace?: string): boolean;
    /** True when it is known that the object does not exist: its kind was collected and it is not there. */
    absent(kind: string, name: string, namespace?: string): boolean;
    /** The gaps that have something in common with the scope: because of them a rule does not know. */
    missing(scope: Scope): readonly Gap[];
    /** A scope of this cluster: `facts.scope("Secret", "msp", "db")`. */
    scope(kind: string, namespace?: string, name?: string): Scope;

    // Relations
    /** The controlling owner's ref, whether it was collected or not. */
    ownerOf(object: KubeObject): ObjectRef | undefined;
    ownedBy(ref: ObjectRef): readonly KubeObject[];
    /** The top-most owner: the Deployment of a pod, the CronJob of a Job's pod; the object itself when nobody owns it. */
    blamed(object: KubeObject): ObjectRef;
    /** What the object needs to be well, from the facts alone: how the engine gets from a symptom over healthy objects to a cause. */
    needs(ref: ObjectRef): readonly Cause[];
    /** The objects of a HelmRelease, by Flux's labels and Helm's annotations. */
    releasedBy(ref: ObjectRef): readonly KubeObject[];
    /** The Kustomizations and HelmReleases that manage the object, or, when it is not there, the unready ones that fill its namespace. */
    makersOf(ref: ObjectRef): readonly KubeObject[];
    /** The EndpointSlices of a Service. */
    slicesOf(service: ObjectRef): readonly KubeObject[];
    /** The workloads that make volumes for a provisioner, or serve a CSI driver. */
    provisionersOf(provisioner: string): readonly KubeObject[];
    /** The object that a host of a log line means, seen from a namespace: a Service by name or address, a pod by address, the API server. */
    resolve(host: string, namespace: string): ObjectRef | undefined;
    /** Which layer an object belongs to: kube-system and storage `kubernetes`, flux-system `gitops`, machines `talos`, else `application`. */
    layerOf(ref: ObjectRef): Layer;

    // Pods
    readonly pods: readonly PodFact[];
    pod(namespace: string, name: string): PodFact | undefined;
    /** The pods of a workload (any owner above them), of a Node, of a Service (by its selector), or that mount a PVC. */
    podsOf(ref: ObjectRef): readonly PodFact[];

    // Events
    /** Events about the object, newest first. */
    eventsOf(ref: ObjectRef): readonly EventFact[];
    /** Events that happened no more than `withinMs` before the newest evidence, newest first; absent: all. */
    events(withinMs?: number): readonly EventFact[];

    // Logs
    /** What was found in the log of a container: the current run, or the run before. */
    log(pod: PodFact, container: string, previous?: boolean): LogFact | undefined;
    /** The line that says why the container fails or failed: of the last run that ended, else of the one that runs. */
    why(pod: PodFact, container: string): WhyLine | undefined;
    /** Lines of any log of the pods that match; only logs that were read (unhealthy pods, system namespaces, controllers). */
    logs(): readonly LogFact[];

    // Machines and the API
    readonly machines: readonly MachineFacts[];
    /** The machine that is this Node: by its node name, host name or address. */
    machine(node: string): MachineFacts | undefined;
    /** A fact about the cluster as a whole, such as `version.yaml` or `nodes/n1/stats-summary.yaml`. */
    api(path: string): unknown;
    readonly apiPaths: readonly string[];

    /** Where a piece of evidence lies in the archive; absent for what does not exist. */
    pathOf(ref: EvidenceRef): string | undefined;
}
