import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Agent, fetch } from "undici";
import { afterAll, expect, test } from "vitest";
import { buildRig } from "../../test/harness/find-rig.ts";
import { recordedStore } from "./recorded-store.ts";
import { loadRecording } from "./recording.ts";
import { serveSample } from "./sample-api.ts";

const recording = await loadRecording(new URL("../../samples/appliance/", import.meta.url));
const identity = { token: "a-token", serial: Uint8Array.of(200, 1, 2), now: new Date() };
const api = await serveSample(recordedStore(recording), identity, new AbortController().signal);
const folder = await mkdtemp(join(tmpdir(), "casefile-sample-"));
const kubeconfig = join(folder, "kubeconfig");
await writeFile(kubeconfig, api.kubeconfig);
const ca = Buffer.from(JSON.parse(api.kubeconfig).clusters[0].cluster["certificate-authority-data"], "base64").toString();
const agent = new Agent({ connect: { ca } });

afterAll(async () => {
    await agent.close();
    await api.close();
    await rm(folder, { recursive: true });
});

function kubectl(...args: readonly string[]): Promise<string> {
    const { kubectl: program } = buildRig(() => {});
    return new Promise((resolve) => {
        execFile(
            program,
            [...args, "--kubeconfig", kubeconfig, "--cache-dir", join(folder, "cache")],
            { maxBuffer: 2 ** 26 },
            (_error, stdout, stderr) => resolve(stdout + stderr),
        );
    });
}

async function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<{ status: number; body: string }> {
    const response = await fetch(api.url + path, { dispatcher: agent, headers: { authorization: "Bearer a-token", ...headers } });
    return { status: response.status, body: await response.text() };
}

async function list(path: string): Promise<{
    items: { metadata: { name: string; namespace?: string } }[];
    metadata: { continue?: string; remainingItemCount?: number };
}> {
    return JSON.parse((await get(path)).body);
}

test("kubectl lists what is broken", async () => {
    expect(
        (await kubectl("get", "pods", "-n", "msp")).split("\n").map((line) => line.split(/ {2,}/).slice(0, 4).join(" ")),
    ).toEqual([
        "NAME READY STATUS RESTARTS",
        "alga-core-sebastian-6bt5zgwpnd-88hcc 0/1 Init:0/1 0",
        "alga-core-sebastian-bootstrap-2t87b 1/1 Running 0",
        "alga-core-sebastian-bootstrap-9fzlw 0/1 Error 0",
        "alga-core-sebastian-bootstrap-b2dps 0/1 Error 0",
        "alga-core-sebastian-db-backup-29557560-7dxlx 0/1 Completed 0",
        "db-0 0/1 Pending 0",
        "email-service-p2lrzwg2m-f8hff 0/1 Running 0",
        "pgbouncer-ll2jkg2mr-jnrp4 1/1 Running 0",
        "redis-0 0/1 Pending 0",
        "temporal-q4x8cvkbc-j4lnf 0/1 CrashLoopBackOff 13",
        "temporal-worker-kfmr5sbzl-dcdmj 0/1 CrashLoopBackOff 14",
        "workflow-worker-v656kfrn4-dct49 0/1 CrashLoopBackOff 14",
        "",
    ]);
});

test("kubectl prints custom resources by the columns of their definition", async () => {
    expect(await kubectl("get", "hr", "-n", "alga-system", "pgbouncer")).toBe(
        "NAME        AGE    READY   STATUS\npgbouncer   2d1h   False   dependency 'alga-system/alga-core' is not ready\n",
    );
});

test("kubectl describes a pod with its events", async () => {
    expect(await kubectl("describe", "pod", "-n", "msp", "db-0")).toMatch(
        /FailedScheduling .* running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded/,
    );
});

test("the log says why the provisioner does not start", async () => {
    expect(await kubectl("logs", "-n", "local-path-storage", "deploy/local-path-provisioner", "--previous", "--tail=1")).toBe(
        'time="2026-03-14T09:17:36Z" level=fatal msg="Error starting daemon: fail to load config file /etc/config/config.json: invalid character \']\' looking for beginning of value"\n',
    );
});

