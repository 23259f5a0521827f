import type { Plain } from "../../clients/talos/plain.ts";
import {
    hidden,
    hideAnnotations,
    hideValues,
    isPlainObject,
    type PlainObject,
    scrubEnvironment,
    scrubText,
    withField,
} from "./scrub.ts";

/** A COSI type that is collected. */
interface Allowed {
    readonly type: string;
    /** Where it lives when the node does not list its types. */
    readonly namespace: string;
    /** Takes out of one spec what must not leave. A spec of another shape than expected is given up whole by `scrubSpec`. */
    readonly scrub?: (spec: PlainObject) => Plain;
}

const all = (namespace: string, suffix: string, ...names: readonly string[]): Allowed[] =>
    names.map((name) => ({ type: `${name}.${suffix}`, namespace }));

/** What is collected of the COSI state: types that say how a machine is, not how it is configured. Anything else is only named. */
export const ALLOWED: readonly Allowed[] = [
    ...all(
        "runtime",
        "runtime.talos.dev",
        "MachineStatuses",
        "Diagnostics",
        "Versions",
        "BootIDs",
        "ExtensionStatuses",
        "ExtensionServiceConfigStatuses",
    ),
    ...all(
        "runtime",
        "runtime.talos.dev",
        "KernelModuleStatuses",
        "LoadedKernelModules",
        "KernelParamStatuses",
        "WatchdogTimerStatuses",
        "MountStatuses",
    ),
    ...all(
        "runtime",
        "runtime.talos.dev",
        "RebootRequests",
        "UnattendedInstallStatuses",
        "DevicesStatuses",
        "MetaLoads",
        "ServicePIDs",
    ),
    ...all("runtime", "talos.dev", "SecurityStates", "BootedEntries"),
    ...all("runtime", "v1alpha1.talos.dev", "Services", "TimeStatuses", "NTPStatuses", "AdjtimeStatuses"),
    ...all(
        "runtime",
        "block.talos.dev",
        "VolumeStatuses",
        "DiscoveredVolumes",
        "DiscoveredVolumesStatuses",
        "Disks",
        "SystemDisks",
        "MountStatuses",
    ),
    ...all(
        "runtime",
        "block.talos.dev",
        "BlockDevices",
        "BlockSymlinks",
        "VolumeMountStatuses",
        "SwapStatuses",
        "ZswapStatuses",
        "UserDiskConfigStatuses",
    ),
    ...all("runtime", "block.talos.dev", "FSScrubStatuses", "DiscoveryRefreshStatuses", "VolumeLifecycles"),
    ...all("config", "config.talos.dev", "MachineTypes"),
    ...all("config", "siderolink.talos.dev", "SiderolinkStatuses"),
    ...all("cluster", "cluster.talos.dev", "Members", "Infos", "Identities", "Affiliates"),
    ...all("kubespan", "kubespan.talos.dev", "KubeSpanPeerStatuses"),
    ...all(
        "network",
        "net.talos.dev",
        "NetworkStatuses",
        "LinkStatuses",
        "EthernetStatuses",
        "AddressStatuses",
        "RouteStatuses",
        "HostnameStatuses",
    ),
    ...all(
        "network",
        "net.talos.dev",
        "ResolverStatuses",
        "TimeServerStatuses",
        "NodeAddresses",
        "HardwareAddresses",
        "DNSUpstreams",
        "DNSResolveCaches",
    ),
    ...all(
        "network",
        "net.talos.dev",
        "ProbeStatuses",
        "NfTablesChains",
        "RoutingRuleStatuses",
        "BGPPeerStatuses",
        "HostDNSConfigs",
    ),
    ...all(
        "k8s",
        "kubernetes.talos.dev",
        "Nodenames",
        "NodeIPs",
        "KubeletStatuses",
        "KubePrismStatuses",
        "KubePrismEndpoints",
        "StaticPodServerStatuses",
    ),
    ...all(
        "controlplane",
        "kubernetes.talos.dev",
        "ConfigStatuses",
        "SecretStatuses",
        "ManifestStatuses",
        "Endpoints",
        "BootstrapManifestsConfigs",
    ),
    ...all("etcd", "etcd.talos.dev", "EtcdMembers", "PKIStatuses"),
    ...all("files", "files.talos.dev", "EtcFileStatuses"),
    ...all(
        "storage",
        "storage.talos.dev",
        "LVMLogicalVolumeStatuses",
        "LVMPhysicalVolumeStatuses",
        "LVMVolumeGroupStatuses",
        "LVMValidationErrors",
        "MDArrayStatuses",
    ),
    ...all(
        "hardware",
        "hardware.talos.dev",
        "Processors",
        "CPUCores",
        "MemoryModules",
        "SystemInformations",
        "PCIDevices",
        "PCRStatuses",
    ),
    ...all("hardware", "runtime.talos.dev", "PCIDriverRebindStatuses"),
    ...all("perf", "perf.talos.dev", "CPUStats", "MemoryStats"),
    ...all("cri", "cri.talos.dev", "ImageCacheConfigs"),
    ...all("containers", "containers.talos.dev", "ContainerImageStatuses"),
    { type: "NodeStatuses.kubernetes.talos.dev", namespace: "k8s", scrub: hideAnnotations },
    { type: "StaticPodStatuses.kubernetes.talos.dev", namespace: "k8s", scrub: hideAnnotations },
    { type: "EtcdSpecs.etcd.talos.dev", namespace: "etcd", scrub: scrubEtcdSpec },
    { type: "MetaKeys.runtime.talos.dev", namespace: "runtime", scrub: (spec) => hideValues("meta-value")(spec) },
    { type: "KernelCmdlines.runtime.talos.dev", namespace: "runtime", scrub: scrubEveryString },
    { type: "Environments.runtime.talos.dev", namespace: "runtime", scrub: scrubEnvironments },
    {
        type: "PlatformMetadatas.talos.dev",
        namespace: "runtime",
        scrub: (spec) => withField(spec, "tags", hideValues("platform-tag")),
    },
];

