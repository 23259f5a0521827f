import { expect, test, vi } from "vitest";
import type { Task } from "../sources/source.ts";
import { view } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

function pipe(): Terminal & { readonly said: string[] } {
    const said: string[] = [];
    return {
        env: {},
        columns: 80,
        live: false,
        interactive: false,
        quiet: false,
        verbosity: 0,
        logFormat: "text",
        out: () => undefined,
        say: (text) => said.push(text),
        style: (_format, text) => text,
        outStyle: (_format, text) => text,
        said,
    };
}

function task(title: string): Task {
    const about = { cluster: { type: "management" }, type: "objects" } as const;
    return { id: title, source: "objects", title, about, needs: [], timeoutMs: 1, rank: 1, async *run() {} };
}

test("A run that is held up says by what, and guesses no time", () => {
    vi.useFakeTimers({ now: 0 });
    try {
        const terminal = pipe();
        const shown = view(terminal, { bytes: () => 2048, gaps: () => 1 }, Date.now);
        shown.phase("collecting");
        shown.show({ type: "planned", tasks: 30 });
        for (let count = 0; count < 29; count++) shown.show({ type: "ended", task: task(`t${count}`), outcome: "present" });
        shown.show({ type: "started", task: task("ConfigMap (v1)") });
        vi.advanceTimersByTime(10_000);
        shown.close();
        expect(terminal.said).toEqual([
            "collecting  29/30 · 2.0 KiB · 410 B/s · 5.0s · waiting for ConfigMap (v1) · 1 gap",
            "collecting  29/30 · 2.0 KiB · 205 B/s · 10s · waiting for ConfigMap (v1) · 1 gap",
        ]);
    } finally {
        vi.useRealTimers();
    }
});
