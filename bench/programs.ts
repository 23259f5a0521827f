import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** What is measured and what measures. */
export interface Programs {
    /** The bundled program, freshly built: `[node, dist/casefile.js]`. */
    readonly casefile: readonly [string, string];
    /** The least work that a collector can do; see floor/main.go. */
    readonly floor: string;
    readonly measure: string;
}

/** Builds all three; Go's own cache makes the second time quick. */
export function buildPrograms(): Programs {
    const root = join(import.meta.dirname, "..");
    const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "casefile-bench");
    mkdirSync(cache, { recursive: true });
    execFileSync(process.execPath, [join(root, "scripts/build.ts"), join(cache, "dist")], {
        stdio: ["ignore", "ignore", "inherit"],
    });
    execFileSync("go", ["build", "-o", `${cache}/`, "./..."], {
        cwd: join(import.meta.dirname, "floor"),
        stdio: ["ignore", "inherit", "inherit"],
    });
    return {
        casefile: [process.execPath, join(cache, "dist/casefile.js")],
        floor: join(cache, "floor"),
        measure: join(cache, "measure"),
    };
}
