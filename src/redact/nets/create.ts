import { Buffer } from "node:buffer";
import { patternRules } from "../patterns/rules.ts";
import { assignmentRule } from "../patterns/shapes/assignment.ts";
import type { NetSettings, TextNets } from "../text-nets.ts";
import { Engine } from "./engine.ts";
import { pieceOf } from "./piece.ts";

/** The nets over texts, made once per thread. The first one to share `settings.image` takes about a second for 10,000 known values, the others 40 ms. */
export function createTextNets(settings: NetSettings): TextNets {
    const engine = new Engine(settings, [...patternRules(), assignmentRule(settings.user.keys)]);
    return {
        string: (text) => engine.string(text),
        mayHit: (bytes) => engine.mayHit(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
        piece: (bytes, last) => pieceOf(engine, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), last),
        token: (rule, value) => engine.tokenOf(rule, value),
    };
}
