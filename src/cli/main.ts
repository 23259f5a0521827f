#!/usr/bin/env node
import packageJson from "../../package.json" with { type: "json" };

// The version must come as fast as a bare Node starts: nothing else is loaded for it.
const [first, ...rest] = process.argv.slice(2);
if ((first === "--version" || first === "-V" || first === "version") && rest.length === 0) {
    process.stdout.write(`casefile ${packageJson.version}\n`);
} else {
    const { main } = await import("./program.ts");
    await main(process.argv, packageJson.version);
}
