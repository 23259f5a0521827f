import { type FakeTalos, startFakeTalos } from "./talos/fake-talos.ts";
import { healthyMachines } from "./talos/healthy-cluster.ts";

/** The machine below the sample appliance's only Node, as `samples/appliance/cluster/nodes.yaml` names it: it is well. */
const MACHINE = { name: "alga-01", address: "10.20.30.11", type: "controlplane" } as const;

/** The sample appliance's Talos API on loopback, with a certificate authority of its own. Close it. */
export function startSampleMachines(now: Date): Promise<FakeTalos> {
    return startFakeTalos(healthyMachines([MACHINE], now), { now });
}
