import { createServer, type Server, type Socket } from "node:net";
import { create } from "@bufbuild/protobuf";
import { afterEach, expect, test } from "vitest";
import type { TalosOptions } from "../../src/clients/talos/connect.ts";
import { ProcessSchema } from "../../src/clients/talos/gen/machine_pb.ts";
import type { TalosReader } from "../../src/clients/talos/reader.ts";
import { type Problem, ProblemError } from "../../src/core/problem.ts";
import type { FakeNode } from "../../src/demo/talos/fake-node.ts";
import { type FakeTalosOptions, startFakeTalos, type TalosconfigOptions } from "../../src/demo/talos/fake-talos.ts";
import { healthyCluster } from "../../src/demo/talos/healthy-cluster.ts";
import { openReader } from "./collected.ts";

const NOW = new Date("2026-11-21T09:00:00Z");
const { signal } = new AbortController();
const closing: (() => unknown)[] = [];

afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
});

const cluster = (change: (node: FakeNode) => Partial<FakeNode> = () => ({})) =>
    healthyCluster({ controlPlanes: 2, workers: 1, now: NOW }).map((node) => ({ ...node, ...change(node) }));

async function fakeOf(nodes: readonly FakeNode[], options: Partial<FakeTalosOptions> = {}) {
    const fake = await startFakeTalos(nodes, { now: NOW, ...options });
    closing.push(() => fake.close());
    return fake;
}

function readerOf(talosconfig: string, options: TalosOptions = {}): TalosReader {
    const reader = openReader(talosconfig, { now: () => NOW, eventsQuietMs: 50, ...options });
    closing.push(() => reader.close());
    return reader;
}

/** A reader of a fresh fake cluster. */
async function connected(
    nodes: readonly FakeNode[],
    {
        fake: fakeOptions,
        config,
        options,
    }: { fake?: Partial<FakeTalosOptions>; config?: TalosconfigOptions; options?: TalosOptions } = {},
) {
    const fake = await fakeOf(nodes, fakeOptions);
    return { fake, reader: readerOf(fake.talosconfig(config), options) };
}

async function problemOf(reader: TalosReader, node = "127.5.0.2"): Promise<Pick<Problem, "code" | "message" | "hint">> {
    const answer = await reader.ask("version", node, signal);
    if (answer.ok) throw new Error("it was answered");
    const { code, message, hint } = answer.problem;
    return { code, message, ...(hint === undefined ? {} : { hint }) };
}

