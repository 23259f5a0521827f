import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT, crashing, running, waiting, workload } from "../../../../test/diagnose/workload.ts";
import { crashLoop } from "./crash-loop.ts";

const LOG = "msp/web-5d4f-abcde/web.previous.log";
const crashed = (log: string, more: { container?: string; exitCode?: number } = {}) => ({
    at: AT,
    objects: workload({
        status: crashing(more.exitCode ?? 1),
        ...(more.container === undefined ? {} : { container: more.container }),
    }),
    logs: { [LOG]: log },
});

test("The line that says why is quoted with the exit code and the number of restarts", async () => {
    const { says, findings } = await judge(
        crashLoop,
        crashed("starting\nFATAL could not connect: dial tcp db:5432: connect: connection refused\n"),
    );
    expect(says).toEqual([
        'Deployment msp/web: container web of pod web-5d4f-abcde crashes (exit code 1, 7 restarts): "FATAL could not connect: dial tcp db:5432: connect: connection refused"',
    ]);
    expect(findings[0]?.dueTo?.[0]?.ref).toMatchObject({ kind: "Service", namespace: "msp", name: "db" });
});

test.each([
    [
        "panic",
        "panic: runtime error: invalid memory address or nil pointer dereference\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:12 +0x1d\n",
    ],
    ["memory", "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n"],
    ["memory", 'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space\n'],
    [
        "refused",
        "org.springframework.beans.factory.BeanCreationException: Error creating bean\n\tat a.b.C(C.java:1)\nCaused by: java.net.ConnectException: Connection refused\n",
    ],
    [
        "refused",
        'Traceback (most recent call last):\n  File "/app/main.py", line 3, in <module>\nsqlalchemy.exc.OperationalError: could not connect to server: Connection refused\n',
    ],
    ["exception", "Unhandled exception. System.ArgumentException: Keyword not supported: 'databse'.\n   at Program.Main()\n"],
    ["command", "node:internal/modules/cjs/loader:1143\n  throw err;\nError: Cannot find module '/app/dist/main.js'\n"],
    ["bind", "Error: listen EADDRINUSE: address already in use :::3000\n"],
    ["config", "Error: unknown flag: --listen-addres\n"],
    ["config", "KeyError: 'DATABASE_URL'\n"],
    [
        "tls",
        "x509: certificate has expired or is not yet valid: current time 2026-11-21T08:57:00Z is after 2026-11-01T00:00:00Z\n",
    ],
    ["permission", "mkdir: cannot create directory '/data/db': Permission denied\n"],
    ["migration", "Error: Dirty database version 42. Fix and force version.\n"],
    ["arch", "exec /usr/bin/web: exec format error\n"],
])("The words of the program decide the kind: %s", async (variant, log) => {
    const { findings } = await judge(crashLoop, crashed(log));
    expect(findings.map((finding) => finding.rule)).toEqual([`application.crash-loop.${variant}`]);
});

test("A line that fits no pattern is still shown, as the last one", async () => {
    const { says } = await judge(crashLoop, crashed("booting\nlicense seat count is negative, bye\n"));
    expect(says).toEqual([
        'Deployment msp/web: container web of pod web-5d4f-abcde crashes (exit code 1, 7 restarts): its last line is "license seat count is negative, bye"',
    ]);
});

test("A program that ends by itself with exit code 0 is explained", async () => {
    const { says } = await judge(crashLoop, { at: AT, objects: workload({ status: crashing(0, 12, "Completed") }) });
    expect(says).toEqual([
        "Deployment msp/web: container web of pod web-5d4f-abcde crashes (exit code 0, it ends by itself instead of staying, 12 restarts) and its log does not say why",
    ]);
});

test("An init container that crashes is called one", async () => {
    const objects = workload({ phase: "Pending", status: waiting("PodInitializing") })
        .replace(
            "containers: [{ name: web",
            'initContainers: [{ name: migrate, image: "registry.example.com/web:1.0" }], containers: [{ name: web',
        )
        .replace("  containerStatuses", `  initContainerStatuses: [{ name: migrate, ${crashing(1)} }]\n  containerStatuses`);
    const { says } = await judge(crashLoop, {
        at: AT,
        objects,
        logs: { "msp/web-5d4f-abcde/migrate.previous.log": 'error: relation "users" does not exist\n' },
    });
    expect(says).toEqual([
        'Deployment msp/web: init container migrate of pod web-5d4f-abcde crashes (exit code 1, 7 restarts): "error: relation "users" does not exist"',
    ]);
});

test("Restarts of long ago of a container that is ready are history", async () => {
    const status = `${running(true, 41)}, lastState: { terminated: { exitCode: 1, reason: Error, finishedAt: "2026-11-20T08:00:00Z" } }`;
    expect((await judge(crashLoop, { at: AT, objects: workload({ status }), logs: { [LOG]: "panic: old\n" } })).answer).toBe(
        "clean",
    );
});

test("When the logs could not be read, the verdict says so and blames nobody", async () => {
    const { answer, says, unknowns } = await judge(crashLoop, {
        at: AT,
        objects: workload({ status: crashing(1) }),
        errors: "could not read log of msp/web-5d4f-abcde container web: connection refused",
    });
    expect(answer).toBe("found");
    expect(says).toEqual([
        "Deployment msp/web: container web of pod web-5d4f-abcde crashes (exit code 1, 7 restarts) and its log does not say why",
    ]);
    expect(unknowns).toEqual(["could not read log of msp/web-5d4f-abcde container web: connection refused"]);
});

test("The detail on the line after belongs to it", async () => {
    const log =
        "FATAL:  database files are incompatible with server\nDETAIL:  The data directory was initialized by PostgreSQL version 14, which is not compatible with this version 16.1.\n";
    const { says } = await judge(crashLoop, crashed(log));
    expect(says).toEqual([
        'Deployment msp/web: container web of pod web-5d4f-abcde crashes (exit code 1, 7 restarts): "FATAL:  database files are incompatible with server DETAIL:  The data directory was initialized by PostgreSQL version 14, which is not compatible with this version 16.1."',
    ]);
});

test("A container that is up between two crashes is a warning, and one that outlived its crashes is well", async () => {
    const status = (startedAt: string) =>
        `ready: true, started: true, restartCount: 14, state: { running: { startedAt: "${startedAt}" } }, lastState: { terminated: { exitCode: 1, reason: Error, startedAt: "2026-11-21T08:53:00Z", finishedAt: "2026-11-21T08:54:00Z" } }`;
    const given = (startedAt: string) => ({
        at: AT,
        objects: workload({ status: status(startedAt) }),
        logs: { [LOG]: "panic: boom\n" },
    });
    const { says, findings } = await judge(crashLoop, given("2026-11-21T08:59:30Z"));
    expect(says).toEqual([
        'Deployment msp/web: container web of pod web-5d4f-abcde crashes (exit code 1, 14 restarts): "panic: boom"',
    ]);
    expect(findings[0]?.severity).toBe("warning");
    expect((await judge(crashLoop, given("2026-11-21T08:54:30Z"))).answer).toBe("clean");
});
