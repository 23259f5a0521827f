import { request } from "node:http";
import { inject } from "vitest";
import { attachRig, type Rig } from "./attach-rig.ts";
import { buildRig } from "./find-rig.ts";

/** The cluster that all tests of a run share: keep to a namespace of your own, and leave cluster-wide state as it was. */
export async function sharedRig(): Promise<Rig> {
    const socketPath = inject("rigSocket");
    const text = await new Promise<string>((resolve, reject) => {
        const asked = request({ socketPath, path: "/" }, (answer) => {
            let body = "";
            answer.on("data", (chunk) => {
                body += chunk;
            });
            answer.on("end", () => (answer.statusCode === 200 ? resolve(body) : reject(new Error(body))));
        });
        asked.on("error", reject);
        asked.end();
    });
    const { dir, server } = JSON.parse(text) as { dir: string; server: string };
    return attachRig({ dir, server, programs: buildRig(() => {}) });
}
