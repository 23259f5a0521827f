import { defineConfig } from "vitest/config";

export default defineConfig({
    test: {
        include: ["src/**/*.test.ts", "test/**/*.test.ts"],
        globalSetup: ["test/harness/global-setup.ts"],
        // V8 can die of worker threads that come and go on processors with protection keys ("Check failed: jit_page.has_value()",
        // nodejs/node#64500): a process for each file, without them.
        pool: "forks",
        execArgv: ["--no-memory-protection-keys"],
        maxWorkers: 2,
        testTimeout: 60_000,
        hookTimeout: 120_000,
    },
});
