import { measured, median } from "./measured.ts";
import type { Programs } from "./programs.ts";
import { table } from "./table.ts";

/** `casefile --version` beside a Node that does nothing. */
export async function startUp(programs: Programs, times: number): Promise<string> {
    const [node] = programs.casefile;
    const bare: number[] = [];
    const ours: number[] = [];
    for (let at = 0; at < times; at++) {
        bare.push((await measured(programs, [node, "-e", "0"])).wallMs);
        ours.push((await measured(programs, [...programs.casefile, "--version"])).wallMs);
    }
    const ratio = median(ours) / median(bare);
    return table(
        ["start-up", "ms", "to node -e 0"],
        [
            ["node -e 0", median(bare).toFixed(0), "1.00x"],
            ["casefile --version", median(ours).toFixed(0), `${ratio.toFixed(2)}x`],
        ],
    );
}
