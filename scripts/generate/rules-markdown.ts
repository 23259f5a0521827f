import { type Explained, explainAll } from "../../src/diagnose/explain.ts";
import { LAYERS } from "../../src/diagnose/layer.ts";
import { RULES } from "../../src/diagnose/rules/index.ts";

/** docs/rules.md: every finding of the diagnosis, by layer, with what it means and how to fix it. */
export function rulesMarkdown(): string {
    const all = explainAll(RULES).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const head = `# Rules\n\nGenerated from the registry by \`make generate\`. ${RULES.length} rules, ${all.length} findings. \`casefile explain RULE\` prints one of them.\n`;
    return (
        head +
        LAYERS.map(
            (layer) =>
                `\n## ${layer}\n${all
                    .filter((each) => each.layer === layer)
                    .map(section)
                    .join("")}`,
        ).join("")
    );
}

function section({ id, title, means, fix, source, reads }: Explained): string {
    return `\n### ${id}\n\n**${title}.** ${means}\n\n*What to do:* ${fix}\n\n<sub>reads ${reads.join(", ")} · ${source}</sub>\n`;
}
