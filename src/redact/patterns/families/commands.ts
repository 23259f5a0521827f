import { lineEnd, lineStart } from "../edge.ts";
import type { PatternFamily, PatternRule, Span } from "../pattern.ts";
import { isHarmless } from "../shapes/harmless.ts";
import { readBare } from "../shapes/read-bare.ts";
import { readQuoted } from "../shapes/read-quoted.ts";

/** The value at `at`, in quotes or not, unless it is a mask or a variable. */
function valueAt(text: string, at: number): Span | undefined {
    const value = readQuoted(text, at) ?? readBare(text, at, { encoded: false, query: false });
    return value.text === "" || isHarmless(value.text) ? undefined : { start: value.start, end: value.end };
}

interface Command {
    readonly id: string;
    readonly anchors: readonly string[];
    /** From the anchor to just before the value; the value is read by its quotes. */
    readonly upTo: RegExp;
    readonly anyCase?: boolean;
    readonly accepts?: (value: string) => boolean;
}

function commandRule({ id, anchors, upTo, anyCase = true, accepts }: Command): PatternRule {
    const sticky = new RegExp(upTo.source, `${upTo.flags}y`);
    return {
        id,
        anchors,
        anyCase,
        match(text, at) {
            sticky.lastIndex = at;
            const match = sticky.exec(text);
            if (match === null) return undefined;
            const span = valueAt(text, at + match[0].length);
            return span !== undefined && (accepts === undefined || accepts(text.slice(span.start, span.end))) ? span : undefined;
        },
    };
}

