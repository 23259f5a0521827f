import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { apiServer } from "./api-server.ts";

test("A dead API is said with the client's own words, and leads to the machines", async () => {
    const { says, findings } = await judge(apiServer, {
        errors: "The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?",
        talos: { "cp-1/services.yaml": "services: [{ id: etcd, state: Running }]" },
    });
    expect(says).toEqual([
        "The Kubernetes API does not answer: The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?",
    ]);
    expect(findings[0]?.dueTo?.map((cause) => cause.ref.name)).toEqual(["cp-1"]);
});

test("A cluster that answered is not dead, even when one list was refused", async () => {
    const { answer } = await judge(apiServer, {
        objects: "apiVersion: v1\nkind: Node\nmetadata: { name: n1 }\n",
        errors: "secrets is forbidden",
    });
    expect(answer).toBe("clean");
});
