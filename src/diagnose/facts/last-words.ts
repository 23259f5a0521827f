import type { Facts } from "./facts.ts";
import type { LogFact, LogLine, WhyLine } from "./log-fact.ts";
import type { ContainerFact, PodFact } from "./pod-fact.ts";
import { readLine } from "./why-of-line.ts";

/** From this weight on a line names a fault and is not merely a complaint. */
const TELLING = 58;
/** Frames of a stack, wrappers and banners say nothing by themselves. */
const NOISE =
    /^\s*(?:at |\.{3} |File "|goroutine |\^|npm (?:ERR!|error) |Node\.js v|Traceback|\[?signal |exit status|\/[\w./-]+\.(?:go|js|ts|rb|py):\d+|[-=*#\s]*$)/;
/** The line after says more. Source: PostgreSQL's log levels; Java's cause chain. */
const DETAIL = /^(?:\S+ )*(?:DETAIL|HINT|Caused by|caused by|Reason|Details?):/;
const LONGEST = 500;
const STACK_LINES = 40;
/** The weight of a line that is only the last one. */
export const LAST_LINE_WEIGHT = 30;

/**
 * The line that says why a container fails: what `facts.why` finds, else what the last 40 lines say when each is read, else, of a container
 * that ended, simply its last line (category `other`, weight 30).
 */
export function lastWords(facts: Facts, pod: PodFact, container: ContainerFact): WhyLine | undefined {
    const line = bestLine(facts, pod, container);
    const log = line === undefined ? undefined : logsOf(facts, pod, container).find((each) => each.ref === line.ref);
    const next = log?.tail.find((each) => each.line === (line?.line ?? 0) + 1)?.text.trim();
    const cause = line === undefined ? undefined : causeAfter(log, line);
    if (line !== undefined && cause !== undefined) return { ...line, text: `${line.text} ${cause}`.slice(0, LONGEST) };
    return line === undefined || next === undefined || !(DETAIL.test(next) || line.text.endsWith(":"))
        ? line
        : { ...line, text: `${line.text} ${next}`.slice(0, LONGEST) };
}

/** The last `Caused by:` of the stack that follows a line which names no cause itself. Source: java.lang.Throwable.printStackTrace. */
function causeAfter(log: LogFact | undefined, line: WhyLine): string | undefined {
    if (/caused by/i.test(line.text)) return undefined;
    return log?.tail
        .filter((each) => each.line > line.line && each.line <= line.line + STACK_LINES)
        .map((each) => each.text.trim())
        .findLast((text) => /^Caused by: /.test(text));
}

function logsOf(facts: Facts, pod: PodFact, container: ContainerFact): readonly LogFact[] {
    const runs = [facts.log(pod, container.name, container.state !== "running"), facts.log(pod, container.name)];
    return runs.filter((log) => log !== undefined);
}

function bestLine(facts: Facts, pod: PodFact, container: ContainerFact): WhyLine | undefined {
    const known = facts.why(pod, container.name);
    if (known !== undefined && known.weight >= TELLING) return known;
    const logs = logsOf(facts, pod, container);
    const read = logs.flatMap((log) => log.tail.flatMap((line) => reading(log, line) ?? []));
    const best = [...(known === undefined ? [] : [known]), ...read].sort((a, b) => b.weight - a.weight)[0];
    if (best !== undefined && best.weight >= LAST_LINE_WEIGHT) return best;
    return container.last === undefined || container.state === "running"
        ? undefined
        : logs.map(lastLine).find((line) => line !== undefined);
}

function reading(log: LogFact, line: LogLine): WhyLine | undefined {
    const found = readLine(line.text);
    return found === undefined ? undefined : { ref: log.ref, line: line.line, ...found };
}

function lastLine(log: LogFact): WhyLine | undefined {
    const line = log.tail.findLast((each) => !NOISE.test(each.text));
    return line === undefined
        ? undefined
        : {
              ref: log.ref,
              line: line.line,
              weight: LAST_LINE_WEIGHT,
              text: line.text.trim().slice(0, LONGEST),
              category: "other",
          };
}
