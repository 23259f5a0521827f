import type { Facts } from "../../facts/facts.ts";
import { list, text, texts } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsResource } from "../../showing.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { words } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

/** Machines are well without a boot partition of the other kind: BIOS, BOOT, EFI and META may be missing. */
const NEEDED = /^(EPHEMERAL|STATE|u-|s-|r-)/;

/** Volumes of Talos that could not be found, made, unlocked or mounted. */
export const volume: Rule = {
    id: "talos.volume",
    layer: "talos",
    title: "Volume of the machine is not ready",
    means: "Talos did not find, make, unlock or mount a volume. EPHEMERAL holds all pods and etcd, STATE the configuration, u-… what the storage of the cluster lies on.",
    fix: "`talosctl -n ADDRESS get volumestatus NAME -o yaml` tells the error; compare the disk selector in the configuration with `get disks`.",
    source: "https://www.talos.dev/latest/talos-guides/configuration/disk-management/",
    variants: {
        failed: {
            title: "Volume failed",
            means: "Its error says why.",
            fix: "Correct the volume's disk selector, size or encryption.",
        },
        waiting: { title: "Volume waits", means: "Its disk has not appeared.", fix: "Attach the disk, or correct the selector." },
        encryption: {
            title: "Keys of a volume are not in step",
            means: "A key of the encrypted volume could not be brought up to date.",
            fix: "See whether the KMS or TPM answers.",
        },
    },
    reads: ["machine"],
    check: onEachMachine(volumesOf),
};

function* volumesOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const subject = machineRef(facts.cluster, machine.node);
    for (const each of machine.resources("VolumeStatuses")) {
        const phase = text(each.spec, "phase") ?? "";
        const error = text(each.spec, "errorMessage") ?? text(each.spec, "error");
        const failed = phase === "failed" || (NEEDED.test(each.id) && phase === "missing");
        const waits = phase === "waiting" && NEEDED.test(each.id);
        const hint = `${talosctl(machine, `get volumestatus ${each.id} -o yaml`)}; ${talosctl(machine, "get disks")}`;
        if (failed || waits)
            yield {
                variant: failed ? "failed" : "waiting",
                severity: "critical",
                role: failed && error !== undefined ? "cause" : "failure",
                subject,
                says: `Machine ${machine.node}: volume ${each.id} ${failed && phase === "failed" ? "failed" : `is ${phase}`}${error === undefined ? "" : `: ${words(error)}`}`,
                hint,
                evidence: [
                    showsResource(
                        each,
                        error === undefined ? "/phase" : "/errorMessage",
                        `phase: ${phase}${error === undefined ? "" : `, errorMessage: ${error}`}`,
                    ),
                ],
            };
        else if (list(each.spec, "encryptionFailedSyncs").length > 0)
            yield {
                variant: "encryption",
                severity: "warning",
                role: "failure",
                subject,
                says: `Machine ${machine.node}: keys of the encrypted volume ${each.id} are not in step: ${words(texts(each.spec, "encryptionFailedSyncs").join("; "))}`,
                hint,
                evidence: [showsResource(each, "/encryptionFailedSyncs", texts(each.spec, "encryptionFailedSyncs").join("\n"))],
            };
    }
}
