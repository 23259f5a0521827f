import { Counter } from "../../redact/counts.ts";
import type { RedactionCounts } from "../../redact/redacted.ts";

/** What became of the files of one run; never a value. */
export interface RedactionReport {
    readonly apiVersion: "casefile.dev/v1";
    readonly kind: "RedactionReport";
    readonly files: number;
    /** How often each rule hid something, in all files. */
    readonly redactions: RedactionCounts;
    /** Files in which something was hidden, by their names in the output. */
    readonly changed: readonly { readonly path: string; readonly redactions: RedactionCounts }[];
    /** What is not in the output, by its name in the input after redaction. */
    readonly withheld: readonly { readonly path: string; readonly because: string }[];
    /** What is in it, but not looked into as deeply as it should be. */
    readonly notes: readonly { readonly path: string; readonly says: string }[];
    readonly nets: readonly string[];
}

/** Name of the report in the output, in its top folder. */
export const REPORT_NAME = "redaction-report.json";

/** Gathers the report while the run goes on. */
export class Report {
    files = 0;
    bytes = 0;
    readonly #counter = new Counter();
    readonly #changed: RedactionReport["changed"][number][] = [];
    readonly #withheld: RedactionReport["withheld"][number][] = [];
    readonly #notes: RedactionReport["notes"][number][] = [];

    /** Of a file at the bottom of whatever it is packed in. */
    redacted(path: string, redactions: RedactionCounts): void {
        this.files++;
        if (Object.keys(redactions).length === 0) return;
        this.#counter.addAll(redactions);
        this.#changed.push({ path, redactions });
    }

    withheld(path: string, because: string): void {
        this.#withheld.push({ path, because });
    }

    note(path: string, says: string): void {
        this.#notes.push({ path, says });
    }

    done(nets: readonly string[]): RedactionReport {
        return {
            apiVersion: "casefile.dev/v1",
            kind: "RedactionReport",
            files: this.files,
            redactions: this.#counter.counts(),
            changed: this.#changed,
            withheld: this.#withheld,
            notes: this.#notes,
            nets,
        };
    }
}
