import type { PatternRule } from "../pattern.ts";
import { isHarmless } from "../shapes/harmless.ts";

const STRING = `\\\\{0,7}["'][^"'\\n]{0,256}["']`;
/** Functions that take the password behind the user's name, and behind how many arguments. */
const CALLS: readonly { readonly anchors: readonly string[]; readonly before: number }[] = [
    {
        anchors: [
            "auth=(",
            "auth = (",
            "basicauth(",
            "basic_auth(",
            "credentials(",
            "passwordauthentication(",
            "networkcredential(",
        ],
        before: 1,
    },
    {
        anchors: [
            "mysqli_connect(",
            "mysql_connect(",
            "mysqli(",
            "pdo->__construct(",
            "pdo(",
            "getconnection(",
            "ssh2_auth_password(",
        ],
        before: 2,
    },
    { anchors: ["dbi connect(", "dbi->connect(", "__construct(", "psycopg2.connect(", "pymysql.connect("], before: 2 },
];

/** `auth=("user", "password")`, `mysqli_connect("host", "user", "password")`. */
export function argumentRules(): readonly PatternRule[] {
    return CALLS.map(({ anchors, before }) => {
        const call = new RegExp(
            `[\\w>. =-]{3,32}\\(\\s{0,4}(?:${STRING}\\s{0,4},\\s{0,4}){${before}}\\\\{0,7}(["'])([^"'\\\\\\n]{1,256})\\\\{0,7}\\1`,
            "iy",
        );
        return {
            id: "argument-password",
            anchors,
            anyCase: true,
            match(text, at) {
                call.lastIndex = at;
                const match = call.exec(text);
                const password = match?.[2];
                if (match === null || password === undefined || isHarmless(password)) return undefined;
                const start = at + match[0].lastIndexOf(password);
                return { start, end: start + password.length };
            },
        };
    });
}
