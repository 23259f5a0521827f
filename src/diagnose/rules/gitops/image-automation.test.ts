import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT } from "../../../../test/diagnose/workload.ts";
import { imageAutomation } from "./image-automation.ts";

const object = (kind: string, spec: string, status: string) => `
apiVersion: image.toolkit.fluxcd.io/v1
kind: ${kind}
metadata: { name: web, namespace: flux-system, generation: 1 }
spec: { ${spec} }
status: { observedGeneration: 1, conditions: [{ type: Ready, ${status} }] }
---
`;

test("A policy without a fitting tag, a repository that cannot be scanned and a push that is refused are told apart", async () => {
    const objects =
        object(
            "ImageRepository",
            "image: ghcr.io/x/web",
            'status: "False", reason: ReadOperationFailed, message: "GET https://ghcr.io/v2/x/web/tags/list: UNAUTHORIZED: authentication required"',
        ) +
        object(
            "ImagePolicy",
            "imageRepositoryRef: { name: web }",
            'status: "False", reason: Failed, message: "cannot determine latest tag for policy: version list argument cannot be empty"',
        ) +
        object(
            "ImageUpdateAutomation",
            "sourceRef: { kind: GitRepository, name: fleet }",
            'status: "False", reason: GitOperationFailed, message: "failed to push to remote: authorization failed"',
        );
    const { says, findings } = await judge(imageAutomation, { at: AT, objects });
    expect(says).toEqual([
        "ImageRepository flux-system/web is not ready (ReadOperationFailed): GET https://ghcr.io/v2/x/web/tags/list: UNAUTHORIZED: authentication required",
        "ImagePolicy flux-system/web is not ready (Failed): cannot determine latest tag for policy: version list argument cannot be empty",
        "ImageUpdateAutomation flux-system/web is not ready (GitOperationFailed): failed to push to remote: authorization failed",
    ]);
    expect(findings.map((finding) => finding.severity)).toEqual(["warning", "warning", "warning"]);
});

test("Automation that is ready is no fault", async () => {
    expect((await judge(imageAutomation, { at: AT, objects: object("ImagePolicy", "", 'status: "True"') })).answer).toBe("clean");
});

test("Where policies could not be listed, it is not known", async () => {
    expect(
        (
            await judge(imageAutomation, {
                at: AT,
                errors: "forbidden: all of ImagePolicy (image.toolkit.fluxcd.io): may not list them",
            })
        ).answer,
    ).toBe("unknown");
});
