import { expect, test } from "vitest";
import { bundleOf } from "../../../test/diagnose/judge.ts";
import { buildFacts } from "./build-facts.ts";
import { named } from "./kube-object.ts";

const OBJECTS = `
apiVersion: v1
kind: Service
metadata: { name: db, namespace: msp }
spec: { clusterIP: 10.96.0.60, selector: { app: db } }
---
apiVersion: v1
kind: Pod
metadata: { name: db-0, namespace: msp }
spec: { containers: [] }
status: { podIP: 10.244.0.7 }
---
apiVersion: v1
kind: Node
metadata: { name: n1 }
status: { addresses: [{ type: InternalIP, address: 10.0.0.1 }] }
`;

async function resolved(host: string, namespace = "msp") {
    const [facts] = await buildFacts(await bundleOf({ objects: OBJECTS }), new AbortController().signal);
    const ref = facts?.resolve(host, namespace);
    return ref === undefined ? undefined : named(ref);
}

test("Names are resolved as a pod of the namespace would resolve them", async () => {
    expect(await resolved("db")).toBe("Service msp/db");
    expect(await resolved("db.msp", "other")).toBe("Service msp/db");
    expect(await resolved("db.msp.svc.cluster.local.", "other")).toBe("Service msp/db");
    expect(await resolved("db-0.db.msp.svc", "other")).toBe("Service msp/db");
});

test("A name that no Service has is the Service that is missing", async () => {
    expect(await resolved("cache")).toBe("Service msp/cache");
});

test("Addresses lead to the Service, the pod or the node that has them", async () => {
    expect(await resolved("10.96.0.60")).toBe("Service msp/db");
    expect(await resolved("10.244.0.7")).toBe("Pod msp/db-0");
    expect(await resolved("10.0.0.1")).toBe("Node n1");
});

test("What lies outside the cluster, or is the pod itself, is nothing of the cluster", async () => {
    expect(await resolved("smtp.example.com")).toBeUndefined();
    expect(await resolved("192.0.2.1")).toBeUndefined();
    expect(await resolved("localhost")).toBeUndefined();
});
