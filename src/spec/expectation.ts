import { z } from "zod";

const named = z.strictObject({ namespace: z.string(), name: z.string() });
const workload = named.extend({ kind: z.enum(["Deployment", "StatefulSet", "DaemonSet"]), tier: z.enum(["core", "background"]) });

/** `spec.expect` of a profile: nothing but names, so that it may stand in an archive as it is. Whole, or the rules would judge halves. */
export const expectation = z.strictObject({
    namespaces: z.array(z.string()),
    storageClass: z.strictObject({ name: z.string(), provisioner: z.string(), namespace: z.string(), deployment: z.string() }),
    source: named.extend({ kind: z.string() }),
    kustomizations: z.array(named).describe("In the order in which each waits for the one before"),
    helmReleases: z.array(named),
    bootstrap: z.strictObject({ namespace: z.string(), job: z.string(), ttlSecondsAfterFinished: z.number() }),
    workloads: z.array(workload),
    databaseSecret: named,
    releaseSelection: z.strictObject({ namespace: z.string(), configMap: z.string(), tagKey: z.string(), deployment: named }),
});

/** What an appliance must have. */
export type Expectation = z.infer<typeof expectation>;
export type ExpectedWorkload = Expectation["workloads"][number];
