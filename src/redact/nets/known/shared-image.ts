import type { NetSettings, SharedImage } from "../../text-nets.ts";
import { buildImage } from "./build-image.ts";
import type { KnownImage } from "./known-image.ts";
import type { PatternSpans } from "./needles.ts";

/** Of a shared index. */
const EMPTY = 0;
const BUILDING = 1;
const READY = 2;
/** Reserved as addresses, not as memory. */
const MAX_BYTES = 2 ** 31;
/** A thread that has not built it by then has died of it: ten thousand values of 64 KiB take a tenth. */
const PATIENCE_MS = 120_000;
const PARTS = ["needles", "samples", "grams", "identities", "filter", "slots", "table"] as const;
const HEADER = 2 * (PARTS.length + 1);

/** With nothing in it yet. */
export function emptyImage(): SharedImage {
    return {
        state: new Int32Array(new SharedArrayBuffer(4)),
        memory: new SharedArrayBuffer(0, { maxByteLength: MAX_BYTES }),
    };
}

/** The index of the settings' values: the one that another thread has built or is building, or else built here, for the others too. */
export function knownImage(settings: NetSettings, patterns: PatternSpans): KnownImage {
    const { image: shared, known } = settings;
    if (shared === undefined) return buildImage(settings, patterns);
    const before = Atomics.compareExchange(shared.state, 0, EMPTY, BUILDING);
    if (before === EMPTY) return builtForAll(shared, settings, patterns);
    if (before === BUILDING) Atomics.wait(shared.state, 0, BUILDING, PATIENCE_MS);
    if (Atomics.load(shared.state, 0) !== READY) return buildImage(settings, patterns);
    return read(shared.memory, new Uint8Array(known[0]?.value.buffer ?? new ArrayBuffer(0)));
}

function builtForAll({ state, memory }: SharedImage, settings: NetSettings, patterns: PatternSpans): KnownImage {
    try {
        const image = buildImage(settings, patterns);
        write(image, memory);
        Atomics.store(state, 0, READY);
        return read(memory, image.values);
    } finally {
        Atomics.compareExchange(state, 0, BUILDING, EMPTY);
        Atomics.notify(state, 0);
    }
}

function write(image: KnownImage, memory: SharedArrayBuffer): void {
    const parts = [...PARTS.map((name) => image[name]), image.pool];
    const header = new Int32Array(HEADER);
    let end = HEADER * 4;
    for (const [at, { byteLength }] of parts.entries()) {
        header[2 * at] = end;
        header[2 * at + 1] = byteLength;
        end += Math.ceil(byteLength / 4) * 4;
    }
    memory.grow(end);
    new Int32Array(memory, 0, HEADER).set(header);
    for (const [at, part] of parts.entries()) {
        const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
        new Uint8Array(memory, header[2 * at], part.byteLength).set(bytes);
    }
}

function read(memory: SharedArrayBuffer, values: Uint8Array): KnownImage {
    const header = new Int32Array(memory, 0, HEADER);
    const numbers = (name: (typeof PARTS)[number]) => {
        const at = 2 * PARTS.indexOf(name);
        return new Int32Array(memory, header[at], (header[at + 1] as number) / 4);
    };
    return {
        needles: numbers("needles"),
        samples: numbers("samples"),
        grams: numbers("grams"),
        identities: numbers("identities"),
        filter: numbers("filter"),
        slots: numbers("slots"),
        table: numbers("table"),
        pool: new Uint8Array(memory, header[HEADER - 2], header[HEADER - 1]),
        values,
    };
}
