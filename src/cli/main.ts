#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";
import packageJson from "../../package.json" with { type: "json" };

const NEEDS_NODE = Number.parseInt(packageJson.engines.node.replace(/^\D+/, ""), 10);

// The version must come as fast as a bare Node starts: nothing else is loaded for it.
const [first, ...rest] = process.argv.slice(2);
if ((first === "--version" || first === "-V" || first === "version") && rest.length === 0) {
    process.stdout.write(`casefile ${packageJson.version}\n`);
} else if (Number.parseInt(process.versions.node, 10) < NEEDS_NODE) {
    // npx only warns of it, and an older one ends with whatever it meets first.
    process.stderr.write(`error: casefile needs Node.js ${NEEDS_NODE} or newer, and this is ${process.version}\n`);
    process.stderr.write("hint:  npx -y -p node@24 -p casefile casefile, or https://nodejs.org/en/download\n");
    process.exitCode = 2;
} else {
    // Else V8 lets this thread's young generation grow to 100 MB of garbage: buffers pass through it, little stays. A tenth more CPU time.
    setFlagsFromString("--semi-space-growth-factor=1");
    const { main } = await import("./program.ts");
    await main(process.argv, packageJson.version);
}
