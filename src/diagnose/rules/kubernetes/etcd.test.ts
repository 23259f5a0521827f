import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { etcd } from "./etcd.ts";

const pod = (ready: boolean) => `
apiVersion: v1
kind: Pod
metadata: { name: etcd-cp-1, namespace: kube-system }
spec: { nodeName: cp-1, containers: [{ name: etcd }] }
status: { phase: Running, conditions: [{ type: Ready, status: "${ready ? "True" : "False"}" }] }
`;

test("A full database is said", async () => {
    const logs = {
        "kube-system/etcd-cp-1/etcd.log":
            '{"level":"warn","msg":"failed to apply request","error":"etcdserver: mvcc: database space exceeded"}\n',
    };
    expect((await judge(etcd, { objects: pod(true), logs })).says).toEqual([
        "etcd etcd-cp-1: failed to apply request: etcdserver: mvcc: database space exceeded",
    ]);
});

test("A slow write of a member that is well is normal", async () => {
    const logs = { "kube-system/etcd-cp-1/etcd.log": '{"level":"warn","msg":"apply request took too long"}\n' };
    expect((await judge(etcd, { objects: pod(true), logs })).answer).toBe("clean");
});
