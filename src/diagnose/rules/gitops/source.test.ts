import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT } from "../../../../test/diagnose/workload.ts";
import { source } from "./source.ts";

const oci = (ready: string, more = "") => `
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: alga-appliance, namespace: flux-system, generation: 1, creationTimestamp: "2026-11-01T00:00:00Z" }
spec: { url: "oci://ghcr.io/nine-minds/alga-appliance", ref: { digest: "sha256:aaaa" } ${more} }
status:
  observedGeneration: 1
  artifact: { revision: "sha256:0123456789abcdef0123456789abcdef", lastUpdateTime: "2026-11-10T00:00:00Z" }
  conditions: [{ type: Ready, lastTransitionTime: "2026-11-21T08:00:00Z", ${ready} }]
---
`;
const failing = (reason: string, message: string) =>
    oci(`status: "False", reason: ${reason}, message: ${JSON.stringify(message)}`);

test("A digest that is not in the registry is quoted, with what is applied still", async () => {
    const objects = failing(
        "OCIArtifactPullFailed",
        "failed to determine artifact digest: GET https://ghcr.io/v2/nine-minds/alga-appliance/manifests/sha256:aaaa: MANIFEST_UNKNOWN: manifest unknown",
    );
    const { says, findings } = await judge(source, { at: AT, objects });
    expect(says).toEqual([
        "OCIRepository flux-system/alga-appliance cannot be fetched (OCIArtifactPullFailed): failed to determine artifact digest: GET https://ghcr.io/v2/nine-minds/alga-appliance/manifests/sha256:aaaa: MANIFEST_UNKNOWN: manifest unknown; what is applied is still sha256:0123456789ab",
    ]);
    expect(findings[0]).toMatchObject({ rule: "gitops.source.not-found", role: "cause" });
});

test.each([
    [
        "auth",
        "OCIArtifactPullFailed",
        "failed to determine artifact digest: GET https://ghcr.io/token: UNAUTHORIZED: authentication required",
    ],
    [
        "auth",
        "GitOperationFailed",
        "failed to checkout and determine revision: unable to clone 'ssh://git@git.example.com/a': ssh: handshake failed: ssh: unable to authenticate",
    ],
    ["secret", "AuthenticationFailed", "failed to get secret 'flux-system/ghcr': secrets \"ghcr\" not found"],
    ["not-found", "GitOperationFailed", 'failed to checkout and determine revision: couldn\'t find remote ref "refs/heads/mian"'],
    [
        "not-found",
        "InvalidChartReference",
        "invalid chart reference: failed to get chart version for remote reference: no 'sebastian' chart with version matching '9.9.9' found",
    ],
    [
        "dns",
        "GitOperationFailed",
        "failed to checkout and determine revision: unable to list remote for 'https://git.example.com': dial tcp: lookup git.example.com on 10.96.0.10:53: no such host",
    ],
    [
        "tls",
        "IndexationFailed",
        'failed to fetch Helm repository index: Get "https://charts.example.com/index.yaml": tls: failed to verify certificate: x509: certificate has expired or is not yet valid',
    ],
    ["verification", "VerificationError", "failed to verify the signature using provider 'cosign': no matching signatures"],
    ["timeout", "GitOperationFailed", "failed to checkout and determine revision: context deadline exceeded"],
    [
        "unreachable",
        "BucketOperationFailed",
        'Get "http://minio.storage.svc:9000": dial tcp 10.96.3.3:9000: connect: connection refused',
    ],
    ["storage", "StorageOperationFailed", "failed to create temporary working directory: mkdir /tmp/x: no space left on device"],
    ["upstream", "SourceUnavailable", 'failed to get source: HelmRepository.source.toolkit.fluxcd.io "alga-charts" not found'],
])("What the server answers decides the kind: %s", async (variant, reason, message) => {
    const { findings } = await judge(source, { at: AT, objects: failing(reason, message) });
    expect(findings.map((finding) => finding.rule)).toEqual([`gitops.source.${variant}`]);
});

test("A source that is ready or suspended is no fault", async () => {
    const suspended = failing("GitOperationFailed", "x")
        .replace("ref: {", "suspend: true, ref: {")
        .replace("alga-appliance, namespace", "other, namespace");
    expect(
        (await judge(source, { at: AT, objects: oci('status: "True", reason: Succeeded, message: stored artifact') + suspended }))
            .answer,
    ).toBe("clean");
});

test("Where sources could not be listed, it is not known", async () => {
    expect(
        (await judge(source, { at: AT, errors: "forbidden: all of OCIRepository (source.toolkit.fluxcd.io): may not list them" }))
            .answer,
    ).toBe("unknown");
});
