import { chmodSync, cpSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { packRecording } from "../src/demo/recording.ts";
import { licencesOf } from "./licences.ts";

// One folder that runs on a bare Node: the command line, the worker beside it, and the data files both read.
const root = join(import.meta.dirname, "..");
const dist = resolve(process.argv[2] ?? join(root, "dist"));
rmSync(dist, { recursive: true, force: true });
const { metafile } = await build({
    metafile: true,
    absWorkingDir: root,
    entryPoints: { casefile: "src/cli/main.ts", worker: "src/redact/worker.ts" },
    outdir: dist,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "linked",
    // Libraries in CommonJS ask for Node's own modules with require, which an ES module does not have.
    banner: { js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);' },
});
cpSync(join(root, "src/demo/talos/fixtures"), join(dist, "fixtures"), { recursive: true });
cpSync(join(root, "src/spec/profiles"), join(dist, "profiles"), { recursive: true });
cpSync(join(root, "src/diagnose/report/page"), join(dist, "page"), { recursive: true });
writeFileSync(join(dist, "appliance.json"), await packRecording(new URL("../samples/appliance/", import.meta.url)));
writeFileSync(join(dist, "THIRD-PARTY-LICENCES.txt"), licencesOf(root, Object.keys(metafile.inputs)));
chmodSync(join(dist, "casefile.js"), 0o755);
const bytes = readdirSync(dist, { recursive: true, encoding: "utf8" }).reduce(
    (sum, file) => sum + statSync(join(dist, file)).size,
    0,
);
console.log(`dist: ${(bytes / 2 ** 20).toFixed(1)} MiB`);
