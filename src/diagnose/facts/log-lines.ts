import type { LogFact, LogLine } from "./log-fact.ts";

/** The newest line of what was kept of a log that matches. */
export function newestLine(log: LogFact, pattern: RegExp): LogLine | undefined {
    const fromNotable = log.notable.findLast((line) => pattern.test(unescaped(line.text)));
    const fromTail = log.tail.findLast((line) => pattern.test(unescaped(line.text)));
    return (fromTail?.line ?? 0) > (fromNotable?.line ?? 0) ? fromTail : fromNotable;
}

/** The quotes within quotes of klog and JSON lines made plain: `User \\"a\\" cannot`. */
export function unescaped(text: string): string {
    return text.replaceAll('\\"', '"');
}
