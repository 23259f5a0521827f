import { parseArgs } from "node:util";

/** How large the benchmark is. */
export interface Sizes {
    /** A smoke run. */
    readonly quick: boolean;
    readonly pods: number;
    /** Bytes of all containers' logs together. */
    readonly logBytes: number;
    readonly rounds: number;
    /** Objects of the clusters between which memory shall not grow. */
    readonly growth: readonly number[];
    readonly oneLogBytes: number;
    readonly archiveBytes: number;
    readonly diagnosed: readonly number[];
    readonly startUps: number;
    /** Names of the parts to run; all when empty. */
    readonly only: readonly string[];
}

/** `--pods 10000 --log-bytes 1e9 --rounds 3 --quick PART…`. `--quick` is a smoke run: its figures say nothing. */
export function sizes(argv: readonly string[]): Sizes {
    const { values, positionals } = parseArgs({
        args: [...argv],
        allowPositionals: true,
        options: {
            quick: { type: "boolean", default: false },
            pods: { type: "string" },
            "log-bytes": { type: "string" },
            rounds: { type: "string" },
        },
    });
    const usual: Sizes = values.quick ? QUICK : FULL;
    return {
        ...usual,
        pods: Number(values.pods ?? usual.pods),
        logBytes: Number(values["log-bytes"] ?? usual.logBytes),
        rounds: Number(values.rounds ?? usual.rounds),
        only: positionals,
    };
}

const FULL: Sizes = {
    quick: false,
    pods: 10_000,
    logBytes: 1e9,
    rounds: 3,
    growth: [1_000, 50_000],
    oneLogBytes: 5e9,
    archiveBytes: 10e9,
    diagnosed: [2_000, 20_000, 100_000],
    startUps: 15,
    only: [],
};

const QUICK: Sizes = {
    quick: true,
    pods: 40,
    logBytes: 1e6,
    rounds: 1,
    growth: [100],
    oneLogBytes: 5e6,
    archiveBytes: 20e6,
    diagnosed: [200],
    startUps: 1,
    only: [],
};
