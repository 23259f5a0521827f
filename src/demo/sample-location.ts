import { existsSync } from "node:fs";

/**
 * Where the sample appliance lies: packed beside the bundled program (`dist/appliance.json`, made by packRecording), else the folder of
 * the repository. `base` is the URL of the running module.
 */
export function sampleLocation(base: string = import.meta.url): URL {
    const packed = new URL("appliance.json", base);
    return existsSync(packed) ? packed : new URL("../../samples/appliance/", base);
}
