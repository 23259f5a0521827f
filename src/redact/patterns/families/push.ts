import { beginsAt } from "../edge.ts";
import type { PatternFamily, PatternRule } from "../pattern.ts";
import { sampleOf } from "../sample.ts";

const REST = /(?::|%3A)APA91b[\w-]{120,180}/y;

const PROJECT = 11;

/** `AAAA…:APA91b…`: the part before the colon has eleven chars. A device's own registration token has 22 there and is no secret of the server. */
const serverKey: PatternRule = {
    id: "firebase-server-key",
    anchors: [":APA91b", "%3AAPA91b"],
    match(text, at) {
        const start = at - PROJECT;
        if (start < 0 || !/^AAAA[\w-]{7}$/.test(text.slice(start, at)) || !beginsAt(text, start)) return undefined;
        REST.lastIndex = at;
        const rest = REST.exec(text)?.[0];
        return rest === undefined ? undefined : { start, end: at + rest.length };
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
