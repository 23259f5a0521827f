import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type OwnRig, startRig } from "../test/harness/rig.ts";

/** A cluster with so many pods, other objects half as many again, and so many bytes of logs in all. */
export async function seededCluster(pods: number, logBytes: number): Promise<OwnRig> {
    const rig = await startRig({ audit: false });
    await rig.seed(pods);
    everyLog(rig, Math.ceil(logBytes / (pods * CONTAINERS_A_POD)));
    return rig;
}

/** Of the seed's pods with a log, a sixth of them with a second log of the run before. */
const CONTAINERS_A_POD = 2.2;

/** The log of every container, this run's and the one's before, made up by the fake kubelet at each request. */
function everyLog(rig: OwnRig, bytes: number): void {
    const folder = join(rig.dir, "logs");
    mkdirSync(folder, { recursive: true });
    for (const name of ["default.json", "default.previous.json"]) writeFileSync(join(folder, name), JSON.stringify({ bytes }));
}

/** Requests that the API server has answered since it started, its own included. */
export async function requestsAnswered(rig: OwnRig): Promise<number> {
    const metrics = await rig.kubectl(["get", "--raw", "/metrics"]);
    const counts = metrics.matchAll(/^apiserver_request_total\{.*\} (\S+)$/gm);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}
