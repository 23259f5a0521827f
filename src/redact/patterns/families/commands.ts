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
    anchors: ["--password-stdin"],
    match(text, at) {
        const before = text.slice(lineStart(text, at), at);
        const match = /(?:echo|printf)(?: -n| '?%s'?)? (["']?)([^\s"'|]{1,256})\1 ?\|[^|]{1,300}$/.exec(before);
        const password = match?.[2];
        if (match === null || password === undefined || isHarmless(password)) return undefined;
        const start = at - before.length + match.index + match[0].indexOf(password, 4);
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
            `openssl pkcs12 -in a.p12 -passin pass:⟦${pw}⟧ -nodes`,
        ],
        leave: [
            "curl -u $USER:$PASS https://x",
            "mysql -u root -p app",
            "mysql --protocol=tcp -h db",
            "docker run -p 8080:80 nginx",
            "mkdir -p /var/lib/mysql",
        ],
    },
};
