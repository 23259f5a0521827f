import { type Problem, ProblemError } from "../core/problem.ts";
import type { RawLog } from "../sources/source.ts";
import { Counter } from "./counts.ts";
import { type LogPiece, logPieces } from "./log-pieces.ts";
import type { StreamEnding } from "./redacted.ts";
import type { PieceRendered } from "./render-task.ts";

/** Hides in one piece; `rest` of the piece before stands in front of it. */
export type HidePiece = (rest: Uint8Array, bytes: Uint8Array, last: boolean) => Promise<PieceRendered>;

const LINE_END = 10;

/**
 * A log on its way through the nets, in order. While a worker has one piece the next is gathered, so that two pieces of a log are in memory and
 * no more. What breaks it off is in `ending`; a piece that could not be looked into is left out, and all after it.
 */
export class RedactedLog {
    readonly #raw: RawLog;
    readonly #hide: HidePiece;
    readonly #counter = new Counter();
    #problem: Problem | undefined;
    #lastByte = LINE_END;

    constructor(raw: RawLog, hide: HidePiece) {
        this.#raw = raw;
        this.#hide = hide;
    }

    async *chunks(): AsyncGenerator<Uint8Array> {
        const pieces = logPieces(this.#raw.chunks);
        let rest: Uint8Array = new Uint8Array(0);
        let coming = this.#next(pieces);
        try {
            for (let piece = await coming; piece !== undefined; piece = await coming) {
                coming = this.#next(pieces);
                const done = rest.length + piece.bytes.length === 0 ? undefined : await this.#pass(rest, piece);
                if (done === undefined) return;
                rest = done.rest;
                if (done.bytes.length > 0) yield done.bytes;
            }
        } finally {
            await coming;
            await pieces.return(undefined);
        }
    }

    ending(): StreamEnding {
        const redactions = this.#counter.counts();
        const { mayBeCut: suspect = false, newestLines } = this.#raw.ending?.() ?? {};
        const mayBeCut = this.#problem === undefined && (this.#lastByte !== LINE_END || suspect);
        return {
            redactions,
            mayBeCut,
            ...(newestLines === undefined ? {} : { newestLines }),
            ...(this.#problem === undefined ? {} : { problem: this.#problem }),
        };
    }

    /** The next piece; undefined at the end, however it came. */
    async #next(pieces: AsyncGenerator<LogPiece>): Promise<LogPiece | undefined> {
        try {
            const next = await pieces.next();
            if (next.done === true) return undefined;
            this.#lastByte = next.value.bytes.at(-1) ?? this.#lastByte;
            return next.value;
        } catch (error) {
            this.#problem =
                error instanceof ProblemError
                    ? error.problem
                    : { code: "bug", message: "reading the log failed in a way nobody expected", cause: error };
            return undefined;
        }
    }

    async #pass(rest: Uint8Array, { bytes, last }: LogPiece): Promise<PieceRendered | undefined> {
        try {
            const done = await this.#hide(rest, bytes, last);
            this.#counter.addAll(done.counts);
            return done;
        } catch (error) {
            this.#problem =
                error instanceof ProblemError
                    ? error.problem
                    : {
                          code: "withheld",
                          message: "the log from here on is left out: looking for secrets in it failed",
                          cause: error,
                      };
            return undefined;
        }
    }
}
