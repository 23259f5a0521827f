import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT, crashing, running, workload } from "../../../../test/diagnose/workload.ts";
import { configFile } from "./config-file.ts";

const MOUNTED = {
    spec: "nodeName: n1, volumes: [{ name: conf, configMap: { name: nginx-conf } }]",
    container: "volumeMounts: [{ name: conf, mountPath: /etc/nginx/conf.d }]",
    status: crashing(1),
};
const MAP = `
apiVersion: v1
kind: ConfigMap
metadata: { name: nginx-conf, namespace: msp }
data: { default.conf: "server { proxy_pas x; }" }
---
`;
const crashed = (line: string) => ({
    at: AT,
    objects: MAP + workload(MOUNTED),
    logs: { "msp/web-5d4f-abcde/web.previous.log": `${line}\n` },
});

test("The path in the message leads to the key of the ConfigMap", async () => {
    const { says, findings } = await judge(
        configFile,
        crashed('nginx: [emerg] unknown directive "proxy_pas" in /etc/nginx/conf.d/default.conf:7'),
    );
    expect(says).toEqual([
        'ConfigMap msp/nginx-conf (key default.conf, mounted at /etc/nginx/conf.d) is refused by Deployment msp/web: "nginx: [emerg] unknown directive "proxy_pas" in /etc/nginx/conf.d/default.conf:7"',
    ]);
    expect(findings[0]?.subject).toMatchObject({ kind: "ConfigMap", name: "nginx-conf" });
});

test("A parse error without a path is that of the only ConfigMap that is mounted", async () => {
    expect((await judge(configFile, crashed("failed to load config: yaml: line 3: did not find expected key"))).says).toEqual([
        'ConfigMap msp/nginx-conf (mounted at /etc/nginx/conf.d) is refused by Deployment msp/web: "failed to load config: yaml: line 3: did not find expected key"',
    ]);
});

test("An unknown flag and a refused connection are not the file's fault", async () => {
    expect((await judge(configFile, crashed("Error: unknown flag: --listen-addres"))).answer).toBe("clean");
    expect((await judge(configFile, crashed("dial tcp db:5432: connect: connection refused"))).answer).toBe("clean");
});

test("Without logs it is not known", async () => {
    expect(
        (
            await judge(configFile, {
                at: AT,
                objects: workload({ status: running() }),
                errors: "logs were not collected: budget spent",
            })
        ).answer,
    ).toBe("unknown");
});
