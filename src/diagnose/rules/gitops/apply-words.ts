import type { Explanation, Role } from "../../rule.ts";

/** A way in which the API server refuses what a GitOps controller applies. */
export interface ApplyPattern {
    readonly variant: string;
    readonly role: Role;
    readonly pattern: RegExp;
    readonly explanation: Explanation;
}

const row = (variant: string, role: Role, pattern: RegExp, title: string, means: string, fix: string): ApplyPattern => ({
    variant,
    role,
    pattern,
    explanation: { title, means, fix },
});

/** The API server's answers to an apply, the special before the general. Source: k8s.io/apimachinery pkg/api/errors, k8s.io/apiserver admission. */
export const APPLY_PATTERNS: readonly ApplyPattern[] = [
    row(
        "crd",
        "cause",
        /no matches for kind|resource mapping not found|the server could not find the requested resource|ensure CRDs are installed/i,
        "Kind is not known: CRD missing",
        "The manifests hold a kind, or a version of it, that the cluster does not know: its CustomResourceDefinition is not installed or does not serve that version.",
        "Install the CRD first (dependsOn the Kustomization or HelmRelease that brings it), or use a version it serves.",
    ),
    row(
        "webhook",
        "failure",
        /failed calling webhook|failed to call webhook/i,
        "Admission webhook does not answer",
        "The API server asks a webhook before it takes the object, and the webhook cannot be reached.",
        "Mend the Service and the pods behind the webhook.",
    ),
    row(
        "denied",
        "cause",
        /admission webhook "[^"]+" denied|ValidatingAdmissionPolicy/i,
        "Admission policy denies an object",
        "A policy of the cluster does not allow the object as it is.",
        "Change the manifest as the policy's message asks, or the policy.",
    ),
    row(
        "quota",
        "failure",
        /exceeded quota/i,
        "ResourceQuota is used up",
        "The namespace's quota does not allow the object.",
        "Raise the quota or lower what is asked for.",
    ),
    row(
        "forbidden",
        "cause",
        /is forbidden|cannot (?:get|list|create|patch|update|delete) resource|attempting to grant RBAC permissions/i,
        "Controller may not do it",
        "The ServiceAccount that applies the manifests lacks a permission.",
        "Give the ServiceAccount of spec.serviceAccountName the verb and resource that are named.",
    ),
    row(
        "immutable",
        "cause",
        /field is immutable|updates to statefulset spec for fields other than|may not be changed|immutable/i,
        "Field cannot be changed",
        "The new manifest changes a field that cannot be changed once the object exists.",
        "Delete the object so that it is made again (`spec.force: true` for a Kustomization), or take the change back.",
    ),
    row(
        "ownership",
        "cause",
        /cannot be imported into the current release|invalid ownership metadata|already exists|cannot re-use a name|conflict with/i,
        "Object belongs to somebody else",
        "The object exists already and was made by another release, Kustomization or by hand.",
        "Delete it, or adopt it by setting the labels and annotations that are named.",
    ),
    row(
        "invalid",
        "cause",
        /is invalid|Invalid value|unknown field|ValidationError|failed to create typed patch|unable to decode|strict decoding|cannot unmarshal|field not declared/i,
        "Manifest is not valid",
        "The API server does not accept a field or value of a manifest.",
        "Correct the field that is named.",
    ),
];
