import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { rbac } from "./rbac.ts";

const LINE =
    'E1121 08:00:00.000000 1 reflector.go:150] failed to list *v1.Secret: secrets is forbidden: User "system:serviceaccount:msp:operator" cannot list resource "secrets" in API group "" at the cluster scope\n';
const LOGS = { "msp/operator-1/operator.log": LINE.repeat(4) };
const POD = `
apiVersion: v1
kind: Pod
metadata: { name: operator-1, namespace: msp }
spec: { containers: [{ name: operator }] }
status: { phase: Running, conditions: [{ type: Ready, status: "True" }] }
---
`;
const roles = (verbs: string) => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: operator }
rules: [{ apiGroups: [""], resources: [secrets], verbs: ${verbs} }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: operator }
subjects: [{ kind: ServiceAccount, name: operator, namespace: msp }]
roleRef: { kind: ClusterRole, name: operator }
`;

test("An account that is refused again and again is named with what it may not do", async () => {
    const { says, findings } = await judge(rbac, { objects: POD + roles("[get]"), logs: LOGS });
    expect(says).toEqual(["ServiceAccount msp/operator may not list secrets in all namespaces, and asks for it again and again"]);
    expect(findings[0]?.severity).toBe("critical");
});

test("An account that has the permission by now is fine", async () => {
    expect((await judge(rbac, { objects: POD + roles("[get, list]"), logs: LOGS })).answer).toBe("clean");
});
