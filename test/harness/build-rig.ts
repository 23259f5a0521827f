import { buildRig } from "./find-rig.ts";

// `node test/harness/build-rig.ts`: the rig for later runs, and its folder on stdout. Does nothing when it is there.
try {
    process.stdout.write(`${buildRig((line) => process.stderr.write(`${line}\n`)).rig}\n`);
} catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
}
