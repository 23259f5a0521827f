import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Rig } from "../../../test/harness/attach-rig.ts";
import { type FaultProxy, startFaultProxy } from "../../../test/harness/fault-proxy.ts";
import type { Fault } from "../../../test/harness/faults.ts";
import { sharedRig } from "../../../test/harness/shared-rig.ts";
import { connect } from "./connect.ts";
import type { Limits } from "./limits.ts";
import type { KubernetesReader, ListRequest } from "./reader.ts";

const signal = new AbortController().signal;
const CONFIG_MAPS = { group: "", version: "v1", resource: "configmaps", kind: "ConfigMap", namespaced: true };

let rig: Rig;
let proxy: FaultProxy;
let reader: KubernetesReader;
/** Waits half a second for what never comes. */
let hasty: KubernetesReader;
let namespace: string;

beforeAll(async () => {
    rig = await sharedRig();
    proxy = await startFaultProxy(rig);
    namespace = await rig.namespace("lists");
    const items = Array.from({ length: 25 }, (_, index) => ({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: `c-${index + 10}`, namespace },
        data: { text: "x".repeat(400) },
    }));
    await rig.apply(JSON.stringify({ apiVersion: "v1", kind: "List", items }));
    reader = await open({});
    hasty = await open({ stallMs: 400, headMs: 400 });
});
beforeEach(() => proxy.clear());
afterAll(async () => {
    await Promise.all([reader?.close(), hasty?.close()]);
    await proxy?.stop();
});

async function open(patience: Partial<Limits>): Promise<KubernetesReader> {
    const limits = { retryBaseMs: 1, retryCapMs: 20, outagePatienceMs: 50, outageProbeMs: 10, ...patience };
    const connected = await connect({ kubeconfig: proxy.kubeconfig, environment: {}, limits }, signal);
    if (!connected.ok) throw new Error(connected.problem.message);
    return connected.value;
}

const request = (more: Partial<ListRequest> = {}): ListRequest => ({ type: CONFIG_MAPS, namespace, limit: 10, ...more });

/** Names of each page, or the problem's code and message. */
async function pages(asked = request(), by = reader): Promise<string[]> {
    const seen: string[] = [];
    for await (const page of by.list(asked, signal)) {
        if (!page.ok) seen.push(`${page.problem.code}: ${page.problem.message}`);
        else {
            const { items } = JSON.parse(Buffer.from(page.value.bytes).toString()) as { items: { metadata: { name: string } }[] };
            const names = items.map(({ metadata }) => metadata.name.slice(2));
            seen.push(`${page.value.inconsistent ? "inconsistent " : ""}${names[0]}..${names.at(-1)}`);
        }
    }
    return seen;
}

const isSilent = ({ type }: Fault) => type === "stall" || type === "hang";
const WHOLE = ["10..19", "20..29", "30..34"];
const fault = (of: Fault, more: { times?: number; after?: number } = {}) =>
    proxy.add({ path: new RegExp(`${namespace}/configmaps`), fault: of, ...more });

test("A list comes in pages of the size asked for, in order", async () => {
    expect(await pages()).toEqual(WHOLE);
});

test.each<[string, Fault]>([
    ["a 429 that says when", { type: "status", code: 429, retryAfter: "1" }],
    ["a 500", { type: "status", code: 500 }],
    ["a 503 that gives a date", { type: "status", code: 503, retryAfter: "Sat, 21 Nov 2026 09:00:00 GMT" }],
    ["a 504", { type: "status", code: 504 }],
    ["a reset in the middle of a page", { type: "reset", afterBytes: 2000 }],
    ["a connection closed without an answer", { type: "drop" }],
    ["a page that ends too early", { type: "cut", afterBytes: 3000 }],
    ["a Content-Length that is too large", { type: "content-length", add: 100 }],
    ["a Content-Length that is too small", { type: "content-length", add: -100 }],
    ["a page that falls silent", { type: "stall", afterBytes: 1000 }],
    ["no answer at all", { type: "hang" }],
])("A list survives %s, once on its second page", async (_, of) => {
    fault(of, { times: 1, after: 1 });
    expect(await pages(request(), isSilent(of) ? hasty : reader)).toEqual(WHOLE);
});

