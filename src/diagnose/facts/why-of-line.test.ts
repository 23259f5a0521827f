import { expect, test } from "vitest";
import { readLine } from "./why-of-line.ts";

/** Category, host:port, what; of lines as programs write them. */
const LINES: readonly (readonly [line: string, reading: string])[] = [
    ['2026-11-21 08:00:00.000 UTC [1] FATAL:  password authentication failed for user "app"', "auth app"],
    ["ERROR 1045 (28000): Access denied for user 'root'@'10.1.1.1' (using password: YES)", "auth root"],
    ["redis.exceptions.AuthenticationError: WRONGPASS invalid username-password pair or user is disabled.", "auth"],
    ['Caused by: org.postgresql.util.PSQLException: FATAL: password authentication failed for user "keycloak"', "auth keycloak"],
    ["Error: connect ECONNREFUSED 10.96.0.5:5432", "refused 10.96.0.5:5432"],
    ["dial tcp 10.96.12.1:6379: connect: connection refused", "refused 10.96.12.1:6379"],
    [
        'psycopg2.OperationalError: connection to server at "db" (10.96.0.60), port 5432 failed: Connection refused',
        "refused db:5432",
    ],
    ["Error: P1001: Can't reach database server at `db.msp.svc`:`5432`", "refused db.msp.svc:5432"],
    [
        '[error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream, upstream: "http://10.96.0.7:8080/"',
        "refused 10.96.0.7:8080",
    ],
    ["dial tcp 10.0.0.3:5432: connect: no route to host", "unreachable 10.0.0.3:5432"],
    ["dial tcp 10.96.0.1:443: i/o timeout", "timeout 10.96.0.1:443"],
    ["waiting for db:5432 - no response", "timeout db:5432"],
    ["dial tcp: lookup redis.msp.svc.cluster.local on 10.96.0.10:53: no such host", "dns redis.msp.svc.cluster.local"],
    ["Error: getaddrinfo ENOTFOUND postgres", "dns postgres"],
    ["wget: bad address 'db:5432'", "dns db"],
    [
        "x509: certificate has expired or is not yet valid: current time 2026-11-21T08:00:00Z is after 2026-11-01T00:00:00Z",
        "tls certificate has expired or is not yet valid",
    ],
    [
        'secrets is forbidden: User "system:serviceaccount:a:b" cannot list resource "secrets" in API group ""',
        'forbidden User "system:serviceaccount:a:b" cannot list resource "secrets" in API group ""',
    ],
    ["exec /usr/local/bin/app: exec format error", "arch exec format error"],
    ['exec: "serverr": executable file not found in $PATH', "command serverr"],
    ["Error: Cannot find module '/app/server.js'", "command /app/server.js"],
    ["Error: unknown flag: --foo", "config --foo"],
    ["Error: DATABASE_URL is not set", "config DATABASE_URL is not set"],
    ["Configured seed directory does not exist: /seeds", "config Configured seed directory does not exist: /seeds"],
    ["listen tcp :8080: bind: address already in use", "bind :8080"],
    ["mkdir: cannot create directory '/data/x': Permission denied", "permission /data/x"],
    ["open /etc/app/config.yaml: no such file or directory", "missing-file /etc/app/config.yaml"],
    ["write /data/a: no space left on device", "no-space no space left on device"],
    ["PANIC:  could not locate a valid checkpoint record", "corrupt could not locate a valid checkpoint record"],
    ["error: Dirty database version 12. Fix and force version.", "migration Dirty database version 12. Fix and force version."],
    ['ERROR: relation "users" does not exist', 'schema relation "users" does not exist'],
    [
        "temporal: sql schema version compatibility check failed: version mismatch",
        "schema sql schema version compatibility check failed",
    ],
    ["FATAL:  sorry, too many clients already", "quota too many clients already"],
    ["Liquibase: Waiting for changelog lock....", "lock Waiting for changelog lock"],
    ["java.lang.OutOfMemoryError: Java heap space", "memory java.lang.OutOfMemoryError: Java heap space"],
    [
        "panic: runtime error: invalid memory address or nil pointer dereference",
        "panic panic: runtime error: invalid memory address or nil pointer dereference",
    ],
];

test.each(LINES)("%s", (line, reading) => {
    const read = readLine(line);
    const place = `${read?.host ?? ""}${read?.port === undefined ? "" : `:${read.port}`}`;
    expect([read?.category, place, read?.what].filter(Boolean).join(" ")).toBe(reading);
});

test("A line that reports success says nothing", () => {
    expect(readLine("INFO started server on 0.0.0.0:3000, url: http://localhost:3000")).toBeUndefined();
});

test("A fatal line outweighs the warnings of the retries before it", () => {
    const weight = (line: string) => readLine(line)?.weight ?? 0;
    expect(weight('level=fatal msg="connect ECONNREFUSED 10.0.0.1:1, giving up"')).toBeGreaterThan(
        weight('level=warn msg="connect ECONNREFUSED 10.0.0.1:1, retrying"'),
    );
});

test("A JSON line is shown as its message and error, with the time it states", () => {
    expect(
        readLine('{"level":"fatal","msg":"failed to connect","error":"dial tcp 10.0.0.3:5432: connect: connection refused"}')
            ?.text,
    ).toBe("failed to connect: dial tcp 10.0.0.3:5432: connect: connection refused");
    expect(readLine("2026-11-21 08:00:00,123 ERROR connection refused")?.at).toBe("2026-11-21T08:00:00.123Z");
});
