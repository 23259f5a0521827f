import type { Facts } from "../../facts/facts.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { quoted } from "../../showing.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { words } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

/** Services of system extensions that do not run. Without a health check their health says nothing. */
export const extension: Rule = {
    id: "talos.extension",
    layer: "talos",
    title: "Extension service does not run",
    means: "A service of a system extension (ext-…) waits or failed: the cluster works, what the extension is for does not.",
    fix: "Most wait for their configuration: give an ExtensionServiceConfig, or remove the extension.",
    source: "https://www.talos.dev/latest/advanced/extension-services/, https://github.com/siderolabs/talos/issues/9839",
    reads: ["machine"],
    check: onEachMachine(extensionsOf),
};

function* extensionsOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    for (const service of machine.services) {
        if (!service.id.startsWith("ext-") || service.running || service.state === "Finished" || service.state === "Skipped")
            continue;
        const state = service.state ?? "not running";
        yield {
            severity: "info",
            role: "cause",
            subject: machineRef(facts.cluster, machine.node),
            says: `Machine ${machine.node}: extension service ${service.id} is ${state}${service.message === "" ? "" : `: ${words(service.message)}`}`,
            hint: `${talosctl(machine, `service ${service.id}`)}; ${talosctl(machine, `logs ${service.id}`)}`,
            evidence: [{ ref: service.ref, quote: quoted(`${service.id}: ${state} ${service.message}`) }],
            explains: [],
        };
    }
}
