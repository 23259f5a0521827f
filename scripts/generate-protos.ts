import { spawnSync } from "node:child_process";
import { join } from "node:path";

// Offline: buf compiles the protos itself, and the plugin is an npm package. buf's own launcher finds the binary of this platform whether or not
// its install script has run.
const root = join(import.meta.dirname, "..");
const protos = "src/clients/talos/proto";
const buf = spawnSync(
    process.execPath,
    ["node_modules/@bufbuild/buf/bin/buf", "generate", protos, "--template", `${protos}/buf.gen.yaml`],
    {
        cwd: root,
        stdio: "inherit",
    },
);
if (buf.status !== 0)
    throw new Error(
        `buf generate failed (${buf.error?.message ?? `exit ${buf.status}`}): npm ci installs it with its optional dependencies`,
    );
