import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { kubeletPath } from "./kubelet-path.ts";

const objects = `
apiVersion: v1
kind: Node
metadata: { name: worker-a }
status: { addresses: [{ type: InternalIP, address: 10.0.0.18 }] }
`;

test("A kubelet whose certificate is not trusted is named by its node", async () => {
    const errors =
        'Error from server: Get "https://10.0.0.18:10250/containerLogs/shop/web/app": tls: failed to verify certificate: x509: certificate signed by unknown authority';
    const { says, findings } = await judge(kubeletPath, { objects, errors });
    expect(says).toEqual([
        "Node worker-a: the API server cannot call its kubelet (10.0.0.18:10250), so there are no logs, exec or metrics: tls: failed to verify certificate: x509: certificate signed by unknown authority",
    ]);
    expect(findings[0]?.severity).toBe("warning");
});

test("Logs that were not collected for another reason say nothing about the kubelet", async () => {
    expect((await judge(kubeletPath, { objects, errors: "unable to retrieve container logs" })).answer).toBe("unknown");
    expect((await judge(kubeletPath, { objects })).answer).toBe("clean");
});
