import type { Expectation } from "../../../spec/expectation.ts";
import type { Facts } from "../../facts/facts.ts";
import { list, text } from "../../facts/fields.ts";
import { type KubeObject, named } from "../../facts/kube-object.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsField } from "../../showing.ts";
import { expectedOf } from "./expected.ts";
import { isReady, releaseRef, sourceRef } from "./flux.ts";

/** What was selected and what runs are not the same release. */
export const releaseDrift: Rule = {
    id: "appliance.release-drift",
    layer: "gitops",
    title: "The appliance runs another release than the one selected",
    means: "ConfigMap appliance-release-selection says which release was chosen; the images that run, or the digest that Flux follows, are of another.",
    fix: "When an update is under way, wait for it; else reconcile HelmRelease alga-core, or select the release again.",
    source: "Alga appliance, ee/appliance/control-plane release selection (profile `appliance`, expect.releaseSelection)",
    variants: {
        image: {
            title: "Image is not the selected one",
            means: "The Deployment runs another tag than algaCoreTag.",
            fix: "See why HelmRelease alga-core was not upgraded.",
        },
        digest: {
            title: "Flux follows another digest",
            means: "The OCIRepository is pinned to another digest than the selected release's.",
            fix: "Select the release again, which writes the digest into the OCIRepository.",
        },
    },
    reads: ["ConfigMap", "Deployment.apps"],
    mayRead: ["Namespace", "HelmRelease.helm.toolkit.fluxcd.io", "OCIRepository.source.toolkit.fluxcd.io"],
    check: drifts,
};

function* drifts(facts: Facts): Iterable<Finding> {
    const expected = expectedOf(facts);
    const wanted = expected?.releaseSelection;
    const selection = wanted === undefined ? undefined : facts.get("ConfigMap", wanted.configMap, wanted.namespace);
    if (expected === undefined || selection === undefined) return;
    yield* imageDrift(facts, expected, selection);
    yield* digestDrift(facts, expected, selection);
}

function* imageDrift(
    facts: Facts,
    { releaseSelection: wanted, helmReleases }: Expectation,
    selection: KubeObject,
): Iterable<Finding> {
    const deployment = facts.get("Deployment", wanted.deployment.name, wanted.deployment.namespace);
    const selected = text(selection.body, "data", wanted.tagKey);
    const images = list(deployment?.body, "spec", "template", "spec", "containers").flatMap(
        (container) => text(container, "image") ?? [],
    );
    const [image] = images;
    if (
        deployment === undefined ||
        selected === undefined ||
        image === undefined ||
        images.some((each) => tagOf(each) === selected)
    )
        return;
    const [core] = helmReleases;
    const release = core === undefined ? undefined : releaseRef(facts, core);
    const ready = release !== undefined && isReady(facts, release);
    yield {
        variant: "image",
        severity: "warning",
        role: ready ? "failure" : "symptom",
        subject: deployment.ref,
        says: `${named(deployment.ref)} runs ${tagOf(image)}, and the selected release is ${selected}${release === undefined ? "" : ready ? `, although ${named(release)} is ready` : `; ${named(release)} is not ready`}`,
        hint: `flux -n ${core?.namespace} reconcile helmrelease ${core?.name} --with-source; kubectl -n ${selection.ref.namespace} get configmap ${selection.ref.name} -o yaml`,
        evidence: [
            showsField(selection, `/data/${wanted.tagKey}`, `${wanted.tagKey}: ${selected}`),
            showsField(deployment, "/spec/template/spec/containers/0/image", `image: ${image}`),
        ],
        dueTo: release === undefined ? [] : [because("manages", release)],
    };
}

function* digestDrift(facts: Facts, expected: Expectation, selection: KubeObject): Iterable<Finding> {
    const source = facts.find(sourceRef(facts, expected));
    const [selected, followed] = [text(selection.body, "data", "manifestDigest"), text(source?.body, "spec", "ref", "digest")];
    if (source === undefined || selected === undefined || followed === undefined || selected === followed) return;
    yield {
        variant: "digest",
        severity: "warning",
        role: "failure",
        subject: source.ref,
        says: `${named(source.ref)} follows ${short(followed)}, and the selected release ${text(selection.body, "data", "releaseVersion") ?? ""} is ${short(selected)}`.replace(
            "release  is",
            "release is",
        ),
        hint: `kubectl -n ${source.ref.namespace} get ocirepository ${source.ref.name} -o yaml; select the release again`,
        evidence: [
            showsField(source, "/spec/ref/digest", `digest: ${followed}`),
            showsField(selection, "/data/manifestDigest", `manifestDigest: ${selected}`),
        ],
    };
}

/** `v1.4.2` of `ghcr.io:443/a/b:v1.4.2@sha256:…`. */
function tagOf(image: string): string {
    return /:([\w.-]+)(?:@.*)?$/.exec(image.replace(/^.*\//, ""))?.[1] ?? image;
}

function short(digest: string): string {
    return digest.slice(0, 19);
}
