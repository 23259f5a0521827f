import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT, event, running, waiting, workload } from "../../../../test/diagnose/workload.ts";
import { imagePull } from "./image-pull.ts";

const POD = "web-5d4f-abcde";
const RESOLVE =
    'failed to pull and unpack image "registry.example.com/web:1.0": failed to resolve reference "registry.example.com/web:1.0": ';
const pulling = (answer: string) => ({
    at: AT,
    objects: workload({
        phase: "Pending",
        status: waiting(
            "ImagePullBackOff",
            `Back-off pulling image "registry.example.com/web:1.0": ErrImagePull: ${RESOLVE}${answer}`,
        ),
    }),
});

test("A tag that the registry does not have is named", async () => {
    const { says, findings } = await judge(imagePull, pulling("registry.example.com/web:1.0: not found"));
    expect(says).toEqual([
        'Deployment msp/web: pod web-5d4f-abcde cannot pull image registry.example.com/web:1.0: "registry.example.com/web:1.0: not found"',
    ]);
    expect(findings[0]?.rule).toBe("application.image-pull.not-found");
});

test.each([
    [
        "auth",
        "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
    ],
    [
        "rate-limit",
        "unexpected status from HEAD request to https://registry-1.docker.io/v2/library/web/manifests/1.0: 429 Too Many Requests",
    ],
    [
        "dns",
        'failed to do request: Head "https://registry.example.com/v2/web/manifests/1.0": dial tcp: lookup registry.example.com on 10.0.0.2:53: no such host',
    ],
    [
        "x509",
        'failed to do request: Head "https://registry.example.com/v2/web/manifests/1.0": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    ],
    ["arch", "no match for platform in manifest: not found"],
    [
        "timeout",
        'failed to do request: Head "https://registry.example.com/v2/web/manifests/1.0": dial tcp 192.0.2.7:443: i/o timeout',
    ],
    [
        "unreachable",
        'failed to do request: Head "https://registry.example.com/v2/web/manifests/1.0": dial tcp 192.0.2.7:443: connect: connection refused',
    ],
])("What the registry or the way to it answers decides the kind: %s", async (variant, answer) => {
    const { findings } = await judge(imagePull, pulling(answer));
    expect(findings.map((finding) => finding.rule)).toEqual([`application.image-pull.${variant}`]);
});

test("The answer is taken from the event where the status only says that it backs off", async () => {
    const { says } = await judge(imagePull, {
        at: AT,
        objects:
            workload({
                phase: "Pending",
                spec: "nodeName: n1, imagePullSecrets: [{ name: regcred }]",
                status: waiting("ImagePullBackOff", 'Back-off pulling image "registry.example.com/web:1.0"'),
            }) +
            event(
                "Pod",
                "msp",
                POD,
                "Failed",
                `Failed to pull image "registry.example.com/web:1.0": ${RESOLVE}unexpected status: 401 Unauthorized`,
            ),
    });
    expect(says).toEqual([
        'Deployment msp/web: pod web-5d4f-abcde cannot pull image registry.example.com/web:1.0: "unexpected status: 401 Unauthorized"',
    ]);
});

test("An image name that cannot be read is quoted", async () => {
    const { says } = await judge(imagePull, {
        at: AT,
        objects: workload({
            phase: "Pending",
            status: waiting(
                "InvalidImageName",
                `Failed to apply default image tag "registry.example.com/Web:1.0": couldn't parse image name "registry.example.com/Web:1.0": invalid reference format: repository name (Web) must be lowercase`,
            ),
        }),
    });
    expect(says).toEqual([
        'Deployment msp/web: pod web-5d4f-abcde cannot pull image registry.example.com/web:1.0: "Failed to apply default image tag "registry.example.com/Web:1.0": couldn\'t parse image name "registry.example.com/Web:1.0": invalid reference format: repository name (Web) must be lowercase"',
    ]);
});

test("A pod that runs had its image pulled, whatever its events say", async () => {
    const objects =
        workload({ status: running() }) +
        event("Pod", "msp", POD, "Failed", 'Failed to pull image "registry.example.com/web:1.0": not found');
    expect((await judge(imagePull, { at: AT, objects })).answer).toBe("clean");
});

test("Without pods it is not known whether images are pulled", async () => {
    expect(
        (
            await judge(imagePull, {
                at: AT,
                errors: 'pods is forbidden: User "u" cannot list resource "pods" in API group "" at the cluster scope',
            })
        ).answer,
    ).toBe("unknown");
});
