import { beforeAll, expect, test } from "vitest";
import type { Rig } from "../harness/attach-rig.ts";
import { etcdObjects } from "../harness/etcd-objects.ts";
import { startFaultProxy } from "../harness/fault-proxy.ts";
import type { Fault } from "../harness/faults.ts";
import { startRig } from "../harness/rig.ts";
import { sharedRig } from "../harness/shared-rig.ts";
import { collected, requestFor, run } from "./collected.ts";
import { until } from "./until.ts";

let rig: Rig;
let namespace: string;

const NODE = "10.250.0.7";

beforeAll(async () => {
    rig = await sharedRig();
    namespace = await rig.namespace("faults");
    await rig.apply(nodeAndPods(namespace));
    rig.setNodeDocument("stats/summary", "{}");
    rig.setNodeDocument("configz", "{}");
    for (const pod of ["web-0", "web-1", "web-2", "web-3"])
        rig.setLog(namespace, pod, "main", { lines: ["started", `I am ${pod}`] });
});

function nodeAndPods(within: string): string {
    const pods = [0, 1, 2, 3].map(
        (index) => `
apiVersion: v1
kind: Pod
metadata: {name: web-${index}, namespace: ${within}}
spec: {nodeName: faulty-node, containers: [{name: main, image: web}]}
status:
  phase: Running
  conditions: [{type: Ready, status: "True"}]
  containerStatuses: [{name: main, image: web, imageID: "", ready: true, restartCount: 0, state: {running: {startedAt: "2026-11-21T09:00:00Z"}}}]
`,
    );
    const node = `
apiVersion: v1
kind: Node
metadata: {name: faulty-node}
status: {addresses: [{type: InternalIP, address: ${NODE}}], daemonEndpoints: {kubeletEndpoint: {Port: 10250}}}
`;
    return [node, ...pods].join("---\n");
}

/** Only this test's namespace, so that tests that share the cluster do not meet. */
const here = () => ({ narrowing: { namespaces: [namespace], include: [], exclude: [] } });
const logPath = (pod: string) => `management-cluster/logs/${namespace}/${pod}-main.yaml`;
const podPath = (pod: string) => `management-cluster/resources/Pod/${namespace}/${pod}.yaml`;

async function throughProxy(...rules: { path: RegExp; fault: Fault; times?: number; after?: number }[]) {
    const proxy = await startFaultProxy(rig);
    for (const rule of rules) proxy.add(rule);
    return proxy;
}

test("a namespace of a well cluster is in the archive, with its logs", async () => {
    await using archive = await collected(requestFor(rig.kubeconfig, here()));
    expect(archive.gaps).toEqual([]);
    expect(archive.paths).toContain(podPath("web-0"));
    expect(await archive.text(logPath("web-0"))).toMatch(/^2026-11-21T09:00:00\.000000000Z started\n.* I am web-0\n$/);
    expect(await archive.text("errors.txt")).toBe("");
});

const passing: readonly [string, Fault][] = [
    ["429 with Retry-After", { type: "status", code: 429, retryAfter: "0" }],
    ["a 500", { type: "status", code: 500 }],
    ["a 503", { type: "status", code: 503 }],
    ["a 504", { type: "status", code: 504 }],
    ["a reset in mid-list", { type: "reset", afterBytes: 60 }],
    ["a list cut in the middle", { type: "cut", afterBytes: 60 }],
    ["a Content-Length that lies", { type: "content-length", add: 100 }],
    ["a list that stalls", { type: "stall", afterBytes: 60 }],
    ["a connection dropped unanswered", { type: "drop" }],
];

test.each(passing)("%s, once, costs nothing", async (_name, fault) => {
    await using proxy = await throughProxy({ path: /\/pods\?/, fault, times: 1 });
    await using archive = await collected(requestFor(proxy.kubeconfig, here()));
    expect(archive.gaps).toEqual([]);
    expect(archive.paths).toContain(podPath("web-3"));
    expect(archive.paths).toContain(logPath("web-3"));
});

