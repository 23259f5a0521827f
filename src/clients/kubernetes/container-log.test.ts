import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Rig } from "../../../test/harness/attach-rig.ts";
import { type FaultProxy, startFaultProxy } from "../../../test/harness/fault-proxy.ts";
import { sharedRig } from "../../../test/harness/shared-rig.ts";
import { ProblemError } from "../../core/problem.ts";
import { connect } from "./connect.ts";
import type { Limits } from "./limits.ts";
import type { KubernetesReader, LogRequest } from "./reader.ts";

const signal = new AbortController().signal;
const NODE_IP = "127.9.8.7";
let rig: Rig;
let proxy: FaultProxy;
let reader: KubernetesReader;
/** Waits half a second for what never comes. */
let hasty: KubernetesReader;
let namespace: string;

beforeAll(async () => {
    rig = await sharedRig();
    proxy = await startFaultProxy(rig);
    namespace = await rig.namespace("logs");
    const containers = ["main", "odd", "never"].map((name) => ({ name, image: "i" }));
    await rig.apply(
        JSON.stringify({
            apiVersion: "v1",
            kind: "List",
            items: [
                {
                    apiVersion: "v1",
                    kind: "Node",
                    metadata: { name: "logs-node" },
                    status: { addresses: [{ type: "InternalIP", address: NODE_IP }] },
                },
                {
                    apiVersion: "v1",
                    kind: "Pod",
                    metadata: { name: "p", namespace },
                    spec: { nodeName: "logs-node", containers },
                },
            ],
        }),
    );
    rig.setLog(namespace, "p", "main", { lines: ["one", "two", "three"] });
    reader = await open({});
    hasty = await open({ stallMs: 400, logHeadMs: 400 });
});
beforeEach(() => {
    proxy.clear();
    rig.node(NODE_IP, "up");
});
afterAll(async () => {
    await Promise.all([reader?.close(), hasty?.close()]);
    await proxy?.stop();
});

async function open(patience: Partial<Limits>): Promise<KubernetesReader> {
    const limits = { retryBaseMs: 1, outagePatienceMs: 50, outageProbeMs: 10, ...patience };
    const connected = await connect({ kubeconfig: proxy.kubeconfig, environment: {}, limits }, signal);
    if (!connected.ok) throw new Error(connected.problem.message);
    return connected.value;
}

/** The log's text, and how it ended when it did not end well. */
async function read(more: Partial<LogRequest> = {}, by = reader): Promise<string> {
    const opened = await by.log({ namespace, pod: "p", container: "main", previous: false, ...more }, signal);
    if (!opened.ok) return `${opened.problem.code}: ${opened.problem.message}`;
    const chunks: Uint8Array[] = [];
    try {
        for await (const chunk of opened.value.chunks) chunks.push(chunk);
    } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        return `${Buffer.concat(chunks)}[${error.problem.code}: ${error.problem.message}]`;
    }
    return Buffer.concat(chunks).toString();
}

const line = (second: number, text: string) => `2026-11-21T09:00:0${second}.000000000Z ${text}\n`;

test("A log has its timestamps, whole or its last lines only", async () => {
    expect(await read()).toBe(line(0, "one") + line(1, "two") + line(2, "three"));
    expect(await read({ tailLines: 1 })).toBe(line(2, "three"));
    expect(await read({ limitBytes: 10 })).toBe("2026-11-21");
});

test("A container without a previous run says so, as not found", async () => {
    expect(await read({ previous: true })).toBe(
        `not-found: reading the log of ${namespace}/p container main (previous): 400 previous terminated container "main" in pod "p" not found`,
    );
});

test("A log that breaks off is what came and a cut; one that falls silent is stalled", async () => {
    proxy.add({ path: /\/log\?/, fault: { type: "reset", afterBytes: 40 } });
    expect(await read()).toBe(
        `${line(0, "one")}2026-[cut: reading the log of ${namespace}/p container main: the connection broke in the middle of the answer]`,
    );
    proxy.add({ path: /\/log\?/, fault: { type: "stall", afterBytes: 35 } });
    expect(await read({}, hasty)).toBe(
        `${line(0, "one").slice(0, 35)}[stalled: reading the log of ${namespace}/p container main: the answer stopped in the middle]`,
    );
});

test("A log whose opening fails once is opened again", async () => {
    proxy.add({ path: /\/log\?/, fault: { type: "status", code: 503 }, times: 1 });
    expect(await read({ tailLines: 1 })).toBe(line(2, "three"));
    proxy.add({ path: /\/log\?/, fault: { type: "drop" }, times: 1 });
    expect(await read({ tailLines: 1 })).toBe(line(2, "three"));
});

test("A kubelet that refuses and one that hangs are problems of that log, in the time given; the API server stays in use", async () => {
    rig.node(NODE_IP, "refuse");
    expect(await read()).toMatch(/^unavailable: reading the log of .*\/p container main: 50[02] /);
    rig.node(NODE_IP, "hang");
    expect(await read({}, hasty)).toBe(
        `timeout: reading the log of ${namespace}/p container main: the API server accepted the request and did not answer in time`,
    );
    expect((await reader.get("/version", {}, signal)).ok).toBe(true);
});

test("Leaving a log early closes its connection and an abort throws its reason", async () => {
    rig.setLog(namespace, "p", "never", { bytes: 50_000_000, bytesPerSecond: 1_000_000 });
    const request = { namespace, pod: "p", container: "never", previous: false };
    const left = await reader.log(request, signal);
    for await (const chunk of left.ok ? left.value.chunks : []) {
        expect(chunk.length).toBeGreaterThan(0);
        break;
    }
    const controller = new AbortController();
    const opened = await reader.log(request, controller.signal);
    const drain = async () => {
        for await (const _ of opened.ok ? opened.value.chunks : []) controller.abort(new Error("out of time"));
    };
    await expect(drain()).rejects.toThrow("out of time");
});

test("Bytes of a log come as they are, text or not", async () => {
    const bytes = Buffer.concat([Buffer.from("2026-11-21T09:00:00.000000000Z stdout F "), Buffer.from([0xff, 0x00, 0xfe, 0x0a])]);
    rig.setLog(namespace, "p", "odd", { file: bytes });
    const opened = await reader.log({ namespace, pod: "p", container: "odd", previous: false }, signal);
    const chunks: Uint8Array[] = [];
    for await (const chunk of opened.ok ? opened.value.chunks : []) chunks.push(chunk);
    expect(Buffer.concat(chunks).subarray(-4)).toEqual(Buffer.from([0xff, 0x00, 0xfe, 0x0a]));
});