/** `-u user:password`, where the part before the colon is the user. */
const userAndPassword: PatternRule = {
    id: "command-credentials",
    anchors: ["curl ", "wget ", "http ", "--user", "--proxy-user", "--creds", '"-u"', "'-u'"],
    match(text, at) {
        const line = text.slice(at, lineEnd(text, at, 2048));
        const option =
            /^(?:curl|wget|http)\s[^|;]*?(?:\s|["'])(?:-u|-a|-U|--user|--proxy-user|--auth|--creds)(?:\s|=|["'],?\s?["']|(?=\w))|^(?:--user|--proxy-user|--creds|["']-u["'])(?:\s|=|["'],?\s?["']|,\s?["'])/.exec(
                line,
            );
        if (option === null) return undefined;
        const rest = line.slice(option[0].length);
        const pair =
            /^(["']?)([^\s"':]{0,128}):([^\s"']{1,256})/.exec(rest) ?? /^(["'])([^"':]{0,128}):([^"']{1,256})/.exec(rest);
        const password = pair?.[3];
        if (
            pair === null ||
            password === undefined ||
            isHarmless(password) ||
            /^\/\//.test(password) ||
            (/^\d{1,6}$/.test(`${pair[2]}`) && /^\d{1,6}$/.test(password))
        )
            return undefined;
        const start = at + option[0].length + pair[0].length - password.length;
        return { start, end: start + password.length };
    },
};

/** `echo PASSWORD | docker login --password-stdin`. */
const pipedPassword: PatternRule = {
    id: "command-password",
    anchors: ["--password-stdin", "sudo -S"],
    match(text, at) {
        const before = text.slice(lineStart(text, at), at);
        const match = /(?:echo|printf)(?: -n| '?%s'?)? (["']?)([^\s"'|]{1,256})\1 ?\|[^|]{1,300}$/.exec(before);
        const password = match?.[2];
        if (match === null || password === undefined || isHarmless(password)) return undefined;
        const start = at - before.length + match.index + match[0].indexOf(password, 4);
        return { start, end: start + password.length };
    },
};

/** `AUTH x` of Redis and `PASS x` of FTP and POP3, as a session is logged. */
const lineCommand: PatternRule = {
    id: "session-command",
    anchors: ["AUTH ", "PASS "],
    match(text, at) {
        const before = text.slice(Math.max(0, at - 80), at);
        if (!/(?:[>:] ?|USER [^\s]{1,60} |\[\d+\] |redis: ?)$/.test(before) || /-- ?$/.test(before)) return undefined;
        const value = /^[^\s"']{6,256}(?=["'\s]|$)/.exec(text.slice(at + 5, at + 262))?.[0];
        if (value === undefined || isHarmless(value) || !/\d/.test(value) || !/[a-z]/i.test(value) || /[/:]/.test(value))
            return undefined;
        return { start: at + 5, end: at + 5 + value.length };
    },
};

const ARGUMENTS =
    /(?:auth\s{0,2}=\s{0,2}|basic_?auth|credentials)\(\s{0,4}\\*["'][^"'\n]{0,128}["']\s{0,4},\s{0,4}\\*["']([^"'\\\n]{1,256})\\*["']/iy;

/** `auth=("user", "password")`, `setBasicAuth("user", "password")`. */
const argumentPair: PatternRule = {
    id: "argument-password",
    anchors: ["auth=(", "auth = (", "basicauth(", "basic_auth(", "credentials("],
    anyCase: true,
    match(text, at) {
        ARGUMENTS.lastIndex = at;
        const match = ARGUMENTS.exec(text);
        const password = match?.[1];
        if (match === null || password === undefined || isHarmless(password)) return undefined;
        const start = at + match[0].lastIndexOf(password);
        return { start, end: start + password.length };
    },
};

const pw = ["Hunter2", "xY"].join("!");

export const commands: PatternFamily = {
    id: "commands",
    title: "Passwords on command lines, in SQL, in netrc and pgpass files",
    source: "mysql(1), psql, curl(1), sshpass(1), redis-cli(1), mongosh, ldapsearch(1), docker login; SQL CREATE USER of PostgreSQL, MySQL, SQL Server, Oracle; netrc(5)",
    rules: [
        userAndPassword,
        commandRule({
            id: "command-password",
            anchors: ["mysql", "mariadb", "mysqldump", "mysqladmin"],
            anyCase: false,
            upTo: /(?:mysql|mariadb)[\w-]*(?:\.exe)?\s[^|;\n]{0,400}?\s-p(?=[^\s"'\\-]|["'][^"'}\],\s])/,
            accepts: (value) => value !== "rotocol",
        }),
        commandRule({ id: "command-password", anchors: ["sshpass"], anyCase: false, upTo: /sshpass\s+-p\s*/ }),
        commandRule({
            id: "command-password",
            anchors: ["redis-cli", "valkey-cli"],
            anyCase: false,
            upTo: /(?:redis|valkey)-cli\s[^|;\n]{0,400}?(?:-a|--pass)[\s=]\s*/,
        }),
        commandRule({
            id: "command-password",
            anchors: ["mongo"],
            anyCase: false,
            upTo: /mongo(?:sh|dump|restore|export|import|stat)?\s[^|;\n]{0,400}?\s-p\s+(?=[^\s-])/,
        }),
        commandRule({
            id: "command-password",
            anchors: ["ldapsearch", "ldapmodify", "ldapadd", "ldapwhoami", "ldapdelete", "ldappasswd"],
            anyCase: false,
            upTo: /ldap\w+\s[^|;\n]{0,400}?\s-w\s+/,
        }),
        commandRule({
            id: "command-password",
            anchors: ["login "],
            anyCase: false,
            upTo: /login\s(?:[^|;\n]{0,300}?\s)?-p\s+(?=[^\s-])/,
        }),
        commandRule({
            id: "command-password",
            anchors: ["openssl"],
            anyCase: false,
            upTo: /openssl\s[^|;\n]{0,400}?-pass(?:in|out)?\s+pass:/,
        }),
        commandRule({
            id: "command-password",
            anchors: ["7z ", "unzip ", "zip "],
            anyCase: false,
            upTo: /(?:7z\s[^|;\n]{0,200}?\s-p|(?:un)?zip\s[^|;\n]{0,200}?\s-P\s+)(?=[^\s-])/,
        }),
        commandRule({
            id: "command-password",
            anchors: ["requirepass", "masterauth", "bindpw", "rootpw", "ldap_default_authtok"],
            upTo: /(?:requirepass|masterauth|bindpw|rootpw|ldap_default_authtok)(?:\s*[:=]\s*|\s+)(?=\S)/i,
        }),
        commandRule({
            id: "redis-command",
            anchors: ["AUTH ", 'AUTH"', "AUTH\\"],
            anyCase: false,
            upTo: /AUTH(?:\\*")? (?:\\*"[\w-]+\\*" (?=\\*"))?(?=\\*["'])/,
        }),
        pipedPassword,
        commandRule({
            id: "command-password",
            anchors: ["ipmitool"],
            anyCase: false,
            upTo: /ipmitool\s[^|;\n]{0,300}?\s-P\s+(?=[^\s-])/,
        }),
        commandRule({
            id: "command-password",
            anchors: ["htpasswd "],
            anyCase: false,
            upTo: /htpasswd\s+-\w*b\w*\s+(?:\d+\s+)?(?:[^\s"'-]\S*\s+)?(?:""|''|\S+)\s+(?=[^\s|>;])/,
        }),
        commandRule({
            id: "mail-command",
            anchors: ["AUTH PLAIN ", "AUTH LOGIN "],
            anyCase: false,
            upTo: /AUTH (?:PLAIN|LOGIN) (?=[A-Za-z0-9+/]{8})/,
            accepts: (value) => /[A-Z]/.test(value) && /[a-z]/.test(value) && /\d|=/.test(value),
        }),
        lineCommand,
        argumentPair,
        commandRule({
            id: "snmp-community",
            anchors: ["community"],
            upTo: /community(?:[-_ ]?string)?\\*["']?\s{0,3}(?:[:=]|(?=["']))\s{0,3}(?=\S)/i,
            accepts: (value) => value.length >= 6 && /\d/.test(value) && /[a-z]/i.test(value),
        }),
        commandRule({
            id: "sql-password",
            anchors: ["identified by"],
            upTo: /identified\s+by\s+(?:password\s+|values\s+)?(?=\S)/i,
        }),
        commandRule({ id: "sql-password", anchors: ["identified with"], upTo: /identified\s+with\s+\S{1,60}\s+(?:by|as)\s+/i }),
        commandRule({
            id: "sql-password",
            anchors: ["password '", "password e'", "password = '", "password='", "password(", "password n'", "password $"],
            upTo: /password\s*(?:=\s*)?(?:\(\s*)?(?:[en](?='))?(?=['"])/i,
        }),
        commandRule({
            id: "netrc-password",
            anchors: ["machine "],
            upTo: /machine\s+\S{1,255}\s+login\s+\S{1,255}\s+password\s+/i,
        }),
        commandRule({
            id: "pgpass-password",
            anchors: [":5432:", ":6432:", ":3306:"],
            upTo: /:\d{4}:[\w*-]{1,63}:[\w*-]{1,63}:(?=\S)/,
            accepts: (value) => value.length >= 4 && !/^\d+$/.test(value),
        }),
    ],
    examples: {
        hide: [
            `curl -s -u admin:⟦${pw}⟧ https://harbor.example.com/api`,
            `["curl", "-u", "admin:⟦${pw}⟧", "https://x"]`,
            `mysql -h db -uroot -p⟦${pw}⟧ app`,
            `mysqldump --single-transaction -u root -p'⟦${pw}⟧' app`,
            `sshpass -p ⟦${pw}⟧ ssh root@node`,
            `redis-cli -h r -a ⟦${pw}⟧ ping`,
            `docker login -u bot -p ⟦${pw}⟧ ghcr.io`,
            `ALTER USER app IDENTIFIED BY '⟦${pw}⟧';`,
            `CREATE ROLE app WITH LOGIN PASSWORD '⟦${pw}⟧'`,
            `ALTER USER x IDENTIFIED WITH caching_sha2_password BY '⟦${pw}⟧'`,
            `machine git.example.com login bot password ⟦${pw}⟧`,
            `db.msp.svc:5432:app:app:⟦${pw}⟧`,
            `auth=("admin", "⟦${pw}⟧")`,
            `> AUTH ⟦hunter2hunter2⟧`,
            `AUTH PLAIN ⟦AGpvaG4AaHVudGVyMg==⟧`,
            `ipmitool -I lanplus -U admin -P ⟦${pw}⟧ chassis status`,
            `echo ⟦${pw}⟧ | sudo -S reboot`,
            `openssl pkcs12 -in a.p12 -passin pass:⟦${pw}⟧ -nodes`,
        ],
        leave: [
            "curl -u $USER:$PASS https://x",
            "mysql -u root -p app",
            "mysql --protocol=tcp -h db",
            "docker run -p 8080:80 nginx",
            "mkdir -p /var/lib/mysql",
            "--- PASS: TestAuth7 (0.00s)",
            "PASS test/auth7.test.js",
            "snmp community public",
        ],
    },
};