test.each(passing)("%s, for ever, is a gap that names the list, and the rest arrives", async (_name, fault) => {
    await using proxy = await throughProxy({ path: /\/configmaps\?/, fault });
    await using archive = await collected(
        requestFor(proxy.kubeconfig, {
            ...here(),
            limits: { headMs: 600, stallMs: 300, requestMs: 4_000, outagePatienceMs: 300 },
        }),
    );
    expect(archive.gaps).toHaveLength(1);
    expect(archive.gaps[0]).toMatch(/^[a-z-]+ objects: .*configmaps/);
    expect(archive.paths).toContain(logPath("web-3"));
});

test("410 on continue starts the list again in one, has every object, and says what it cannot vouch for", async () => {
    const own = await rig.namespace("many");
    const store = await etcdObjects(rig);
    const names = Array.from({ length: 1_100 }, (_, index) => `c${String(index).padStart(4, "0")}`);
    await store.put(names.map((name) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: own } })));
    await using proxy = await throughProxy({ path: /\/configmaps\?.*continue=/, fault: { type: "status", code: 410 } });
    await using archive = await collected(
        requestFor(proxy.kubeconfig, { narrowing: { namespaces: [own], include: ["ConfigMap"], exclude: [] } }),
    );
    expect(archive.paths.filter((path) => path.includes("/ConfigMap/"))).toHaveLength(1_100);
    expect(archive.gaps).toEqual([
        expect.stringMatching(/^gone objects: listing configmaps: the list's snapshot expired after 1 page/),
    ]);
});

test("of a log of 5 GB the newest part within the limit is kept, and the cut is said", async () => {
    const own = await rig.namespace("huge");
    await rig.apply(nodeAndPods(own));
    rig.setLog(own, "web-0", "main", { bytes: 5_000_000_000 });
    await using archive = await collected(
        requestFor(rig.kubeconfig, { narrowing: { namespaces: [own], include: ["Pod"], exclude: [] } }),
    );
    const entry = archive.manifest.entries.find(({ path }) => path.endsWith("web-0-main.yaml"));
    expect(entry?.truncation?.type).toBe("limit");
    expect(entry?.bytes).toBeGreaterThan(5_000_000);
    expect(entry?.bytes).toBeLessThanOrEqual(10 * 2 ** 20);
});

test("bytes that are no text, and a line of 10 MB, come through as they are", async () => {
    const own = await rig.namespace("bytes");
    await rig.apply(nodeAndPods(own));
    const stamp = Buffer.from("2026-11-21T09:00:00.000000000Z stdout F ");
    const binary = Buffer.from([0x00, 0xff, 0xfe, 0xc3, 0x28, 0x1b, 0x5b, 0x33, 0x31, 0x6d, 0x80]);
    const long = Buffer.alloc(10_000_000, "x");
    rig.setLog(own, "web-0", "main", { file: Buffer.concat([stamp, binary, Buffer.from("\n"), stamp, long, Buffer.from("\n")]) });
    const overrides = { maxLogBytes: 20_000_000, talos: { when: "never" as const } };
    await using archive = await collected(
        requestFor(rig.kubeconfig, { narrowing: { namespaces: [own], include: ["Pod"], exclude: [] }, overrides }),
    );
    const log = await archive.bytes(`management-cluster/logs/${own}/web-0-main.yaml`);
    expect(log.includes(binary)).toBe(true);
    expect(log.length).toBeGreaterThan(10_000_000);
});

test("a thousand namespaces are no trouble", async () => {
    await using own = await startRig({ audit: false });
    const store = await etcdObjects(own);
    const names = Array.from({ length: 1_000 }, (_, index) => `team-${String(index).padStart(4, "0")}`);
    await store.put(
        names.map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name }, status: { phase: "Active" } })),
    );
    await store.put(
        names.map((name) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings", namespace: name } })),
    );
    await using archive = await collected(requestFor(own.kubeconfig));
    expect(archive.paths.filter((path) => /\/ConfigMap\/team-\d{4}\/settings\.yaml$/.test(path))).toHaveLength(1_000);
});

