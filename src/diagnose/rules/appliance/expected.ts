import { z } from "zod";
import { builtInProfile } from "../../../spec/built-in.ts";
import type { Facts } from "../../facts/facts.ts";

const named = z.object({ namespace: z.string(), name: z.string() });
const workload = named.extend({ kind: z.enum(["Deployment", "StatefulSet", "DaemonSet"]), tier: z.enum(["core", "background"]) });

const expectation = z.object({
    namespaces: z.array(z.string()),
    storageClass: z.object({ name: z.string(), provisioner: z.string(), namespace: z.string(), deployment: z.string() }),
    source: named.extend({ kind: z.string() }),
    kustomizations: z.array(named).describe("In the order in which each waits for the one before"),
    helmReleases: z.array(named),
    bootstrap: z.object({ namespace: z.string(), job: z.string(), ttlSecondsAfterFinished: z.number() }),
    workloads: z.array(workload),
    databaseSecret: named,
    releaseSelection: z.object({ namespace: z.string(), configMap: z.string(), tagKey: z.string(), deployment: named }),
});

/** What has to be in an appliance: the `expect` block of the profile `appliance`. */
export type Expectation = z.infer<typeof expectation>;
export type ExpectedWorkload = Expectation["workloads"][number];

const APPLIANCE_NAMESPACE = "alga-system";

/** What the cluster should hold, or undefined when it is no appliance: an appliance has something in the namespace `alga-system`. */
export function expectedOf(facts: Facts): Expectation | undefined {
    if (!isAppliance(facts)) return undefined;
    const profile = builtInProfile("appliance");
    const parsed = expectation.safeParse(profile.ok ? profile.value.spec.expect : undefined);
    return parsed.success ? parsed.data : undefined;
}

function isAppliance(facts: Facts): boolean {
    return (
        facts.get("Namespace", APPLIANCE_NAMESPACE) !== undefined ||
        ["HelmRelease", "ConfigMap"].some((kind) => facts.all(kind).some(({ ref }) => ref.namespace === APPLIANCE_NAMESPACE))
    );
}