/**
 * Never collected, whatever else is decided: the payload is a secret or contains some. First what Talos' main flags as sensitive, then what
 * older versions forgot to (before 1.12.9 and 1.13.4), then what still is not flagged. A new Talos cannot talk us into them by dropping a flag.
 */
export const DENIED: ReadonlySet<string> = new Set(
    [
        ...[
            "MachineConfigs.config",
            "VolumeConfigs.block",
            "DiscoveryConfigs.cluster",
            "CustomizationConfigs.cri",
            "RegistryConfigs.cri",
        ],
        ...[
            "EtcFileSpecs.files",
            "APIServerConfigs.kubernetes",
            "AuditPolicyConfigs.kubernetes",
            "AuthenticationConfigs.kubernetes",
        ],
        ...[
            "AuthorizationConfigs.kubernetes",
            "EtcdEncryptionConfigs.kubernetes",
            "KubeletConfigs.kubernetes",
            "KubeletSpecs.kubernetes",
        ],
        ...[
            "NodeAnnotationSpecs.k8s",
            "NodeCordonedSpecs.k8s",
            "NodeLabelSpecs.k8s",
            "NodeTaintSpecs.k8s",
            "KubeSpanConfigs.kubespan",
        ],
        ...[
            "KubeSpanIdentities.kubespan",
            "DeviceConfigSpecs.net",
            "LinkSpecs.net",
            "OperatorSpecs.net",
            "ExtensionServiceConfigs.runtime",
        ],
        ...[
            "ApiCertificates.secrets",
            "CertSANs.secrets",
            "EncryptionSalts.secrets",
            "EtcdSecrets.secrets",
            "EtcdRootSecrets.secrets",
        ],
        ...[
            "KubeletSecrets.secrets",
            "KubernetesSecrets.secrets",
            "KubernetesDynamicCerts.secrets",
            "KubernetesRootSecrets.secrets",
        ],
        ...[
            "MaintenanceRootSecrets.secrets",
            "MaintenanceServiceCertificates.secrets",
            "OSRootSecrets.secrets",
            "TrustdCertificates.secrets",
        ],
        ...[
            "SiderolinkConfigs.siderolink",
            "SiderolinkTunnels.siderolink",
            "Manifests.kubernetes",
            "ExtraManifestsConfigs.kubernetes",
        ],
        ...["UniqueMachineTokens.runtime", "KubeletKubeconfigs.kubernetes", "EventSinkConfigs.runtime", "KmsgLogConfigs.runtime"],
        ...["ControllerManagerConfigs.kubernetes", "SchedulerConfigs.kubernetes", "EtcdConfigs.etcd", "StaticPods.kubernetes"],
        ...["AdmissionControlConfigs.kubernetes", "ContainerSpecs.containers", "ImageFactorySchematics.runtime", "OOMActions"],
    ].map((name) => `${name}.talos.dev`),
);

/** Why a type is not collected, or undefined when it is. */
export function withheldBecause(type: string, namespace: string, sensitive: boolean): string | undefined {
    if (DENIED.has(type) || namespace === "secrets") return "it holds secrets";
    if (sensitive) return "Talos flags it as sensitive";
    if (namespace === "meta") return "it describes the API";
    return ALLOWED.some((allowed) => allowed.type === type) ? undefined : "it is not on the list of types that are collected";
}

/** One spec without what must not leave. Fails closed: where the type's rules expect a map and find something else, nothing is kept. */
export function scrubSpec(type: string, spec: Plain): Plain {
    const scrub = ALLOWED.find((allowed) => allowed.type === type)?.scrub;
    if (scrub === undefined) return spec;
    return isPlainObject(spec) ? scrub(spec) : hidden("unexpected-shape");
}

function scrubEtcdSpec(spec: PlainObject): Plain {
    return withField(
        withField(withField(spec, "extraArgs", hideValues("etcd-argument")), "env", hideValues("environment")),
        "environment",
        hideValues("environment"),
    );
}

function scrubEveryString(value: Plain): Plain {
    if (typeof value === "string") return scrubText(value);
    if (Array.isArray(value)) return value.map(scrubEveryString);
    return isPlainObject(value)
        ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, scrubEveryString(item)]))
        : value;
}

function scrubEnvironments(spec: PlainObject): Plain {
    const one = (item: Plain): Plain => (typeof item === "string" ? scrubEnvironment(item) : hidden("environment"));
    return Object.fromEntries(
        Object.entries(spec).map(([name, value]) => [
            name,
            Array.isArray(value) ? value.map(one) : hideValues("environment")(value),
        ]),
    );
}
