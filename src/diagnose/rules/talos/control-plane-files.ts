import type { Facts } from "../../facts/facts.ts";
import { flag } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsResource } from "../../showing.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { saidLines } from "./said.ts";
import { words } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

const WHAT = [
    ["ConfigStatuses", "the configuration of its static pods"],
    ["SecretStatuses", "the certificates of its static pods"],
    ["PKIStatuses", "the certificates of etcd"],
] as const;

/** Configuration and certificates that Talos could not make for the control plane's pods. */
export const controlPlaneFiles: Rule = {
    id: "talos.control-plane-files",
    layer: "talos",
    title: "Control plane's files are not rendered",
    means: "Talos makes the configuration and the certificates of etcd and of the static pods; before they are there the pods are not started.",
    fix: "`talosctl -n ADDRESS logs controller-runtime` names the controller that fails.",
    source: "siderolabs/talos pkg/machinery/resources/k8s/config_status.go, secret_status.go; pkg/machinery/resources/etcd/pki_status.go",
    reads: ["machine"],
    check: onEachMachine(filesOf),
};

function* filesOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    for (const [type, what] of WHAT)
        for (const status of machine.resources(type)) {
            if (flag(status.spec, "ready") !== false) continue;
            const line = saidLines(machine, /controller failed.*"error":\s*"((?:[^"\\]|\\.)*)"/, "controller-runtime").find(
                (each) => /secret|cert|render|pki|static/i.test(each.match[0]),
            );
            yield {
                severity: "critical",
                role: "failure",
                subject: machineRef(facts.cluster, machine.node),
                says: `Machine ${machine.node} has not made ${what}${line === undefined ? "" : `: ${words(line.match[1] ?? "")}`}`,
                hint: `${talosctl(machine, `get ${type.toLowerCase()} -o yaml`)}; ${talosctl(machine, "logs controller-runtime")}`,
                evidence: [showsResource(status, "/ready", "ready: false"), ...(line ? [line.shows] : [])],
            };
        }
}
