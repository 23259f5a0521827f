import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { loadRecording } from "./recording.ts";
import { replayAt } from "./replay.ts";

const recording = await loadRecording(new URL("../../samples/appliance/", import.meta.url));
const lateInYear = new Date("2026-12-31T23:30:00.900Z");
const replayed = replayAt(recording, lateInYear);

function find(kind: string, name: string) {
    return replayed.objects.find((object) => object.kind === kind && object.metadata.name === name);
}

test("the recorded moment becomes now, to the second", () => {
    expect(replayed.recordedAt).toBe("2026-12-31T23:30:01Z");
    expect(find("Lease", "alga-01")?.spec).toMatchObject({ renewTime: "2026-12-31T23:29:55.214907Z" });
    expect(find("Namespace", "msp")?.metadata.creationTimestamp).toBe("2026-12-29T22:15:12Z");
});

test("logs move in their stamps and in their words, klog lines too", () => {
    const scheduler = replayed.logs["kube-system/kube-scheduler-alga-01/kube-scheduler.log"]?.split("\n").at(-2);
    expect(scheduler).toMatch(/^2026-12-31T23:25:31\.\d{9}Z stderr F E1231 23:25:31\.\d{6} +1 schedule_one/);
});

test("what Helm wrote into its release moves too", () => {
    const secret = find("Secret", "sh.helm.release.v1.alga-core.v2");
    expect(secret?.metadata.creationTimestamp).toBe("2026-12-31T22:45:15Z");
    const { release } = (secret?.data ?? {}) as { readonly release: string };
    const body = JSON.parse(gunzipSync(Buffer.from(Buffer.from(release, "base64").toString(), "base64")).toString());
    expect(body.info).toMatchObject({ last_deployed: "2026-12-31T22:45:15Z", status: "failed" });
});

test("times that are no part of the story stay", () => {
    expect(replayed.documents["/version"]).toBe(recording.documents["/version"]);
    expect(JSON.stringify(replayed)).toContain("2026.3.1");
});

test("at the recorded moment nothing changes", () => {
    expect(replayAt(recording, new Date(recording.recordedAt))).toEqual(recording);
});