test("the log of one bad container is a gap and the others' logs are there", async () => {
    await using proxy = await throughProxy({ path: /web-1\/log/, fault: { type: "status", code: 500 } });
    await using archive = await collected(requestFor(proxy.kubeconfig, here()));
    expect(archive.gaps).toEqual([expect.stringMatching(/^[a-z-]+ logs: .*web-1/)]);
    expect(archive.paths.filter((path) => path.includes("/logs/"))).toEqual(["web-0", "web-2", "web-3"].map(logPath));
});

test.each<[string, Fault, string]>([
    ["breaks", { type: "reset", afterBytes: 40 }, "cut"],
    ["stalls", { type: "stall", afterBytes: 40 }, "stalled"],
])("a log that %s keeps what came, marked, beside its gap", async (_name, fault, code) => {
    await using proxy = await throughProxy({ path: /web-1\/log/, fault });
    await using archive = await collected(requestFor(proxy.kubeconfig, here()));
    expect(archive.gaps).toEqual([expect.stringMatching(new RegExp(`^${code} logs: `))]);
    expect(await archive.text(logPath("web-1"))).toBe("2026-11-21T09:00:00.000000000Z started\n2");
    const entry = archive.manifest.entries.find(({ path }) => path === logPath("web-1"));
    expect(entry?.truncation?.type).toBe("broken");
});

test("a log that breaks without a sign of the protocol is marked: it may be cut", async () => {
    const own = await rig.namespace("cut");
    await rig.apply(nodeAndPods(own));
    rig.setLog(own, "web-0", "main", { bytes: 10_000, resetAfter: 1_000 });
    await using archive = await collected(
        requestFor(rig.kubeconfig, { narrowing: { namespaces: [own], include: [], exclude: [] } }),
    );
    const entry = archive.manifest.entries.find(({ path }) => path.endsWith("web-0-main.yaml"));
    expect(entry?.truncation).toEqual({ type: "may-be-cut" });
});

test("a log that never ends is cut at the newest part, and the run ends", async () => {
    await using proxy = await throughProxy({ path: /web-1\/log/, fault: { type: "endless" } });
    const overrides = { maxLogBytes: 100_000, timeoutMs: 4_000, talos: { when: "never" as const } };
    await using archive = await collected(requestFor(proxy.kubeconfig, { ...here(), overrides }));
    expect(archive.gaps).toEqual([expect.stringMatching(/^budget logs: /)]);
    const entry = archive.manifest.entries.find(({ path }) => path === logPath("web-1"));
    expect(entry?.bytes).toBeLessThanOrEqual(100_000);
    expect(entry?.truncation).toMatchObject({ type: "broken", droppedBytes: expect.any(Number) });
});

test.each(["refuse", "hang"] as const)(
    "a node whose kubelets %s costs its logs, each named, and no time without end",
    async (state) => {
        rig.node(NODE, state);
        try {
            await using archive = await collected(requestFor(rig.kubeconfig, here()));
            expect(archive.gaps.filter((gap) => gap.includes(" logs: "))).toHaveLength(4);
            expect(archive.paths).toContain(podPath("web-0"));
        } finally {
            rig.node(NODE, "up");
        }
    },
);

test("discovery of one group failing is a gap for that group, and the rest arrives", async () => {
    await rig.apply(`
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1.broken.example.com}
spec: {group: broken.example.com, version: v1, groupPriorityMinimum: 100, versionPriority: 10, insecureSkipTLSVerify: true, service: {name: nobody, namespace: ${namespace}}}
`);
    try {
        await using archive = await collected(requestFor(rig.kubeconfig, here()));
        expect(archive.gaps).toEqual([expect.stringMatching(/^unavailable objects: .*broken\.example\.com/)]);
        expect(archive.paths).toContain(podPath("web-0"));
    } finally {
        await rig.kubectl(["delete", "apiservice", "v1.broken.example.com"]);
    }
});

test("an API server that hangs on one aggregated kind costs that kind only", async () => {
    await using proxy = await throughProxy({ path: /\/apis\/apps\/v1\/.*deployments/, fault: { type: "hang" } });
    await using archive = await collected(requestFor(proxy.kubeconfig, { ...here(), limits: { headMs: 400, requestMs: 1_500 } }));
    expect(archive.gaps).toEqual([expect.stringMatching(/^timeout objects: .*deployments/)]);
    expect(archive.paths).toContain(logPath("web-0"));
});

