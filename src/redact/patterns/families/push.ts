import type { PatternFamily, PatternRule } from "../pattern.ts";
import { sampleOf } from "../sample.ts";

const REST = /:APA91b[\w-]{120,180}/y;

/** `AAAA…:APA91b…`: the part before the colon has eleven chars. A device's own registration token has 22 there and is no secret of the server. */
const serverKey: PatternRule = {
    id: "firebase-server-key",
    anchors: [":APA91b"],
    match(text, at) {
        const before = /(?<![\w-])AAAA[\w-]{7}$/.exec(text.slice(Math.max(0, at - 12), at))?.[0];
        REST.lastIndex = at;
        const rest = REST.exec(text)?.[0];
        return before === undefined || rest === undefined ? undefined : { start: at - before.length, end: at + rest.length };
    },
};

export const push: PatternFamily = {
    id: "push",
    title: "Server keys of Firebase Cloud Messaging",
    source: "firebase.google.com/docs/cloud-messaging/auth-server",
    rules: [serverKey],
    examples: {
        hide: [`key ⟦AAAA${sampleOf("base62", 7, 111)}:APA91b${sampleOf("base62", 134, 112)}⟧ sent`],
        leave: [`device ${sampleOf("base62", 22, 113)}:APA91b${sampleOf("base62", 134, 114)}`],
    },
};
