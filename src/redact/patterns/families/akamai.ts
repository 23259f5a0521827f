import type { PatternFamily } from "../pattern.ts";
import { isVaried, vendorRule } from "../vendor-rule.ts";

export const akamai: PatternFamily = {
    id: "akamai",
    title: "Akamai EdgeGrid tokens",
    source: "techdocs.akamai.com/developer/docs/edgegrid (client_token, access_token; the host has the same form and a domain behind it)",
    rules: [
        vendorRule({
            id: "akamai-token",
            anchors: ["akab-"],
            format: /akab-[a-z0-9]{16}-[a-z0-9]{16}(?![\w-]|\.[a-z])/,
            accepts: isVaried,
        }),
    ],
    examples: {
        hide: ["access_token = ⟦akab-k7m2q9x4c8v1b5n3-p6r0t2w8z4y1s7d5⟧"],
        leave: ["host = akab-h05tnam3wl42son7-nktnlnnxkbob3i3v.luna.akamaiapis.net"],
    },
};
