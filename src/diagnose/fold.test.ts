import { expect, test } from "vitest";
import { diagnosed, sketch } from "../../test/diagnose/judge.ts";
import { MANAGEMENT } from "../core/cluster-ref.ts";
import type { ObjectRef } from "../core/evidence-ref.ts";
import { refOf } from "./facts/kube-object.ts";
import type { Finding, Rule } from "./rule.ts";
import { because } from "./showing.ts";

const POD = refOf(MANAGEMENT, "v1", "Pod", "db-0", "msp");
const CLAIM = refOf(MANAGEMENT, "v1", "PersistentVolumeClaim", "data", "msp");
const VOLUME = refOf(MANAGEMENT, "v1", "PersistentVolume", "pv-1");
const NODE = refOf(MANAGEMENT, "v1", "Node", "n1");
const OBJECTS = `
apiVersion: v1
kind: Pod
metadata: { name: db-0, namespace: msp }
spec: { nodeName: n1, containers: [], volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }] }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, namespace: msp }
spec: { volumeName: pv-1 }
status: { phase: Bound }
`;

function rule(id: string, subject: ObjectRef, finding: Partial<Finding>): Rule {
    const words = { title: id, means: id, fix: id, source: "test" };
    const found: Finding = {
        severity: "critical",
        role: "symptom",
        subject,
        says: `${id} says so`,
        hint: "",
        evidence: [],
        ...finding,
    };
    return { ...words, id, layer: "kubernetes", reads: ["Pod"], check: () => [found] };
}

async function folded(...rules: Rule[]) {
    return sketch(await diagnosed({ objects: OBJECTS }, rules));
}

test("A symptom is folded under its cause over healthy objects in between", async () => {
    const symptom = rule("a.pod", POD, { dueTo: [because("mounts", CLAIM)] });
    expect(await folded(symptom, rule("b.volume", VOLUME, { role: "cause" }))).toEqual([
        "broken kubernetes",
        "b.volume PersistentVolume pv-1",
        "  a.pod Pod msp/db-0",
    ]);
});

test("A relation that is not named is not followed", async () => {
    const symptom = rule("a.pod", POD, { dueTo: [because("mounts", CLAIM)] });
    expect(await folded(symptom, rule("b.node", NODE, { role: "cause" }))).toEqual([
        "broken kubernetes",
        "b.node Node n1",
        "a.pod Pod msp/db-0",
    ]);
});

test("`only` keeps other troubles of the object from explaining", async () => {
    const symptom = rule("a.pod", POD, { dueTo: [because("runs-on", NODE, ["c"])] });
    expect(await folded(symptom, rule("b.node", NODE, { role: "cause" }))).toEqual([
        "broken kubernetes",
        "b.node Node n1",
        "a.pod Pod msp/db-0",
    ]);
});

test("`explains` keeps a finding from explaining what comes another way", async () => {
    const symptom = rule("a.pod", POD, { dueTo: [because("runs-on", NODE)] });
    expect(await folded(symptom, rule("b.node", NODE, { role: "cause", explains: ["scheduled-by"] }))).toEqual([
        "broken kubernetes",
        "b.node Node n1",
        "a.pod Pod msp/db-0",
    ]);
});

test("Of findings that explain each other in a circle the strongest is the root", async () => {
    const one = rule("a.pod", POD, { role: "failure", dueTo: [because("mounts", CLAIM)] });
    const other = rule("b.claim", CLAIM, { role: "symptom", dueTo: [because("owns", POD)] });
    expect(await folded(one, other)).toEqual([
        "broken kubernetes",
        "a.pod Pod msp/db-0",
        "  b.claim PersistentVolumeClaim msp/data",
    ]);
});

test("What says more about the same object stands above what says less", async () => {
    expect(await folded(rule("a.less", POD, {}), rule("b.more", POD, { role: "failure" }))).toEqual([
        "broken kubernetes",
        "b.more Pod msp/db-0",
        "  a.less Pod msp/db-0",
    ]);
});

test("Two faults that have nothing to do with each other are two roots", async () => {
    expect(await folded(rule("a.pod", POD, { role: "cause" }), rule("b.node", NODE, { role: "cause" }))).toEqual([
        "broken kubernetes",
        "b.node Node n1",
        "a.pod Pod msp/db-0",
    ]);
});

test("A remark is no root, until it is the cause of something broken", async () => {
    const remark = rule("b.claim", CLAIM, { severity: "info", role: "cause" });
    const alone = await diagnosed({ objects: OBJECTS }, [remark]);
    expect([alone.verdict.status, alone.roots.length, alone.notes.length]).toEqual(["healthy", 0, 1]);
    expect(await folded(remark, rule("a.pod", POD, { dueTo: [because("mounts", CLAIM)] }))).toEqual([
        "broken kubernetes",
        "b.claim PersistentVolumeClaim msp/data",
        "  a.pod Pod msp/db-0",
    ]);
});

test("What usually passes by itself is no root", async () => {
    const { verdict, notes } = await diagnosed({ objects: OBJECTS }, [rule("a.pod", POD, { transient: true })]);
    expect([verdict.status, notes.length]).toEqual(["healthy", 1]);
});

test("A symptom whose cause was not collected makes the verdict unknown, and says why", async () => {
    const symptom = rule("a.pod", POD, { causeIn: [{ cluster: MANAGEMENT, type: "objects", kind: "Secret" }] });
    const { verdict, roots } = await diagnosed({ objects: OBJECTS, errors: "secrets is forbidden" }, [symptom]);
    expect(verdict).toEqual({
        status: "unknown",
        layer: "kubernetes",
        says: "a.pod says so; why could not be seen: secrets is forbidden",
    });
    expect(roots[0]?.causeNotSeen).toBe("secrets is forbidden");
});

test("A lost list of pods is unknown and never healthy", async () => {
    const { verdict } = await diagnosed(
        { objects: "apiVersion: v1\nkind: Node\nmetadata: { name: n1 }\n", errors: "pods is forbidden" },
        [],
    );
    expect(verdict).toEqual({
        status: "unknown",
        says: "Nothing broken was seen, but not everything could be looked at: pods is forbidden",
    });
});

test("Two runs are equal to the byte", async () => {
    const rules = [rule("a.pod", POD, { dueTo: [because("mounts", CLAIM)] }), rule("b.volume", VOLUME, { role: "cause" })];
    const [one, other] = [await diagnosed({ objects: OBJECTS }, rules), await diagnosed({ objects: OBJECTS }, rules)];
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
});
