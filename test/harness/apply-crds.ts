import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Rig } from "./attach-rig.ts";

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "..", "fixtures", "crds");

/** Flux's, Sveltos' and Cluster API's kinds, served when it returns. Harmless to repeat. */
export async function applyCrds(rig: Rig): Promise<void> {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith(".yaml"));
    await rig.apply(files.map((name) => readFileSync(join(FOLDER, name), "utf8")).join("\n---\n"));
}
