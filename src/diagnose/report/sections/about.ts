import { html } from "../markup.ts";
import type { Section } from "../section.ts";
import type { ReportSummary } from "../summary/summary.ts";
import { counted, lasting, utc } from "../wording.ts";

const MOST_CLUSTERS = 100;

/** Where the archive comes from. */
export function aboutSection({ run, clusters }: ReportSummary): Section {
    const took = run.startedAt === undefined ? undefined : Date.parse(run.takenAt) - Date.parse(run.startedAt);
    const body = html`<dl class="about">
${row("Collected", took === undefined ? utc(run.takenAt) : `${utc(run.takenAt)}, in ${lasting(took)}`)}
${run.tool === undefined ? undefined : row("Tool", `${run.tool.name} ${run.tool.version}`)}
${run.spec === undefined ? undefined : row("Profile", run.spec)}
${clusters.slice(0, MOST_CLUSTERS).map(({ name, version, nodes, pods, objects, machines }) => row(name === "management" ? "Cluster" : name, [version ?? "version unknown", counted(nodes, "node"), counted(pods, "pod"), counted(objects, "object"), ...(machines > 0 ? [counted(machines, "Talos machine")] : [])].join(" · ")))}
${(run.notes ?? []).slice(0, 20).map((note) => row("Note", note))}
</dl>
<p>The same as data: diagnosis.json. What could not be had, line by line: errors.txt. Every file with its checksum: manifest.json.</p>`;
    return { id: "about", title: "About this archive", body };
}

function row(name: string, value: string) {
    return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}