test("ConfigMaps that never answer hold up neither the search for secrets nor the run, and it is said what was not searched for", async () => {
    await using proxy = await throughProxy({ path: /\/configmaps\?/, fault: { type: "hang" } });
    const overrides = { timeoutMs: 20_000, talos: { when: "never" as const } };
    const limits = { headMs: 6_000, requestMs: 6_000 };
    await using archive = await collected(requestFor(proxy.kubeconfig, { ...here(), overrides, limits }));
    expect(archive.gaps).toEqual([expect.stringMatching(/^timeout objects: listing configmaps/)]);
    expect(archive.paths).toContain(logPath("web-3"));
    expect(archive.manifest.nets).toContainEqual({
        name: "known-values",
        on: true,
        because: expect.stringMatching(/was not searched for elsewhere: ConfigMap \(listing configmaps: no answer for 2 s\)$/),
    });
});

test("discovery that never answers costs the kinds it would have named; those of the core group arrive", async () => {
    await using proxy = await throughProxy({ path: /\/apis(\?|$)/, fault: { type: "hang" } });
    const overrides = { timeoutMs: 20_000, talos: { when: "never" as const } };
    const limits = { headMs: 6_000, requestMs: 6_000 };
    await using archive = await collected(requestFor(proxy.kubeconfig, { ...here(), overrides, limits }));
    expect(archive.gaps.toSorted()).toEqual([
        expect.stringMatching(/^timeout api: GET \/apis/),
        "timeout objects: GET /apis: no answer for 4 s",
    ]);
    expect(archive.paths).toContain(logPath("web-3"));
});

test("a namespace that is asked for and does not exist is said, and the others arrive", async () => {
    const narrowing = { namespaces: [namespace, "no-such-namespace"], include: ["pods"], exclude: [] };
    await using archive = await collected(requestFor(rig.kubeconfig, { narrowing }));
    expect(archive.gaps).toEqual(["not-found objects: there is no namespace no-such-namespace in this cluster"]);
    expect(archive.paths).toContain(podPath("web-0"));
});

test("the API server gone half-way and back costs nothing", async () => {
    await using proxy = await throughProxy();
    const request = requestFor(proxy.kubeconfig, { ...here(), limits: { outagePatienceMs: 20_000 } });

    const handle = run(request);
    await until(() => proxy.requests.some((path) => path.includes(`${namespace}/pods`)), handle);
    const gone = proxy.down().then(() => proxy.up());
    const result = await handle;
    await gone;
    expect(result).toMatchObject({ ok: true, value: { gaps: [] } });
});

test("the API server gone half-way and not back: what came is sealed, everything else is a gap", async () => {
    await using proxy = await throughProxy();
    const handle = collected(requestFor(proxy.kubeconfig, here()));
    await until(() => proxy.requests.some((path) => path.includes(`${namespace}/pods`)), handle);
    await proxy.down();
    await using archive = await handle;
    expect(archive.gaps.length).toBeGreaterThan(0);
    expect(archive.gaps.every((gap) => /^(unreachable|cut) /.test(gap))).toBe(true);
});

test("a credential that is refused in mid-run is a gap that says so, not a hang", async () => {
    await using proxy = await throughProxy({ path: /\/log\?/, fault: { type: "status", code: 401 } });
    await using archive = await collected(requestFor(proxy.kubeconfig, here()));
    expect(archive.gaps).toHaveLength(4);
    expect(archive.gaps[0]).toMatch(/^unauthorized logs: /);
});

test("an API server that is not there at all is an error in words, with what to check", async () => {
    await using proxy = await throughProxy();
    await proxy.down();
    const result = await run(requestFor(proxy.kubeconfig, here()));
    expect(result).toMatchObject({
        ok: false,
        problem: { code: "unreachable", message: expect.stringContaining(proxy.server), hint: expect.any(String) },
    });
});
