import { LAYERS } from "../../src/diagnose/layer.ts";
import type { Explanation, Rule } from "../../src/diagnose/rule.ts";
import { RULES } from "../../src/diagnose/rules/index.ts";

/** docs/rules.md: every rule of the diagnosis, by layer, with what it means and how to fix it. */
export function rulesMarkdown(): string {
    const total = RULES.reduce((sum, rule) => sum + explanations(rule).length, 0);
    const head = `# Rules\n\nGenerated from the registry by \`make generate\`. ${RULES.length} rules, ${total} findings. \`casefile explain RULE\` prints one of them.\n`;
    const layers = LAYERS.map((layer) => {
        const rules = RULES.filter((rule) => rule.layer === layer).toSorted((a, b) => (a.id < b.id ? -1 : 1));
        return `\n## ${layer}\n${rules.flatMap((rule) => explanations(rule).map(([id, explanation]) => section(id, explanation, rule))).join("")}`;
    });
    return head + layers.join("");
}

/** The rule itself, then what some of its findings have to say of their own. */
function explanations(rule: Rule): [string, Explanation][] {
    const variants = Object.entries(rule.variants ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return [[rule.id, rule], ...variants.map(([key, explanation]): [string, Explanation] => [`${rule.id}.${key}`, explanation])];
}

function section(id: string, { title, means, fix }: Explanation, { source, reads }: Rule): string {
    return `\n### ${id}\n\n**${title}.** ${means}\n\n*What to do:* ${fix}\n\n<sub>reads ${reads.join(", ")} · ${source}</sub>\n`;
}
