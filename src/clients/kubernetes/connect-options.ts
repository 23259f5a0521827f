import type { ClusterRef } from "../../core/cluster-ref.ts";
import type { Limits } from "./limits.ts";

/**
 * kubectl's connection flags with kubectl's meaning, and what of the machine they are read against. Source: client-go
 * tools/clientcmd/overrides.go and loader.go.
 */
export interface ConnectOptions {
    /** One file, and only that one. */
    readonly kubeconfig?: string;
    readonly context?: string;
    readonly cluster?: string;
    readonly user?: string;
    readonly namespace?: string;
    readonly as?: string;
    readonly asGroup?: readonly string[];
    readonly asUid?: string;
    /** Replaces every credential of the context's user. */
    readonly token?: string;
    readonly server?: string;
    /** A file. */
    readonly certificateAuthority?: string;
    readonly insecureSkipTlsVerify?: boolean;
    readonly tlsServerName?: string;
    /** `30s`, `2m`, or seconds as a bare number; `0` means no limit. Of one try, its body included (of a log: until its first byte). */
    readonly requestTimeout?: string;
    readonly proxyUrl?: string;
    /** The process's environment: KUBECONFIG, HOME, KUBERNETES_SERVICE_HOST, HTTPS_PROXY and what exec plugins inherit. */
    readonly environment: Readonly<Record<string, string | undefined>>;
    /** Which cluster evidence read through this connection belongs to; the management cluster when absent. */
    readonly clusterRef?: ClusterRef;
    readonly limits?: Partial<Limits>;
    /** Where a pod's service account lies; `/var/run/secrets/kubernetes.io/serviceaccount` when absent. */
    readonly serviceAccountFolder?: string;
    /** `/etc/rancher/k3s/k3s.yaml` when absent. */
    readonly k3sKubeconfig?: string;
    /** Milliseconds since 1970; Date.now when absent. */
    readonly now?: () => number;
    /** From 0 to 1, for the jitter of retries; Math.random when absent. */
    readonly random?: () => number;
}
