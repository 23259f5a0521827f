import { defineConfig } from "vitest/config";

export default defineConfig({
    test: {
        include: ["src/**/*.test.ts", "test/**/*.test.ts"],
        globalSetup: ["test/harness/global-setup.ts"],
        // Node 24 can die of many worker threads that come and go ("Check failed: jit_page.has_value()"): a process for each file.
        pool: "forks",
        maxWorkers: 2,
        testTimeout: 60_000,
        hookTimeout: 120_000,
    },
});
