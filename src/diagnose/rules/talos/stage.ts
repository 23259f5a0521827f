import type { Facts } from "../../facts/facts.ts";
import { list, number, text } from "../../facts/fields.ts";
import { machineRef, named } from "../../facts/kube-object.ts";
import type { MachineFacts, TalosResource } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsResource } from "../../showing.ts";
import { machineDocument } from "./machine-document.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { talosctl } from "./talosctl.ts";

/** Booting for longer than that is not booting any more. */
const BOOT_MS = 10 * 60 * 1000;

/** Machines that are not at the end of their boot sequence. */
export const stage: Rule = {
    id: "talos.stage",
    layer: "talos",
    title: "Machine is not running",
    means: "MachineStatus names the stage of the machine's life; only at `running` does it serve the cluster.",
    fix: "See what the stage waits for: `talosctl -n ADDRESS get machinestatus -o yaml`, `talosctl -n ADDRESS dmesg`.",
    source: "siderolabs/talos pkg/machinery/resources/runtime/machine_status.go",
    variants: {
        maintenance: {
            title: "Machine has no configuration",
            means: "The machine booted into maintenance mode: it is not configured (or lost its configuration with its disk) and waits for one.",
            fix: "`talosctl apply-config --insecure -n ADDRESS --file CONFIG`; if it had one, look whether it booted from its disk.",
        },
        booting: {
            title: "Machine does not finish booting",
            means: "The boot sequence waits for something: the network, the time, a volume, an image, etcd.",
            fix: "The unmet conditions and the services say for what.",
        },
        changing: {
            title: "Machine is being installed, upgraded, restarted or reset",
            means: "Somebody asked for it; the machine comes back by itself unless it is being reset.",
            fix: "Wait, and collect again.",
        },
    },
    reads: ["machine"],
    check: onEachMachine(stageOf),
};

function* stageOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const status = machine.resource("MachineStatuses", "machine");
    const at = text(status?.spec, "stage");
    if (status === undefined || at === undefined || at === "running" || at === "unknown") return;
    const subject = machineRef(facts.cluster, machine.node);
    const common = { subject, evidence: [showsResource(status, "/stage", `stage: ${at}`)] };
    if (at === "maintenance")
        yield {
            ...common,
            variant: "maintenance",
            severity: "critical",
            role: "cause",
            says: `${named(subject)} is in maintenance mode: it has no configuration and runs neither kubelet nor etcd`,
            hint: `talosctl apply-config --insecure -n ${machine.node} --file CONFIG; if it was configured before, see whether it booted from its disk`,
        };
    else if (at === "booting") yield { ...common, variant: "booting", ...booting(facts, machine, status) };
    else
        yield {
            ...common,
            variant: "changing",
            severity: "warning",
            role: "cause",
            transient: !/resetting|shutting/.test(at),
            says: `${named(subject)} is ${at}`,
            hint: `wait until it is running: ${talosctl(machine, "get machinestatus -w")}`,
        };
}

function booting(
    facts: Facts,
    machine: MachineFacts,
    status: TalosResource,
): Pick<Finding, "severity" | "role" | "says" | "hint" | "transient"> {
    const unmet = list(status.spec, "status", "unmetConditions").flatMap((each) => {
        const [name, reason] = [text(each, "name"), text(each, "reason")];
        return name === undefined ? [] : [reason ? `${name} (${reason})` : name];
    });
    const bootTime = number(machineDocument(facts.cluster, machine, "system-stat")?.value, "bootTime");
    const forMs = bootTime === undefined ? undefined : facts.now - bootTime * 1000;
    const minutes = Math.floor((forMs ?? 0) / 60_000);
    const since = forMs === undefined ? "" : minutes < 120 ? ` for ${minutes} minutes` : ` for ${Math.floor(minutes / 60)} hours`;
    return {
        severity: "critical",
        role: "failure",
        transient: forMs !== undefined && forMs < BOOT_MS,
        says: `Machine ${machine.node} is booting${since}${unmet.length === 0 ? "" : `; not met yet: ${unmet.join(", ")}`}`,
        hint: `${talosctl(machine, "service")}; ${talosctl(machine, "dmesg")}`,
    };
}
