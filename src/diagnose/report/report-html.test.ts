import { expect, test } from "vitest";
import { largeCase } from "../../../test/diagnose/large-case.ts";
import { reportCase, TROUBLED } from "../../../test/diagnose/report-case.ts";
import { createRenderer } from "../../redact/render.ts";
import { WorkerPool } from "../../redact/worker-pool.ts";
import type { DiagnosisSymptom } from "../diagnosis.ts";
import { reportHtml } from "./report-html.ts";

test("Ten thousand objects that are nearly all broken make a page below 2 MB", async () => {
    const { summary } = await reportCase(largeCase(10_000), {}, []);
    const { diagnosis } = await reportCase(largeCase(500));
    const roots = Array.from({ length: 20 }, () => diagnosis.roots).flat();
    expect(roots.length).toBeGreaterThan(1000);
    const page = reportHtml({ ...diagnosis, roots }, summary);
    expect(Buffer.byteLength(page)).toBeLessThan(2_000_000);
    expect(page).toMatch(/[\d,]+ more causes are in diagnosis\.json/);
    expect(summary.timeline.length).toBeLessThanOrEqual(600);
});

test("Causes with ten thousand symptoms each, all with much to say, make a page below 2 MB", async () => {
    const { diagnosis, summary } = await reportCase(TROUBLED);
    const [root] = diagnosis.roots;
    const [symptom] = root?.symptoms ?? [];
    if (root === undefined || symptom === undefined) throw new Error("the case has no symptom");
    const wordy = { ...symptom, says: "é".repeat(3000), hint: "<".repeat(3000), symptoms: [] };
    const deep = Array.from({ length: 200 }).reduce<DiagnosisSymptom>((below) => ({ ...wordy, symptoms: [below] }), wordy);
    const symptoms = [deep, ...Array.from({ length: 10_000 }, () => wordy)];
    const roots = Array.from({ length: 30 }, () => ({ ...root, says: "&".repeat(5000), symptoms }));
    const page = reportHtml({ ...diagnosis, roots }, summary);
    expect(Buffer.byteLength(page)).toBeLessThan(2_000_000);
    expect(page).toContain("more symptoms are in diagnosis.json");
    expect(page).toContain("&amp;&amp;");
});

test("The same archive gives the same page, and its summary is plain data", async () => {
    const [first, second] = [await reportCase(TROUBLED), await reportCase(TROUBLED)];
    const page = reportHtml(first.diagnosis, first.summary);
    expect(reportHtml(second.diagnosis, JSON.parse(JSON.stringify(second.summary)))).toBe(page);
});

test("The nets of redaction find nothing to hide in the page's own parts, so its hashes stay true", async () => {
    const { diagnosis, summary } = await reportCase(TROUBLED);
    const page = reportHtml(diagnosis, summary);
    const renderer = createRenderer({
        nets: {
            key: Buffer.alloc(32, 1),
            known: [],
            names: [],
            user: { hide: [], keys: [], values: [], patterns: [], keep: [] },
        },
        managedFields: false,
        pool: new WorkerPool([], 1),
        now: () => new Date(0),
    });
    try {
        const document = await renderer.ours("report.html", Buffer.from(page), new AbortController().signal);
        expect(Buffer.from(document.bytes).toString()).toBe(page);
    } finally {
        await renderer.close();
    }
});
