/** A fake cluster of so many nodes; each gives that much of logs, made as they are read. Prints the talosconfig as one line of JSON. */
import { startFakeTalos } from "../../src/demo/talos/fake-talos.ts";
import { healthyCluster } from "../../src/demo/talos/healthy-cluster.ts";

const [nodes = "50", megabytes = "5"] = process.argv.slice(2);
const LINE =
    "2026-11-21T09:00:00.000000000Z I1121 09:00:00.000000    1 reflector.go:561] Listing and watching *v1.Node from k8s.io/client-go/informers\n";
const CHUNK = Buffer.from(LINE.repeat(Math.floor((32 * 1024) / LINE.length)));
const chunks = Math.round((Number(megabytes) * 1_000_000) / 2 / CHUNK.byteLength);

function* log() {
    for (let count = 0; count < chunks; count++) yield CHUNK;
}

const now = new Date();
const cluster = healthyCluster({ controlPlanes: 3, workers: Number(nodes) - 3, now }).map((node) => ({
    ...node,
    logs: { ...node.logs, kubelet: log, "controller-runtime": log },
}));
const fake = await startFakeTalos(cluster, { now });
process.stdout.write(
    `${JSON.stringify({ talosconfig: fake.talosconfig(), nodes: cluster.map(({ addresses }) => addresses[0]) })}\n`,
);
