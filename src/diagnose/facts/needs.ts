import type { ObjectRef } from "../../core/evidence-ref.ts";
import { groupOf } from "../../core/scope.ts";
import type { Cause } from "../cause.ts";
import type { Facts } from "./facts.ts";
import type { KubeObject } from "./kube-object.ts";
import {
    apiServiceNeeds,
    applicationNeeds,
    autoscalerNeeds,
    certificateNeeds,
    ingressNeeds,
    nodeNeeds,
    ownedNeeds,
    referringNeeds,
    webhookNeeds,
} from "./needs/cluster-needs.ts";
import { helmReleaseNeeds, kustomizationNeeds, sourceNeeds } from "./needs/gitops-needs.ts";
import { claimNeeds, classNeeds, volumeNeeds } from "./needs/storage-needs.ts";
import { podNeeds, serviceNeeds, workloadNeeds } from "./needs/workload-needs.ts";

type Needs = (facts: Facts, object: KubeObject) => readonly Cause[];

const BY_KIND: Readonly<Record<string, Needs>> = {
    "Deployment.apps": workloadNeeds,
    "StatefulSet.apps": workloadNeeds,
    "DaemonSet.apps": workloadNeeds,
    "ReplicaSet.apps": workloadNeeds,
    "ReplicationController.": workloadNeeds,
    "Job.batch": workloadNeeds,
    "CronJob.batch": workloadNeeds,
    "Service.": serviceNeeds,
    "PersistentVolumeClaim.": claimNeeds,
    "PersistentVolume.": volumeNeeds,
    "StorageClass.storage.k8s.io": classNeeds,
    "Node.": nodeNeeds,
    "ValidatingWebhookConfiguration.admissionregistration.k8s.io": webhookNeeds,
    "MutatingWebhookConfiguration.admissionregistration.k8s.io": webhookNeeds,
    "APIService.apiregistration.k8s.io": apiServiceNeeds,
    "Ingress.networking.k8s.io": ingressNeeds,
    "HorizontalPodAutoscaler.autoscaling": autoscalerNeeds,
    "Certificate.cert-manager.io": certificateNeeds,
    "CertificateRequest.cert-manager.io": certificateNeeds,
    "Kustomization.kustomize.toolkit.fluxcd.io": kustomizationNeeds,
    "HelmRelease.helm.toolkit.fluxcd.io": helmReleaseNeeds,
    "HelmChart.source.toolkit.fluxcd.io": sourceNeeds,
    "HelmRepository.source.toolkit.fluxcd.io": sourceNeeds,
    "GitRepository.source.toolkit.fluxcd.io": sourceNeeds,
    "OCIRepository.source.toolkit.fluxcd.io": sourceNeeds,
    "Bucket.source.toolkit.fluxcd.io": sourceNeeds,
    "Application.argoproj.io": applicationNeeds,
};

/** What an object needs to be well. Objects that are not there need whoever should have made them. */
export function needsOf(facts: Facts, ref: ObjectRef): readonly Cause[] {
    if (ref.kind === "Pod") {
        const pod = facts.pod(ref.namespace ?? "", ref.name);
        return pod === undefined ? [] : podNeeds(facts, pod);
    }
    const object = facts.find(ref);
    if (object === undefined)
        return facts.makersOf(ref).map((maker) => ({ relation: "manages", ref: maker.ref, only: ["gitops", "appliance"] }));
    const group = groupOf(ref.apiVersion);
    const needs =
        BY_KIND[`${ref.kind}.${group}`] ?? (/cluster\.x-k8s\.io$|projectsveltos\.io$/.test(group) ? referringNeeds : ownedNeeds);
    return needs(facts, object);
}
