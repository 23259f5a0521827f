import { argumentRules } from "../commands/arguments.ts";
import { commandRule } from "../commands/command-rule.ts";
import { randomPassword } from "../commands/hand-outs.ts";
import { secretLiteral, vaultFields } from "../commands/literals.ts";
import { networkRules } from "../commands/network.ts";
import { askedPassword, passwordList } from "../commands/next-line.ts";
import { hereString, pipedPassword } from "../commands/piped.ts";
import { positionalRules } from "../commands/positional.ts";
import { programRules } from "../commands/program-flags.ts";
import { sqlRules } from "../commands/sql.ts";
import { userAndPassword } from "../commands/user-and-password.ts";
import type { PatternFamily, PatternRule } from "../pattern.ts";
import { isHarmless } from "../shapes/harmless.ts";

const SESSION_VALUE = /[^\s"']{6,256}(?=["'\s]|$)/y;

/** `AUTH x` of Redis and `PASS x` of FTP and POP3, as a session is logged. */
const lineCommand: PatternRule = {
    id: "session-command",
    anchors: ["AUTH ", "PASS "],
    match(text, at) {
        SESSION_VALUE.lastIndex = at + 5;
        const value = SESSION_VALUE.exec(text)?.[0];
        if (value === undefined) return undefined;
        const before = text.slice(Math.max(0, at - 80), at);
        if (!/(?:[>:] ?|USER [^\s]{1,60} |\[\d+\] |redis: ?)$/.test(before) || /-- ?$/.test(before)) return undefined;
        if (isHarmless(value) || !/\d/.test(value) || !/[a-z]/i.test(value) || /[/:]/.test(value)) return undefined;
        return { start: at + 5, end: at + 5 + value.length };
    },
};

const pw = ["Hunter2", "xY"].join("!");

export const commands: PatternFamily = {
    id: "commands",
    title: "Passwords on command lines, in SQL, in netrc and pgpass files",
    source: "mysql(1), psql, curl(1), sshpass(1), redis-cli(1), mongosh, ldapsearch(1), docker login; SQL CREATE USER of PostgreSQL, MySQL, SQL Server, Oracle; netrc(5)",
    rules: [
        userAndPassword,
        ...programRules(),
        ...positionalRules(),
        ...argumentRules(),
        ...sqlRules(),
        pipedPassword,
        hereString,
        secretLiteral,
        vaultFields,
        lineCommand,
        askedPassword,
        randomPassword,
        passwordList,
        ...networkRules(),
        commandRule({
            id: "command-password",
            anchors: ["requirepass", "masterauth", "bindpw", "rootpw", "ldap_default_authtok"],
            upTo: /(?:requirepass|masterauth|bindpw|rootpw|ldap_default_authtok)(?:\s*[:=]\s*|\s+(?:to\s+)?)(?=[^\s-])/i,
        }),
        commandRule({
            id: "redis-command",
            anchors: ["AUTH ", 'AUTH"', "AUTH\\"],
            anyCase: false,
            upTo: /AUTH(?:\\*")? (?:\\*"[\w-]+\\*" (?=\\*"))?(?=\\*["'])/,
        }),
        commandRule({
            id: "redis-command",
            anchors: ["setuser ", "user "],
            upTo: /user\s+\S{1,64}\s+on\s(?:[^\s>]\S*\s){0,8}>(?=[^\s])/i,
        }),
        commandRule({
            id: "mail-command",
            anchors: ["AUTH PLAIN ", "AUTH LOGIN "],
            anyCase: false,
            upTo: /AUTH (?:PLAIN|LOGIN) (?=[A-Za-z0-9+/]{8})/,
            accepts: (value) => /[A-Z]/.test(value) && /[a-z]/.test(value) && /\d|=/.test(value),
        }),
        commandRule({
            id: "netrc-password",
            anchors: ["machine "],
            upTo: /machine\s+\S{1,255}\s+login\s+\S{1,255}\s+password\s+/i,
        }),
        commandRule({
            id: "pgpass-password",
            anchors: [":5432:", ":6432:", ":3306:"],
            upTo: /:\d{4}:[\w*-]{1,63}:[\w*-]{1,63}:(?=\S{4,128}(?:[\s"'\\]|$))/,
            accepts: (value) => value.length >= 4 && !/^\d+$/.test(value),
        }),
    ],
    examples: {
        hide: [
            `curl -u admin:⟦${pw}⟧ https://harbor.example.com/api`,
            `mysql -u root '-p⟦${pw}⟧' -e 'select 1'`,
            `{"cmd":["mysql","-u","root","-p⟦${pw}⟧"],"rc":1}`,
            `argc=3 a0="mongosh" a1="-p" a2="⟦${pw}⟧"`,
            `keytool -genkey -storepass ⟦${pw}⟧ -keypass ⟦${pw}⟧ -alias tomcat`,
            `snmpget -v3 -u bob -A ⟦${pw}⟧ -x AES -X ⟦${pw}⟧ 10.0.0.1`,
            `smbclient -U 'ACME\\bob%⟦${pw}⟧' //nas/share`,
            `rabbitmqctl add_user bob ⟦${pw}⟧`,
            `mc alias set s3 http://minio:9000 admin ⟦${pw}⟧`,
            `sqlplus scott/⟦${pw}⟧@ORCL`,
            `echo 'root:⟦${pw}⟧' | chpasswd`,
            `read -s PASSWORD <<< "⟦${pw}⟧"`,
            `kubectl create secret generic x --from-literal=foo=⟦${pw}9Q⟧`,
            `radtest bob ⟦${pw}⟧ 127.0.0.1 0 ⟦${pw}⟧`,
            `snmp-server community ⟦netw0rk-ops⟧ RO`,
            `username admin privilege 15 secret 0 ⟦${pw}⟧`,
            `createUser bob SHA "⟦${pw}⟧" AES "⟦${pw}⟧"`,
            `mysqli_connect("db", "app", "⟦${pw}⟧", "app")`,
            `SET PASSWORD FOR 'bob'@'%' = '⟦${pw}⟧';`,
            `334 UGFzc3dvcmQ6\n⟦Y2hlZXNlY2FrZS05OQ==⟧\n235 2.7.0 ok`,
            `chpasswd:\n  list: |\n    root:⟦${pw}⟧\n    bob:⟦${pw}⟧\nruncmd: [ls]`,
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
            "docker run --name mysql -p3306:3306 mysql:8",
            "kubectl create secret generic x --from-literal=mode=production",
            "snmpwalk: Timeout: No Response from 10.0.0.1",
            "331 Please specify the password.",
            "smbclient -U bob //nas/share",
            "net user bob /delete",
            "mysql --protocol=tcp -h db",
            "docker run -p 8080:80 nginx",
            "mkdir -p /var/lib/mysql",
            "--- PASS: TestAuth7 (0.00s)",
            "PASS test/auth7.test.js",
            "snmp community public",
        ],
    },
};
