import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type OwnRig, startRig } from "./rig.ts";

declare module "vitest" {
    export interface ProvidedContext {
        /** Where tests ask for the shared cluster; see shared-rig.ts. */
        readonly rigSocket: string;
    }
}

/** One cluster for a whole test run, started when the first test asks for it and stopped with the run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
    const folder = mkdtempSync(join(tmpdir(), "casefile-"));
    const socket = join(folder, "rig.sock");
    let rig: Promise<OwnRig> | undefined;
    const server = createServer((_, response) => {
        rig ??= startRig();
        rig.then(
            ({ dir, server: address }) => response.end(JSON.stringify({ dir, server: address })),
            (error: Error) => response.writeHead(500).end(error.message),
        );
    });
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    project.provide("rigSocket", socket);
    return async () => {
        server.close();
        const started = await rig?.catch(() => undefined);
        await started?.stop();
        rmSync(folder, { recursive: true, force: true });
    };
}
