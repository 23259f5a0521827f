import type { PatternFamily, PatternRule } from "../pattern.ts";
import { isHarmless } from "../shapes/harmless.ts";

const REACH = 400;
const ACCOUNT = /^[\w.:-]{1,128}(?:\/[\w.-]{0,128}){0,2}(?:\?[\w.%=&-]{0,200})?$/;
const USER = /^[\w.@+-]{1,128}$/;
/** Neither is part of a password that stands bare. */
const BOUNDARY = /[\s"'`\\,;<>(){}[\]]/;

/** `user:password@account/database/schema?warehouse=w`, without a scheme. */
const dataSourceName: PatternRule = {
    id: "snowflake-password",
    anchors: ["?warehouse=", "&warehouse="],
    match(text, at) {
        const from = Math.max(0, at - REACH);
        const before = text.slice(from, at);
        const sign = before.lastIndexOf("@");
        if (sign < 0 || !ACCOUNT.test(before.slice(sign + 1))) return undefined;
        const floor = before.lastIndexOf("warehouse=", sign) + 1;
        let start = sign;
        while (start > floor && !BOUNDARY.test(before[start - 1] ?? "")) start--;
        const pair = before.slice(start, sign);
        const colon = pair.indexOf(":");
        const password = pair.slice(colon + 1);
        if (colon < 1 || pair.includes("://") || !USER.test(pair.slice(0, colon))) return undefined;
        if (password.length < 4 || isHarmless(password)) return undefined;
        return { start: from + start + colon + 1, end: from + sign };
    },
};

export const snowflake: PatternFamily = {
    id: "snowflake",
    title: "Passwords in Snowflake's data source names",
    source: "github.com/snowflakedb/gosnowflake doc.go: Connection String",
    rules: [dataSourceName],
    examples: {
        hide: [`app:⟦${["oX4EKYDr", "ldeh5"].join("")}⟧@ac-eu/db/schema?warehouse=wh`],
        leave: ["GET /v1/stock?warehouse=7", "bob@example.com/list?warehouse=7", "https://example.com/a@b?warehouse=7"],
    },
};
