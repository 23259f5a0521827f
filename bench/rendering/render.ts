/**
 * Renders the pages that are listed in FOLDER/pages.json: `node bench/rendering/render.ts alone|nets FOLDER`. Prints JSON: CPU ms of rendering, of what
 * comes before it, objects and bytes written.
 */
import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MANAGEMENT } from "../../src/core/cluster-ref.ts";
import { fingerprint } from "../../src/redact/fingerprint.ts";
import { StringHider } from "../../src/redact/hide-strings.ts";
import { isObject } from "../../src/redact/json.ts";
import { createTextNets } from "../../src/redact/nets/create.ts";
import { PageBuffer } from "../../src/redact/page-buffer.ts";
import { visitItems } from "../../src/redact/page-items.ts";
import { renderPage, type Tools } from "../../src/redact/render-page.ts";
import { secretNames } from "../../src/redact/secret-names.ts";
import { Structure } from "../../src/redact/structure/structure.ts";
import { knownValues, ValuesShown } from "../../src/redact/values-shown.ts";
import { YamlWriter } from "../../src/redact/yaml.ts";
import type { SavedPage } from "./saved-page.ts";

const [role, folder = "."] = process.argv.slice(2);
const pages: readonly SavedPage[] = JSON.parse(readFileSync(join(folder, "pages.json"), "utf8"));
const SHOWN = new Set(["Secret", "ConfigMap", "Deployment", "StatefulSet", "DaemonSet", "CronJob", "HelmRelease"]);

function cpuMs(): number {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
}

function toolsOfRun(): Tools {
    const names = secretNames([]);
    const shown = new ValuesShown(names);
    const values = pages
        .filter(({ kind }) => SHOWN.has(kind))
        .flatMap(({ file, apiVersion, kind }) => {
            const found = shown.byPage(readFileSync(file), { apiVersion, kind });
            if (!found.ok) throw new Error(found.problem.message);
            return found.value;
        });
    const key = new Uint8Array(32).fill(1);
    const user = { keys: [], patterns: [], values: [], keep: [], hide: [] };
    const nets = createTextNets({ key, known: knownValues(values), names: [], user });
    const structure = new Structure({ nets, names, fingerprint: (value) => fingerprint(key, value), keep: new Set() });
    return { nets, structure, yaml: new YamlWriter(), strings: new StringHider(nets) };
}

interface Written {
    readonly objects: number;
    readonly bytes: number;
}

function withNets(): (page: SavedPage) => Written {
    const tools = toolsOfRun();
    return ({ apiVersion, kind, file }) => {
        const bytes = Uint8Array.from(readFileSync(file));
        const task = { type: "page", cluster: MANAGEMENT, as: "objects", write: true, managedFields: false } as const;
        const page = renderPage({ ...task, apiVersion, kind, bytes }, tools);
        return { objects: page.items.length, bytes: page.bytes.length };
    };
}

/** Parsed, written as YAML and hashed, as above, and nothing hidden. */
function alone(): (page: SavedPage) => Written {
    const yaml = new YamlWriter();
    return ({ apiVersion, kind, file }) => {
        const bytes = Uint8Array.from(readFileSync(file));
        const buffer = new PageBuffer(bytes.length);
        const hashes: string[] = [];
        visitItems(bytes, false, {
            item: (item) => {
                if (!isObject(item)) throw new Error("an item is no object");
                hashes.push(hash("sha256", buffer.append(yaml.object(apiVersion, kind, item)), "hex"));
            },
            again: () => {
                buffer.cut(0);
                hashes.length = 0;
            },
        });
        return { objects: hashes.length, bytes: buffer.bytes().length };
    };
}

const start = cpuMs();
const render = role === "nets" ? withNets() : alone();
const begun = cpuMs();
let objects = 0;
let bytes = 0;
for (const page of pages) {
    const written = render(page);
    objects += written.objects;
    bytes += written.bytes;
}
console.log(JSON.stringify({ cpuMs: cpuMs() - begun, beforeMs: begun - start, objects, bytes }));
