import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { dns } from "./dns.ts";

const coredns = (ready: boolean) => `
apiVersion: v1
kind: Pod
metadata: { name: coredns-7d4-x, namespace: kube-system, labels: { pod-template-hash: 7d4 }, ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: coredns-7d4, controller: true }] }
spec: { containers: [{ name: coredns }] }
status: { phase: Running, conditions: [{ type: Ready, status: "${ready ? "True" : "False"}" }], containerStatuses: [{ name: coredns, restartCount: 9, state: { waiting: { reason: CrashLoopBackOff } } }] }
`;

test("A forwarding loop is the cause of a CoreDNS that stops", async () => {
    const logs = {
        "kube-system/coredns-7d4-x/coredns.previous.log":
            '[FATAL] plugin/loop: Loop (127.0.0.1:55953 -> :1053) detected for zone ".", see https://coredns.io/plugins/loop#troubleshooting\n',
    };
    expect((await judge(dns, { objects: coredns(false), logs })).says).toEqual([
        'Deployment kube-system/coredns sees its queries come back to itself and stops: plugin/loop: Loop (127.0.0.1:55953 -> :1053) detected for zone ".", see https://coredns.io/plugins/loop#troubleshooting',
    ]);
});

test("A wrong Corefile is named", async () => {
    const logs = {
        "kube-system/coredns-7d4-x/coredns.log": "/etc/coredns/Corefile:7 - Error during parsing: Unknown directive 'forwrd'\n",
    };
    const { says, findings } = await judge(dns, { objects: coredns(false), logs });
    expect(says).toEqual([
        "Deployment kube-system/coredns cannot read its Corefile: /etc/coredns/Corefile:7 - Error during parsing: Unknown directive 'forwrd'",
    ]);
    expect(findings[0]?.subject.kind).toBe("ConfigMap");
});

test("Now and then an upstream times out: no pod suffers, so it is no fault", async () => {
    const logs = {
        "kube-system/coredns-7d4-x/coredns.log":
            "[ERROR] plugin/errors: 2 example.com. A: read udp 10.0.0.1:1->1.1.1.1:53: i/o timeout\n",
    };
    expect((await judge(dns, { objects: coredns(true), logs })).answer).toBe("clean");
});
