import { expect, test } from "vitest";
import { AT, appliance, DATABASE, documentsBut, program } from "../appliance.ts";
import { diagnosed, sketch } from "../judge.ts";
import { APPLIANCE_CASES } from "./appliance-cases.ts";

test("An appliance that is well is healthy: its bootstrap Job gone after its time is no fault", async () => {
    const diagnosis = await diagnosed({ objects: appliance(), at: AT });
    expect(sketch(diagnosis)).toEqual(["healthy"]);
    expect(diagnosis.layers.map(({ name, status, says }) => `${name}: ${status}, ${says}`)).toEqual([
        "talos: absent, nothing of it is in the archive",
        "kubernetes: healthy, 1 node, 2 claims, 2 system pods",
        "gitops: healthy, 10 of 10 Flux objects ready",
        "application: healthy, 8 pods",
    ]);
    expect(diagnosis.notes).toEqual([]);
});

test.each(APPLIANCE_CASES)("$title", async ({ given, verdict, says }) => {
    const diagnosis = await diagnosed(given);
    expect(sketch(diagnosis)).toEqual(verdict);
    expect(diagnosis.roots[0]?.says).toBe(says);
});

test.each(APPLIANCE_CASES)("Without what decides, it is not known: $title", async ({ given, withheld }) => {
    const { logs, objects = "", ...rest } = given;
    const left = withheld.objects === undefined ? objects : documentsBut(objects, withheld.objects);
    const diagnosis = await diagnosed({
        ...rest,
        objects: left,
        errors: withheld.errors,
        ...(withheld.logs || logs === undefined ? {} : { logs }),
    });
    expect(diagnosis.unknowns.map(({ rule }) => rule)).toContain(withheld.rule);
    expect(diagnosis.roots.map(({ rule }) => rule).filter((rule) => rule.startsWith(withheld.rule))).toEqual([]);
    expect(diagnosis.verdict.status).not.toBe("healthy");
});

test("Of several faults at once the one that the vendor's operator takes up first ranks first", async () => {
    const crashes = "ready: false, restartCount: 9, state: { waiting: { reason: CrashLoopBackOff } }";
    const subPath =
        'ready: false, restartCount: 0, state: { waiting: { reason: CreateContainerConfigError, message: "failed to create subPath directory" } }';
    const diagnosis = await diagnosed({
        at: AT,
        objects: appliance({
            instead:
                program({ name: "temporal-ui", namespace: "msp", status: crashes }) +
                program({ name: "temporal", namespace: "msp", release: "temporal", status: crashes }) +
                program({ ...DATABASE, phase: "Pending", status: subPath }),
        }),
        logs: {
            "msp/temporal-ui-5d4f-abcde/temporal-ui.previous.log":
                "panic: cannot unmarshal !!str `tcp://10.96.0.44:8080` into int\n",
            "msp/temporal-5d4f-abcde/temporal.previous.log": "fatal: sql schema version compatibility check failed: 1.14\n",
        },
    });
    expect(diagnosis.roots.map(({ rule }) => rule)).toEqual([
        "appliance.known-failure.subpath",
        "appliance.known-failure.temporal-schema",
        "appliance.known-failure.service-links",
    ]);
});

test("A folder with a few objects of an appliance is not blamed for those it does not hold", async () => {
    const objects = documentsBut(
        appliance(),
        /^(?!Namespace|Kustomization flux-system\/alga-core|HelmRelease alga-system\/alga-core|.* msp\/redis)/,
    );
    expect(sketch(await diagnosed({ objects, at: AT }))).toEqual(["healthy"]);
});