test("A list survives connections that are closed after every answer", async () => {
    fault({ type: "close" });
    expect(await pages()).toEqual(WHOLE);
});

test.each<[Fault, string, number]>([
    [
        { type: "status", code: 503 },
        "unavailable: listing configmaps in NS: 503 the server is currently unable to handle the request",
        4,
    ],
    [
        { type: "status", code: 429, retryAfter: "0" },
        "throttled: listing configmaps in NS: 429 Too many requests, please try again later.",
        4,
    ],
    [{ type: "cut", afterBytes: 3000 }, "cut: listing configmaps in NS: the answer ends in the middle", 4],
    [{ type: "reset", afterBytes: 3000 }, "cut: listing configmaps in NS: the connection broke in the middle of the answer", 4],
    [{ type: "stall", afterBytes: 3000 }, "stalled: listing configmaps in NS: the answer stopped in the middle", 2],
    [{ type: "hang" }, "timeout: listing configmaps in NS: the API server accepted the request and did not answer in time", 2],
    [{ type: "status", code: 403 }, 'forbidden: listing configmaps in NS: 403 forbidden: User "nobody" cannot do that', 1],
    [
        { type: "status", code: 404 },
        "not-found: listing configmaps in NS: 404 the server could not find the requested resource",
        1,
    ],
])("%j that stays is a problem after the first page, and the page stands", async (of, message, tries) => {
    fault(of, { after: 1 });
    const before = proxy.requests.length;
    expect(await pages(request(), isSilent(of) ? hasty : reader)).toEqual(["10..19", message.replace("NS", namespace)]);
    expect(proxy.requests.slice(before).filter((path) => path.includes("configmaps")).length).toBe(1 + tries);
});

test("A snapshot that is lost goes on with the token that the refusal offers, and says so", async () => {
    // A token of the server's own form for "after c-19, whatever the state": staging/src/k8s.io/apiserver/pkg/storage/continue.go.
    const continueToken = Buffer.from(JSON.stringify({ v: "meta.k8s.io/v1", rv: -1, start: "c-19\u0000" })).toString("base64url");
    fault({ type: "status", code: 410, continueToken }, { times: 1, after: 1 });
    expect(await pages()).toEqual(["10..19", "inconsistent 20..29", "inconsistent 30..34"]);
});

test("A snapshot that is lost without a token starts once more, unpaged, and says so", async () => {
    fault({ type: "status", code: 410 }, { times: 1, after: 1 });
    expect(await pages()).toEqual(["10..19", "inconsistent 10..34"]);
});

test("A snapshot that is always lost ends as a problem", async () => {
    fault({ type: "status", code: 410 }, { after: 1 });
    expect(await pages()).toEqual([
        "10..19",
        `gone: listing configmaps in ${namespace}: 410 The provided continue parameter is too old to display a consistent list result.`,
    ]);
});

test("An abort in mid-list throws its reason and asks nothing more", async () => {
    const controller = new AbortController();
    fault({ type: "hang" }, { after: 1 });
    const list = reader.list(request(), controller.signal)[Symbol.asyncIterator]();
    expect((await list.next()).done).toBe(false);
    const next = list.next();
    controller.abort(new Error("first Ctrl-C"));
    await expect(next).rejects.toThrow("first Ctrl-C");
});

test("Selectors and the lack of a namespace reach the server in its own words", async () => {
    const before = proxy.requests.length;
    await pages(request({ fieldSelector: `metadata.namespace=${namespace},metadata.name!=c-10`, labelSelector: "app in (a,b)" }));
    expect(proxy.requests.slice(before)).toEqual([
        `/api/v1/namespaces/${namespace}/configmaps?limit=10&labelSelector=app+in+%28a%2Cb%29&fieldSelector=metadata.namespace%3D${namespace}%2Cmetadata.name%21%3Dc-10`,
    ]);
});
