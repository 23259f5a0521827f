import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { program } from "../src/cli/program.ts";
import { referenceMarkdown } from "./generate/reference-markdown.ts";
import { rulesMarkdown } from "./generate/rules-markdown.ts";

// Everything that comes from the registries. CI runs this and fails when it changes anything.
const root = join(import.meta.dirname, "..");
writeFileSync(join(root, "docs/rules.md"), rulesMarkdown());
writeFileSync(join(root, "docs/reference.md"), referenceMarkdown(program("VERSION")));
for (const script of readdirSync(import.meta.dirname)
    .filter((name) => /^generate-.*\.ts$/.test(name))
    .sort())
    await import(`./${script}`);
