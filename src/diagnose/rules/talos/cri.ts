import type { Facts } from "../../facts/facts.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { quoted } from "../../showing.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { saidLines } from "./said.ts";
import { words } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

/** containerd, of the system or of pods, does not run: then neither kubelet nor etcd do. */
export const cri: Rule = {
    id: "talos.cri-down",
    layer: "talos",
    title: "Container runtime is down",
    means: "containerd (service containerd for Talos itself, cri for pods) does not run, so no container of the machine can be started.",
    fix: "`talosctl -n ADDRESS logs cri` and `logs containerd`: mostly a full or damaged disk, or a wrong patch of its configuration.",
    source: "siderolabs/talos internal/app/machined/pkg/system/services/cri.go",
    reads: ["machine"],
    check: onEachMachine(runtimeOf),
};

function* runtimeOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    for (const id of ["containerd", "cri"]) {
        const service = machine.service(id);
        if (service === undefined || service.running || service.state === "Waiting" || service.state === "Finished") continue;
        const line = saidLines(machine, /level=(?:fatal|error)|containerd: /, id)[0];
        const why = line?.words ?? service.message;
        yield {
            severity: "critical",
            role: "cause",
            confidence: line === undefined ? 0.85 : 0.95,
            subject: machineRef(facts.cluster, machine.node),
            says: `Machine ${machine.node}: the container runtime ${id} is ${service.state ?? "not running"}, so no container can start${why === "" ? "" : `: ${words(why)}`}`,
            hint: `${talosctl(machine, `service ${id}`)}; ${talosctl(machine, `logs ${id}`)}`,
            evidence: [
                { ref: service.ref, quote: quoted(`${id}: ${service.state ?? "not running"} ${service.message}`) },
                ...(line ? [line.shows] : []),
            ],
        };
        return;
    }
}