/** Accepts connections and does with them what `behave` does. */
async function listening(behave: (socket: Socket) => void): Promise<string> {
    const sockets = new Set<Socket>();
    const server: Server = createServer((socket) => {
        sockets.add(socket);
        socket.on("error", () => undefined);
        behave(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closing.push(() => {
        for (const socket of sockets) socket.destroy();
        server.close();
    });
    const address = server.address();
    return typeof address === "object" && address !== null ? `127.0.0.1:${address.port}` : "";
}

test("a dead endpoint is passed over, and is not tried again while another works", async () => {
    const fake = await fakeOf(cluster());
    const reader = readerOf(fake.talosconfig({ endpoints: ["127.0.0.1:1", ...fake.endpoints] }));
    expect((await reader.ask("version", "127.5.0.2", signal)).ok).toBe(true);
    expect((await reader.ask("version", "127.5.1.2", signal)).ok).toBe(true);
    expect(fake.calls.map(({ node }) => node)).toEqual(["cp-1", "worker-1"]);
    expect(reader.traffic.calls).toBe(3);
});

test("when no endpoint can be reached the problem names each of them, and the node itself", async () => {
    const fake = await fakeOf(cluster());
    const reader = readerOf(fake.talosconfig({ endpoints: ["127.0.0.1:1", "127.0.0.1:2"] }), { apidPort: 3 });
    expect(await problemOf(reader)).toEqual({
        code: "unreachable",
        message:
            "the Talos endpoint 127.0.0.1:1 cannot be reached: connect ECONNREFUSED 127.0.0.1:1; and the Talos endpoint 127.0.0.1:2 cannot be reached: connect ECONNREFUSED 127.0.0.1:2; and the Talos endpoint 127.5.0.2:3 cannot be reached: connect ECONNREFUSED 127.5.0.2:3",
        hint: "is the address right, the machine up, and port 50000 open from here?",
    });
});

test("a node that its endpoint cannot dial is an unreachable node, not an unreachable endpoint", async () => {
    const { reader } = await connected(
        cluster(({ name }) => (name === "cp-2" ? { faults: { down: true } } : {})),
        { options: { apidPort: 1 } },
    );
    const problem = await problemOf(reader, "127.5.0.3");
    expect(problem.code).toBe("unreachable");
    expect(problem.message).toMatch(
        /^node 127\.5\.0\.3 cannot be reached through the endpoint 127\.0\.0\.1:\d+: connection error: desc = "transport: Error while dialing: dial tcp 127\.5\.0\.3:50000: connect: no route to host"; and the Talos endpoint 127\.5\.0\.3:1 cannot be reached: connect ECONNREFUSED 127\.5\.0\.3:1$/,
    );
});

test("a node that its endpoint cannot dial is asked directly, and from then on directly first", async () => {
    const behind = cluster(({ name }) => (name === "cp-2" ? { faults: { undialable: true } } : {}));
    const fake = await fakeOf(behind, { endpoints: ["cp-1", "cp-2"], hosts: { "cp-2": "127.5.0.3" }, samePort: true });
    const [first = ""] = fake.endpoints;
    const reader = readerOf(fake.talosconfig({ endpoints: [first] }), { apidPort: Number(first.split(":")[1]) });
    expect((await reader.ask("version", "127.5.0.3", signal)).ok).toBe(true);
    expect(reader.traffic.calls).toBe(2);
    expect((await reader.ask("memory", "127.5.0.3", signal)).ok).toBe(true);
    expect(reader.traffic.calls).toBe(3);
    expect(fake.calls.map(({ node, through }) => `${node} through ${through}`)).toEqual([
        "cp-2 through cp-2",
        "cp-2 through cp-2",
    ]);
});

test("a node that is an endpoint too is asked there when the other endpoint cannot dial it", async () => {
    const behind = cluster(({ name }) => (name === "cp-2" ? { faults: { undialable: true } } : {}));
    const fake = await fakeOf(behind, { endpoints: ["cp-1", "cp-2"], hosts: { "cp-2": "127.5.0.3" }, samePort: true });
    const reader = readerOf(fake.talosconfig(), { apidPort: Number(fake.endpoints[0]?.split(":")[1]) });
    expect((await reader.ask("version", "127.5.0.3", signal)).ok).toBe(true);
});

test("a worker as endpoint forwards nothing, so the next endpoint is asked", async () => {
    const { fake, reader } = await connected(cluster(), { fake: { endpoints: ["worker-1", "cp-1"] } });
    expect((await reader.ask("version", "127.5.0.3", signal)).ok).toBe(true);
    expect(fake.calls.map(({ node, through }) => `${node} through ${through}`)).toEqual(["cp-2 through cp-1"]);
});

test("only a worker as endpoint: the problem says what to use instead", async () => {
    const { reader } = await connected(cluster(), { fake: { endpoints: ["worker-1"] }, options: { apidPort: 1 } });
    const problem = await problemOf(reader, "127.5.0.3");
    expect(problem).toEqual({
        code: "unreachable",
        message: expect.stringMatching(
            /^the endpoint 127\.0\.0\.1:\d+ is a worker and forwards nothing to node 127\.5\.0\.3; and the Talos endpoint 127\.5\.0\.3:1 cannot/,
        ),
        hint: "use control plane nodes as endpoints",
    });
});

test("an IPv6 endpoint works", async () => {
    const { fake, reader } = await connected(cluster(), { fake: { hosts: { "cp-1": "::1" } } });
    expect(fake.endpoints[0]).toMatch(/^\[::1\]:\d+$/);
    expect((await reader.ask("version", "127.5.0.2", signal)).ok).toBe(true);
});

test("a talosconfig of another cluster: its CA did not sign the endpoint's certificate", async () => {
    const here = await fakeOf(cluster());
    const elsewhere = await fakeOf(cluster());
    const problem = await problemOf(readerOf(elsewhere.talosconfig({ endpoints: here.endpoints }), { apidPort: 1 }));
    expect(problem.code).toBe("tls");
    expect(problem.message).toMatch(
        /^the Talos endpoint 127\.0\.0\.1:\d+ has a certificate that the talosconfig's CA did not sign \(/,
    );
    expect(problem.hint).toBe(
        "the talosconfig is of another cluster, or the machine is in maintenance mode: take this cluster's talosconfig",
    );
});

test("a client certificate that the cluster's CA did not sign is refused by the endpoint", async () => {
    const { reader } = await connected(cluster(), { config: { foreign: true }, options: { apidPort: 1 } });
    const problem = await problemOf(reader);
    expect(problem.code).toBe("tls");
    expect(problem.message).toMatch(/^the Talos endpoint 127\.0\.0\.1:\d+ closed the connection right after the handshake; and /);
});

test("an endpoint whose certificate is for other names", async () => {
    const { reader } = await connected(cluster(), { fake: { certificateHosts: ["10.9.9.9"] }, options: { apidPort: 1 } });
    const problem = await problemOf(reader);
    expect(problem).toEqual({
        code: "tls",
        message: expect.stringContaining("has a certificate for other names: IP: 127.0.0.1 is not in the cert's list: 10.9.9.9"),
        hint: "use an address that stands in the certificate, or add this one to machine.certSANs",
    });
});

test("an expired client certificate is said before anything is connected to", async () => {
    const fake = await fakeOf(cluster());
    expect(() => readerOf(fake.talosconfig({ validTo: new Date("2026-11-20T00:00:00Z") }))).toThrow(
        'context "fake" of talosconfig: the talosconfig\'s client certificate expired on 2026-11-20T00:00:00.000Z',
    );
    expect(fake.calls).toEqual([]);
});

test.each([
    ["an SSH server", (socket: Socket) => socket.write("SSH-2.0-OpenSSH_9.9\r\n")],
    ["an HTTP server", (socket: Socket) => socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"))],
])("%s on the endpoint's port does not speak the Talos API", async (_, behave) => {
    const fake = await fakeOf(cluster());
    const endpoint = await listening(behave);
    const problem = await problemOf(readerOf(fake.talosconfig({ endpoints: [endpoint] }), { apidPort: 1 }));
    expect(problem.code).toBe("invalid");
    expect(problem.message).toMatch(new RegExp(`^the Talos endpoint ${endpoint} does not speak the Talos API: `));
});

test("an endpoint that accepts and says nothing is given up after its time", async () => {
    const fake = await fakeOf(cluster());
    const endpoint = await listening(() => undefined);
    const problem = await problemOf(readerOf(fake.talosconfig({ endpoints: [endpoint] }), { connectTimeoutMs: 50, apidPort: 1 }));
    expect(problem.code).toBe("timeout");
    expect(problem.message).toMatch(/^the Talos endpoint 127\.0\.0\.1:\d+ cannot be reached: no connection within 0.05 s/);
});

test("an endpoint that hangs up during the handshake is unreachable", async () => {
    const fake = await fakeOf(cluster());
    const endpoint = await listening((socket) => socket.destroy());
    expect((await problemOf(readerOf(fake.talosconfig({ endpoints: [endpoint] }), { apidPort: 1 }))).code).toBe("unreachable");
});

test("a node that hangs gives a timeout for that call, and the next call works", async () => {
    const { reader } = await connected(
        cluster(() => ({ faults: { hangs: ["Version"] } })),
        { options: { callTimeoutMs: 50 } },
    );
    expect(await problemOf(reader)).toEqual({
        code: "timeout",
        message: "MachineService/Version on node 127.5.0.2 gave no answer in time",
    });
    expect((await reader.ask("memory", "127.5.0.2", signal)).ok).toBe(true);
});

test("a role that is too small is named with the method that it may not call", async () => {
    const { reader } = await connected(cluster(), { config: { roles: ["os:etcd:backup"] } });
    expect(await problemOf(reader)).toEqual({
        code: "forbidden",
        message: "MachineService/Version on node 127.5.0.2 is not allowed to os:etcd:backup: not authorized",
        hint: "needs the role os:reader: talosctl config new --roles os:reader reader.yaml",
    });
    expect((await reader.ask("etcdStatus", "127.5.0.2", signal)).ok).toBe(true);
});

test("a method that an older Talos lacks is unsupported", async () => {
    const { reader } = await connected(cluster(() => ({ faults: { unimplemented: ["Version"] } })));
    expect(await problemOf(reader)).toEqual({
        code: "unsupported",
        message:
            "MachineService/Version on node 127.5.0.2 is unknown there: unknown method Version for service machine.MachineService",
    });
});

const processes = (bytes: number) => create(ProcessSchema, { processes: [{ pid: 1, args: "a".repeat(bytes) }] });

test("an answer of 5 MiB is read, one of 33 MiB is refused and says why", async () => {
    const sized = cluster(({ name, answers }) => ({
        answers: { ...answers, processes: processes((name === "cp-1" ? 5 : 33) * 2 ** 20) },
    }));
    const { reader } = await connected(sized);
    expect((await reader.ask("processes", "127.5.0.2", signal)).ok).toBe(true);
    const tooLarge = await reader.ask("processes", "127.5.0.3", signal);
    expect(tooLarge).toMatchObject({
        ok: false,
        problem: {
            code: "invalid",
            message: expect.stringMatching(
                /^MachineService\/Processes on node 127\.5\.0\.3 answered with a message above the limit of 32 MiB/,
            ),
        },
    });
});

test("resources that Talos denies to readers, and types it does not know, are told apart", async () => {
    const { reader } = await connected(cluster());
    const secret = await reader.resources({ namespace: "config", type: "MachineConfigs.config.talos.dev" }, "127.5.0.2", signal);
    const unknown = await reader.resources({ namespace: "runtime", type: "Nothings.runtime.talos.dev" }, "127.5.0.2", signal);
    expect([secret.ok ? "" : secret.problem.code, unknown.ok ? "" : unknown.problem.code]).toEqual(["forbidden", "unsupported"]);
});

async function readLog(reader: TalosReader, abort: AbortSignal = signal): Promise<{ text: string; problem?: Problem }> {
    const opened = await reader.log({ of: "service", id: "kubelet", tailLines: -1 }, "127.5.0.2", abort);
    if (!opened.ok) return { text: "", problem: opened.problem };
    let text = "";
    try {
        for await (const chunk of opened.value.chunks) text += Buffer.from(chunk).toString();
        return { text };
    } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        return { text, problem: error.problem };
    }
}

test("a log that breaks off keeps what came and says that it broke off", async () => {
    const { reader } = await connected(
        cluster(({ logs }) => ({ logs: { ...logs, kubelet: "x".repeat(100_000) }, faults: { cutAfterBytes: 70_000 } })),
    );
    const { text, problem } = await readLog(reader);
    expect(text).toHaveLength(70_000);
    expect(problem).toMatchObject({
        code: "cut",
        message: "MachineService/Logs kubelet on node 127.5.0.2 broke off: error reading from server: EOF",
    });
});

test("a log that falls silent is stalled, with what came before", async () => {
    async function* silent() {
        yield Buffer.from("one line\n");
        await new Promise((resolve) => closing.push(() => resolve(undefined)));
    }
    const { reader } = await connected(
        cluster(({ logs }) => ({ logs: { ...logs, kubelet: silent } })),
        { options: { stallTimeoutMs: 100 } },
    );
    expect(await readLog(reader)).toEqual({
        text: "one line\n",
        problem: { code: "stalled", message: "MachineService/Logs kubelet on node 127.5.0.2 sent nothing for 0.1 s" },
    });
});

function* endless() {
    for (;;) yield Buffer.alloc(1000, "endless\n");
}

test("leaving an endless log early ends it", async () => {
    const { reader } = await connected(cluster(({ logs }) => ({ logs: { ...logs, kubelet: endless } })));
    const opened = await reader.log({ of: "service", id: "kubelet", tailLines: -1 }, "127.5.0.2", signal);
    if (!opened.ok) throw new Error(opened.problem.message);
    let bytes = 0;
    for await (const chunk of opened.value.chunks) {
        bytes += chunk.byteLength;
        if (bytes >= 100_000) break;
    }
    expect(bytes).toBeGreaterThanOrEqual(100_000);
    expect((await reader.ask("version", "127.5.0.2", signal)).ok).toBe(true);
});

test("aborting throws the signal's own reason, in a question and in the middle of a log", async () => {
    const { reader } = await connected(
        cluster(({ logs }) => ({ logs: { ...logs, kubelet: endless }, faults: { hangs: ["Version"] } })),
    );
    const abort = new AbortController();
    const asked = reader.ask("version", "127.5.0.2", abort.signal);
    const opened = await reader.log({ of: "service", id: "kubelet", tailLines: -1 }, "127.5.0.2", abort.signal);
    const read = (async () => {
        if (opened.ok) for await (const chunk of opened.value.chunks) if (chunk.byteLength > 0) abort.abort(new Error("enough"));
    })();
    await expect(read).rejects.toThrow("enough");
    await expect(asked).rejects.toThrow("enough");
});

test("a question to a node by the empty name is answered by the endpoint itself", async () => {
    const { fake, reader } = await connected(cluster(), { fake: { endpoints: ["cp-2"] } });
    expect((await reader.ask("version", "", signal)).ok).toBe(true);
    expect(fake.calls.map(({ node }) => node)).toEqual(["cp-2"]);
});