test("discovery has every kind that is in the recording, and kubectl knows them by their short names", async () => {
    const resources = (await kubectl("api-resources", "--no-headers", "--verbs=list"))
        .split("\n")
        .map((line) => line.split(/ +/).slice(-3));
    const served = new Set(resources.map(([version, , kind]) => `${version} ${kind}`));
    expect(recording.objects.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`).filter((kind) => !served.has(kind))).toEqual(
        [],
    );
    expect(await kubectl("get", "ocirepo,sc,pvc", "-A", "-o", "name")).toContain(
        "ocirepository.source.toolkit.fluxcd.io/alga-appliance",
    );
});

test("aggregated and old discovery say the same", async () => {
    const aggregated = JSON.parse(
        (await get("/apis", { accept: "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList" })).body,
    );
    const groups = JSON.parse((await get("/apis")).body);
    expect(groups.groups.map((group: { name: string }) => group.name)).toEqual(
        aggregated.items.map((item: { metadata: { name: string } }) => item.metadata.name),
    );
    const apps = JSON.parse((await get("/apis/apps/v1")).body);
    expect(apps.resources).toContainEqual({
        name: "deployments/status",
        singularName: "",
        namespaced: true,
        kind: "Deployment",
        verbs: ["get", "patch", "update"],
    });
});

test("pages cover all pods once, and say how many remain", async () => {
    const whole = await list("/api/v1/pods");
    const first = await list("/api/v1/pods?limit=10");
    expect([first.items.length, first.metadata.remainingItemCount]).toEqual([10, whole.items.length - 10]);
    const names = first.items;
    for (let next = first.metadata.continue; next !== undefined; ) {
        const more = await list(`/api/v1/pods?limit=10&continue=${next}`);
        names.push(...more.items);
        next = more.metadata.continue;
    }
    expect(names).toEqual(whole.items);
});

test("selectors choose by label and by field", async () => {
    expect(
        (
            await list("/api/v1/pods?fieldSelector=status.phase%3DPending&labelSelector=app.kubernetes.io/name+in+(db,redis)")
        ).items.map(({ metadata }) => metadata.name),
    ).toEqual(["db-0", "redis-0"]);
    expect((await list("/apis/events.k8s.io/v1/namespaces/flux-system/events?fieldSelector=type%3DWarning")).items.length).toBe(
        2,
    );
});

test.each([
    ["/api/v1/namespaces/msp/pods/none", 404, 'pods "none" not found'],
    ["/apis/apps/v1/namespaces/msp/deployments/none", 404, 'deployments.apps "none" not found'],
    ["/apis/example.org/v1", 404, "the server could not find the requested resource"],
    ["/api/v1/namespaces/msp/nodes", 404, "the server could not find the requested resource"],
    ["/api/v1/pods?watch=true", 400, "this API is a recording: it cannot be watched"],
    ["/api/v1/pods?fieldSelector=spec.color%3Dred", 400, "field label not supported: spec.color"],
    ["/api/v1/pods?labelSelector=a+b", 400, "unable to parse requirement: a b"],
    [
        "/api/v1/namespaces/msp/pods/alga-core-sebastian-6bt5zgwpnd-88hcc/log",
        400,
        'container "sebastian" in pod "alga-core-sebastian-6bt5zgwpnd-88hcc" is waiting to start: PodInitializing',
    ],
    [
        "/api/v1/namespaces/msp/pods/pgbouncer-ll2jkg2mr-jnrp4/log?previous=true",
        400,
        'previous terminated container "pgbouncer" in pod "pgbouncer-ll2jkg2mr-jnrp4" not found',
    ],
])("GET %s answers %d: %s", async (path, status, message) => {
    const answer = await get(path);
    expect([answer.status, JSON.parse(answer.body)]).toEqual([
        status,
        expect.objectContaining({ kind: "Status", status: "Failure", message, code: status }),
    ]);
});

test("an aggregated API that is down answers as the aggregator does", async () => {
    expect(await get("/apis/metrics.k8s.io/v1beta1/nodes")).toEqual({ status: 503, body: "service unavailable\n" });
});

test("a pod that was never scheduled has an empty log", async () => {
    expect(await get("/api/v1/namespaces/msp/pods/db-0/log")).toEqual({ status: 200, body: "" });
});

test("health checks, version and kubelet documents are the recorded ones", async () => {
    expect((await get("/readyz")).body).toBe("ok");
    expect((await get("/livez?verbose")).body).toMatch(/^\[\+\]ping ok\n(.*\n)*livez check passed\n$/);
    expect(JSON.parse((await get("/version")).body).gitVersion).toBe("v1.35.2");
    expect(JSON.parse((await get("/api/v1/nodes/alga-01/proxy/stats/summary")).body).node.nodeName).toBe("alga-01");
    expect(JSON.parse((await get("/api/v1/nodes/alga-01/proxy/configz")).body).kubeletconfig.maxPods).toBe(110);
});

test("reading is allowed, writing is not", async () => {
    const review = async (verb: string) => {
        const body = JSON.stringify({ spec: { resourceAttributes: { verb, resource: "secrets" } } });
        const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
        return (
            await fetch(api.url + path, { method: "POST", body, dispatcher: agent, headers: { authorization: "Bearer a-token" } })
        ).json();
    };
    expect([await review("list"), await review("delete")]).toMatchObject([
        { status: { allowed: true } },
        { status: { allowed: false } },
    ]);
    expect(await kubectl("delete", "pod", "-n", "msp", "db-0")).toContain(
        "the server does not allow this method on the requested resource",
    );
});

test("without the token nothing is said", async () => {
    const { status, body } = await get("/api/v1/secrets", { authorization: "Bearer another" });
    expect([status, JSON.parse(body).message]).toEqual([401, "Unauthorized"]);
});

test("an abort frees the port", async () => {
    const abort = new AbortController();
    const other = await serveSample(recordedStore(recording), identity, abort.signal);
    abort.abort();
    await other.close();
    await expect(fetch(other.url, { dispatcher: agent })).rejects.toThrow("fetch failed");
});
