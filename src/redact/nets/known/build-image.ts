import { Buffer } from "node:buffer";
import type { NetSettings } from "../../text-nets.ts";
import { BytePool } from "../byte-pool.ts";
import { NumberList } from "../number-list.ts";
import { isPhased, MIN_PHASED, phaseTables } from "../phase-index.ts";
import { GramUses, rarestGram } from "../rarest-gram.ts";
import { REACHES } from "./eligibility.ts";
import { BY_VALUE, CORE, type KnownImage, WHOLE } from "./known-image.ts";
import { type Needle, needlesOf, type PatternSpans } from "./needles.ts";
import { coreOf, samplesOf } from "./samples.ts";

/** The index of the values that the settings name. Ten thousand take about half a second. */
export function buildImage(settings: NetSettings, patterns: PatternSpans): KnownImage {
    const image = new ImageBuilder(sharedValuesOf(settings));
    for (const needle of needlesOf(settings, patterns)) image.add(needle);
    return image.built();
}

/** All values, where they lie in one piece of shared memory; nothing otherwise. */
function sharedValuesOf({ known }: NetSettings): Uint8Array {
    const buffer = known[0]?.value.buffer;
    const isShared = buffer instanceof SharedArrayBuffer && known.every(({ value }) => value.buffer === buffer);
    return isShared ? new Uint8Array(buffer) : new Uint8Array(0);
}

class ImageBuilder {
    readonly #values: Uint8Array;
    readonly #needles = new NumberList();
    readonly #samples = new NumberList();
    readonly #grams = new NumberList();
    readonly #phases = new NumberList();
    readonly #pool = new BytePool();
    readonly #uses = new GramUses();
    readonly #identities: (readonly [number, number, number])[] = [];
    readonly #tokens = new Map<string, number>();
    #needleCount = 0;
    #sampleCount = 0;

    constructor(values: Uint8Array) {
        this.#values = values;
    }

    add(needle: Needle): void {
        const { bytes, token, reach, partFrom = 0, identity } = needle;
        const inPool = bytes.buffer !== this.#values.buffer;
        const at = inPool ? this.#pool.append(bytes) : bytes.byteOffset;
        const high = Number.parseInt(identity.slice(0, 8), 16) | 0;
        this.#identities.push([high, Number.parseInt(identity.slice(8), 16) | 0, this.#needleCount]);
        this.#needles.push(
            at,
            bytes.length,
            inPool ? 1 : 0,
            REACHES.indexOf(reach),
            partFrom,
            this.#tokenAt(token),
            token.length,
        );
        for (const { encoding, bytes: sample, at: from, isWhole, isByValue } of samplesOf(needle)) {
            const flags = (isWhole ? WHOLE : 0) | (isByValue ? BY_VALUE : 0);
            this.#place(sample, (pooled, foundAt) =>
                this.#samples.push(this.#needleCount, encoding | flags, pooled, sample.length, from, foundAt),
            );
        }
        const core = coreOf(needle);
        if (core !== undefined) {
            const sample = bytes.subarray(core.at, core.at + core.length);
            this.#place(sample, (pooled, foundAt) =>
                this.#samples.push(this.#needleCount, CORE, pooled, core.length, core.at, foundAt),
            );
        }
        this.#needleCount++;
    }

    built(): KnownImage {
        const pool = this.#pool.bytes();
        const identities = this.#identities.sort((a, b) => a[0] - b[0]).flat();
        return {
            needles: this.#needles.numbers(),
            samples: this.#samples.numbers(),
            grams: this.#grams.numbers(),
            identities: Int32Array.from(identities),
            pool,
            values: this.#values,
            ...phaseTables(pool, this.#phases.numbers()),
        };
    }

    /** Enters the sample in one of the two indexes. */
    #place(sample: Buffer, write: (pooled: number, foundAt: number) => void): void {
        const isLong = sample.length >= MIN_PHASED;
        const placed = rarestGram(sample, this.#uses, isLong ? sample.length - MIN_PHASED + 4 : sample.length);
        if (placed === undefined) return;
        this.#uses.add(placed.gram);
        const pooled = this.#pool.append(sample);
        if (isLong && isPhased(sample, placed.offset)) this.#phases.push(pooled + placed.offset, this.#sampleCount);
        else this.#grams.push(placed.gram, this.#sampleCount);
        this.#sampleCount++;
        write(pooled, placed.offset);
    }

    #tokenAt(token: string): number {
        const known = this.#tokens.get(token);
        if (known !== undefined) return known;
        const at = this.#pool.append(Buffer.from(token, "latin1"));
        this.#tokens.set(token, at);
        return at;
    }
}
