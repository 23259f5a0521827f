import type { Result } from "../../../core/problem.ts";

/** One service as ServiceList tells it; `state` is that of its last event, which is what talosctl looks at. */
export interface ServiceFact {
    readonly id: string;
    readonly state?: string;
    readonly healthy: boolean;
    readonly lastMessage: string;
}

export interface EtcdMemberFact {
    /** Hex. */
    readonly id: string;
    readonly hostname: string;
    readonly isLearner: boolean;
    readonly peerUrls: readonly string[];
}

/** A member of the cluster as the discovery service or Kubernetes has told the machines. */
export interface MemberFact {
    readonly hostname: string;
    readonly addresses: readonly string[];
    readonly type: "controlplane" | "worker";
}

/** What the checks need to know of one machine; what could not be had says why. */
export interface MachineFacts {
    readonly name: string;
    readonly addresses: readonly string[];
    /** Absent when nothing told it. */
    readonly type?: "controlplane" | "worker";
    readonly version: Result<{ readonly tag: string; readonly mode: string }>;
    readonly services: Result<readonly ServiceFact[]>;
    readonly memoryBytes: Result<number>;
    readonly volumes: Result<readonly { readonly id: string; readonly sizeBytes: number }[]>;
    readonly diagnostics: Result<readonly { readonly id: string; readonly message: string }[]>;
    readonly stage: Result<string | undefined>;
    readonly members: Result<readonly MemberFact[]>;
    /** `unsupported` on a worker. */
    readonly etcdMembers: Result<readonly EtcdMemberFact[]>;
    /** Ids such as `kube-system/kube-apiserver-cp-1`. */
    readonly staticPods: Result<readonly string[]>;
    /** Of the bootstrap manifests: `none` where the user brings their own. */
    readonly cniName: Result<string | undefined>;
}

export interface KubernetesNodeFact {
    readonly name: string;
    readonly internalIps: readonly string[];
    readonly controlPlane: boolean;
    readonly ready: boolean;
    readonly unschedulable: boolean;
}

export interface PodFact {
    readonly name: string;
    readonly node: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly phase: string;
    readonly deleting: boolean;
    readonly ready: boolean;
    /** It says Running and all its containers have ended. */
    readonly ended: boolean;
}

/** What the checks need to know of Kubernetes, from kube-system. */
export interface KubernetesFacts {
    readonly nodes: readonly KubernetesNodeFact[];
    readonly pods: readonly PodFact[];
    /** Pods that the DaemonSet kube-proxy wants; undefined when there is none. */
    readonly kubeProxyDesired: number | undefined;
    /** Replicas that the Deployment coredns wants; undefined when there is none. */
    readonly corednsReplicas: number | undefined;
}

/** All of what is known when the checks are made. */
export interface HealthFacts {
    readonly machines: readonly MachineFacts[];
    readonly kubernetes: Result<KubernetesFacts>;
}
