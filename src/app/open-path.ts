import type { Bundle } from "../bundle/bundle.ts";
import { fail, type Result } from "../core/problem.ts";
import * as readers from "../readers/index.ts";

/** Opens whatever lies at the path with the first reader that takes it. `configuration`: nobody does. */
export async function openPath(path: string): Promise<Result<Bundle>> {
    const all = Object.values(readers);
    for (const reader of all) if (await reader.accepts(path)) return reader.open(path);
    return fail(
        "configuration",
        `${path} is nothing that can be read: no such file, or neither an archive nor a folder of manifests`,
        {
            hint: all.map(({ description }) => description).join("; "),
        },
    );
}
