import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MAIN = join(import.meta.dirname, "../../src/cli/main.ts");

/** One run of the command line as a process of its own. */
export interface Command {
    readonly child: ChildProcess;
    readonly done: Promise<{
        readonly code: number | null;
        readonly signal: NodeJS.Signals | null;
        readonly stdout: string;
        readonly stderr: string;
    }>;
    /** Resolves when stderr has said something like this. */
    said(pattern: RegExp): Promise<void>;
}

/** Starts `casefile ARGS`, away from the user's own kubeconfig. */
export function casefile(
    args: readonly string[],
    { env = {}, cwd, stdin = "ignore" }: { env?: Record<string, string>; cwd?: string; stdin?: "ignore" | "pipe" } = {},
): Command {
    const child = spawn(process.execPath, [MAIN, ...args], {
        env: { PATH: process.env.PATH, HOME: "/nonexistent", ...env },
        stdio: [stdin, "pipe", "pipe"],
        ...(cwd === undefined ? {} : { cwd }),
    });
    let stdout = "";
    let stderr = "";
    const listeners = new Set<() => void>();
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
        stderr += text;
        for (const listener of listeners) listener();
    });
    const done = new Promise<Awaited<Command["done"]>>((resolve) =>
        child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr })),
    );
    const said = (pattern: RegExp) =>
        new Promise<void>((resolve, reject) => {
            const look = () => {
                if (!pattern.test(stderr)) return;
                listeners.delete(look);
                resolve();
            };
            listeners.add(look);
            look();
            void done.then(() =>
                pattern.test(stderr) ? resolve() : reject(new Error(`ended without saying ${pattern}: ${stderr}`)),
            );
        });
    return { child, done, said };
}

/** A folder that is gone with the test. */
export function temporaryFolder(): Disposable & { readonly path: string } {
    const path = mkdtempSync(join(tmpdir(), "casefile-command-"));
    return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
