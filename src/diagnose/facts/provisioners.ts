import type { Facts } from "./facts.ts";
import { fields, list } from "./fields.ts";
import type { KubeObject } from "./kube-object.ts";
import { templateOf } from "./needs/workload-needs.ts";

/** Words by which the workloads of well-known provisioners are called, where these differ from the provisioner's own name. */
const KNOWN: Readonly<Record<string, RegExp>> = {
    "rancher.io/local-path": /local-path-provisioner/,
    "ebs.csi.aws.com": /ebs-csi/,
    "efs.csi.aws.com": /efs-csi/,
    "pd.csi.storage.gke.io": /gce-pd|pd-csi/,
    "disk.csi.azure.com": /csi-azuredisk|azuredisk/,
    "file.csi.azure.com": /csi-azurefile|azurefile/,
    "driver.longhorn.io": /longhorn|csi-provisioner/,
    "cinder.csi.openstack.org": /cinder/,
    "csi.vsphere.vmware.com": /vsphere-csi/,
    "csi.hetzner.cloud": /hcloud-csi/,
    "dobs.csi.digitalocean.com": /csi-do|do-csi/,
    "linstor.csi.linbit.com": /linstor/,
    "smb.csi.k8s.io": /csi-smb/,
    "nfs.csi.k8s.io": /csi-nfs/,
    "k8s.io/minikube-hostpath": /storage-provisioner/,
    "microk8s.io/hostpath": /hostpath-provisioner/,
};

/** Whether a provisioner runs outside the cluster's workloads (in-tree, or none at all). */
export function isInTree(provisioner: string): boolean {
    return provisioner.startsWith("kubernetes.io/");
}

/** The workloads that make volumes for a provisioner or serve a CSI driver: by well-known names, or by the driver's name in args and env. */
export function provisionersOf(facts: Facts, provisioner: string): readonly KubeObject[] {
    const workloads = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps"].flatMap((kind) => facts.all(kind));
    const stem = stemOf(provisioner);
    return workloads.filter((workload) => {
        if (KNOWN[provisioner]?.test(workload.ref.name)) return true;
        return workload.ref.name.includes(stem) || mentions(workload, provisioner);
    });
}

/** `rbd.csi.ceph` of `rook-ceph.rbd.csi.ceph.com`; `nfs-client` of `cluster.local/nfs-client`. */
function stemOf(provisioner: string): string {
    const last = provisioner.split("/").at(-1) ?? provisioner;
    return last.includes(".csi.") ? (last.split(".csi.")[0]?.replace(/^rook-ceph\./, "csi-") ?? last) : last;
}

function mentions(workload: KubeObject, provisioner: string): boolean {
    return list(fields(templateOf(workload), "spec"), "containers").some((container) => {
        const { args, command, env } = fields(container);
        return JSON.stringify([args, command, env])?.includes(provisioner) ?? false;
    });
}
