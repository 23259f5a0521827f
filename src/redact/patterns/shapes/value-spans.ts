import { lineStart } from "../edge.ts";
import type { Found } from "../pattern.ts";
import { bareSpans } from "./bare-spans.ts";
import { blockScalar } from "./block-scalar.ts";
import type { Connector } from "./connector.ts";
import { elementSpan } from "./element-span.ts";
import { listSpans } from "./list-spans.ts";
import { looksSecret } from "./looks-random.ts";
import { mapSpans, namesSeveral } from "./map-spans.ts";
import { nextLines, opensLines } from "./next-lines.ts";
import { isClosingQuote } from "./no-value.ts";
import { type Place, spanOf } from "./place.ts";
import { quotedSpans } from "./quoted-spans.ts";
import { readQuoted } from "./read-quoted.ts";
import { isAnswer } from "./spoken.ts";

/** What is secret of all that may stand behind a name and its connector. */
export function valueSpans(place: Place): Found {
    const { text, connector, strong, ended, name } = place;
    if (connector.type === "element") return elementSpan(place);
    const block = mayBeBlock(text, connector) ? blockScalar(text, connector.at, lineStart(text, name.start), ended) : undefined;
    if (block !== undefined) return block;
    if (text[connector.at] === "[") return listSpans(place);
    if (text[connector.at] === "{") return inBraces(place);
    const joined = connector.type === "colon" || connector.type === "equals";
    if (joined && opensLines(text, name.start, connector.at))
        return nextLines({ text, ended, strong, name: name.start, at: connector.at, several: namesSeveral(name.text) });
    if (isClosingQuote(place)) return undefined;
    const quoted = readQuoted(text, connector.at);
    if (quoted !== undefined && connector.type === "asked") return isAnswer(place, quoted) ? spanOf(quoted) : undefined;
    if (quoted !== undefined) return quotedSpans(place, quoted);
    return connector.type === "listed" || connector.type === "quoted" ? undefined : bareSpans(place);
}

function mayBeBlock(text: string, { type, at }: Connector): boolean {
    return (type === "colon" || type === "pair") && (text[at] === "|" || text[at] === ">");
}

/** `{value: x}`, or one word alone in braces. */
function inBraces({ text, connector, name, strong }: Place): Found {
    const spans = mapSpans(text, connector.at, name.text, strong);
    if (spans !== undefined) return spans;
    const alone = /^\{([^\s{}:=,"'$%.]{6,128})\}/.exec(text.slice(connector.at, connector.at + 132))?.[1];
    if (alone === undefined || !strong || !looksSecret(alone)) return undefined;
    return { start: connector.at + 1, end: connector.at + 1 + alone.length };
}
