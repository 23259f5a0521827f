import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type FaultProxy, startFaultProxy } from "../../../test/harness/fault-proxy.ts";
import { sharedRig } from "../../../test/harness/shared-rig.ts";
import { connect } from "./connect.ts";
import type { ConnectOptions } from "./connect-options.ts";

const signal = new AbortController().signal;
let proxy: FaultProxy;

beforeAll(async () => {
    proxy = await startFaultProxy(await sharedRig());
});
beforeEach(() => proxy.clear());
afterAll(() => proxy?.stop());

async function get(
    path: string,
    options: Partial<ConnectOptions> = {},
    more: { maxBytes?: number; timeoutMs?: number; accept?: string } = {},
) {
    const limits = { retryBaseMs: 1, outagePatienceMs: 20, ...options.limits };
    const connected = await connect({ kubeconfig: proxy.kubeconfig, environment: {}, ...options, limits }, signal);
    if (!connected.ok) throw new Error(connected.problem.message);
    const answer = await connected.value.get(path, more, signal);
    await connected.value.close();
    return answer.ok ? Buffer.from(answer.value).toString() : answer.problem;
}

test("A document that has no end is given up at its limit", async () => {
    proxy.add({ path: /readyz/, fault: { type: "endless" } });
    expect(await get("/readyz", {}, { maxBytes: 10_000, accept: "*/*" })).toMatchObject({
        code: "invalid",
        message: "GET /readyz: the answer is larger than 10000 bytes",
    });
});

test("One that trickles is given up when its time is over, however little it is ever silent", async () => {
    proxy.add({ path: /openapi/, fault: { type: "trickle", bytesPerSecond: 1000 } });
    expect(await get("/openapi/v2", {}, { timeoutMs: 900 })).toEqual({
        code: "timeout",
        message: "GET /openapi/v2: not done within 0.9 s",
        hint: "raise --request-timeout",
    });
});

test("--request-timeout is the time of one try, in kubectl's words or in seconds", async () => {
    proxy.add({ path: /openapi/, fault: { type: "trickle", bytesPerSecond: 1000 } });
    expect(await get("/openapi/v2", { requestTimeout: "2" })).toMatchObject({
        message: "GET /openapi/v2: not done within 2 s",
    });
    const wrong = await connect({ kubeconfig: proxy.kubeconfig, environment: {}, requestTimeout: "soon" }, signal);
    expect(wrong).toMatchObject({
        ok: false,
        problem: { code: "configuration", message: '--request-timeout: "soon" is not a duration such as 90s, 10m or 2h' },
    });
});

test("All tries together have their time too, and the last trouble is told", async () => {
    proxy.add({ path: /livez/, fault: { type: "status", code: 503, retryAfter: "3600" } });
    expect(await get("/livez", { limits: { requestMs: 1500 } }, { accept: "*/*" })).toMatchObject({
        code: "unavailable",
        message: "GET /livez: 503 the server is currently unable to handle the request",
    });
});

test("A document that is no JSON comes as it is when that was asked for", async () => {
    expect(await get("/livez", {}, { accept: "*/*" })).toBe("ok");
});

test("A page of HTML where a document was asked for is said to be one", async () => {
    proxy.add({ path: /apps/, fault: { type: "status", code: 502, body: "<html><title>Bad Gateway</title></html>" } });
    expect(await get("/apis/apps/v1/deployments")).toMatchObject({
        code: "unavailable",
        message: "GET /apis/apps/v1/deployments: 502 with a page of HTML (a proxy or a login page?)",
    });
});
