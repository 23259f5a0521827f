import { ok, ProblemError, type Result } from "../core/problem.ts";
import { diagnose } from "../diagnose/diagnose.ts";
import type { Diagnosis } from "../diagnose/diagnosis.ts";
import type { Layer } from "../diagnose/rule.ts";
import { RULES } from "../diagnose/rules/index.ts";
import { openPath } from "./open-path.ts";

/** Which rules are asked; absent: all. */
export interface RuleChoice {
    /** An id, or how ids begin. */
    readonly rule?: string;
    readonly layer?: Layer;
}

/** The verdict over whatever lies at the path: an archive of ours, another tool's, a plain folder. */
export async function diagnosePath(path: string, choice: RuleChoice, signal: AbortSignal): Promise<Result<Diagnosis>> {
    const opened = await openPath(path);
    if (!opened.ok) return opened;
    try {
        return ok(await diagnose(opened.value, chosen(choice), signal));
    } catch (error) {
        if (error instanceof ProblemError) return { ok: false, problem: error.problem };
        throw error;
    } finally {
        await opened.value.close();
    }
}

function chosen({ rule, layer }: RuleChoice) {
    return RULES.filter(({ id }) => rule === undefined || id.startsWith(rule)).filter(
        (each) => layer === undefined || each.layer === layer,
    );
}
