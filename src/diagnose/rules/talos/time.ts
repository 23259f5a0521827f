import type { Facts } from "../../facts/facts.ts";
import { flag, number, texts, time as timeAt } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { EvidencePointer, Finding, Rule } from "../../rule.ts";
import { showsResource } from "../../showing.ts";
import { machineDocument, showsDocument } from "./machine-document.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { saidLines } from "./said.ts";
import { words } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

const OFF_MS = 30_000;
const FAR_OFF_MS = 5 * 60_000;

/** Clocks that are not synchronized or wrong: kubelet and etcd wait for the time, certificates seem expired. */
export const time: Rule = {
    id: "talos.time",
    layer: "talos",
    title: "Machine's clock is not right",
    means: "Talos starts kubelet and etcd only when the time is synchronized; a wrong clock makes certificates seem not yet valid or expired.",
    fix: "Make a time server reachable (UDP 123) or set one that is: `machine.time.servers`.",
    source: "https://www.talos.dev/latest/talos-guides/configuration/time-sync/",
    variants: {
        unsynced: {
            title: "Time is not synchronized",
            means: "No time server has answered since the machine started.",
            fix: "Open UDP 123 to the time servers, or set `machine.time.servers` to one that answers.",
        },
        off: {
            title: "Clock is off",
            means: "The machine's clock differs from the time server's.",
            fix: "See why it is not corrected: `talosctl -n ADDRESS time`.",
        },
        "no-server": {
            title: "There is no time server",
            means: "The machine has no time server, so its clock drifts.",
            fix: "Set `machine.time.servers`.",
        },
        jumped: {
            title: "Clock has jumped",
            means: "The clock was set by more than 15 minutes while the machine ran.",
            fix: "Look at the hypervisor's clock.",
        },
    },
    reads: ["machine"],
    check: onEachMachine(clockOf),
};

function* clockOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const subject = machineRef(facts.cluster, machine.node);
    const status = machine.resource("TimeStatuses", "node");
    const servers = machine.resource("TimeServerStatuses", "timeservers");
    const disabled = flag(status?.spec, "syncDisabled") === true;
    const synced = flag(status?.spec, "synced");
    const query = saidLines(
        machine,
        /time query error.*?"server":\s*"([^"]+)".*?"error":\s*"((?:[^"\\]|\\.)*)"/,
        "controller-runtime",
        "machined",
    )[0];
    if (status !== undefined && synced === false && !disabled)
        yield {
            variant: "unsynced",
            severity: waits(machine) ? "critical" : "warning",
            role: "failure",
            confidence: 0.92,
            subject,
            says: `Machine ${machine.node}: the time is not synchronized${query ? `: ${query.match[1]} gives ${words(query.match[2] ?? "")}` : named(servers && texts(servers.spec, "timeServers"))}`,
            hint: `${talosctl(machine, "time")}; open UDP 123 to the time server or set machine.time.servers`,
            evidence: [showsResource(status, "/synced", "synced: false"), ...(query ? [query.shows] : [])],
        };
    const off = offBy(facts, machine);
    if (off !== undefined && Math.abs(off.ms) > OFF_MS)
        yield {
            variant: "off",
            severity: Math.abs(off.ms) > FAR_OFF_MS ? "critical" : "warning",
            role: "cause",
            subject,
            says: `Machine ${machine.node}: its clock is ${duration(Math.abs(off.ms))} ${off.ms > 0 ? "ahead of" : "behind"} ${off.of}`,
            hint: talosctl(machine, "time"),
            evidence: [off.shows],
        };
    if (servers !== undefined && texts(servers.spec, "timeServers").length === 0 && !disabled)
        yield {
            variant: "no-server",
            severity: synced === true ? "info" : "warning",
            role: "cause",
            subject,
            says: `Machine ${machine.node} has no time server`,
            hint: `set machine.time.servers; ${talosctl(machine, "get timeservers")}`,
            evidence: [showsResource(servers, "/timeServers", "timeServers: []")],
        };
    if (status !== undefined && (number(status.spec, "epoch") ?? 0) > 0)
        yield {
            variant: "jumped",
            severity: "info",
            role: "symptom",
            subject,
            says: `Machine ${machine.node}: its clock has jumped ${number(status.spec, "epoch")} times by more than 15 minutes since it started`,
            hint: talosctl(machine, "get timestatus"),
            evidence: [showsResource(status, "/epoch", `epoch: ${number(status.spec, "epoch")}`)],
        };
}

/** Whether something of the machine waits for the time now. */
function waits(machine: MachineFacts): boolean {
    const status = machine.resource("MachineStatuses", "machine");
    return (
        /"time"|time sync/.test(JSON.stringify(status?.spec ?? "")) ||
        machine.services.some((each) => !each.running && /time sync/.test(each.message))
    );
}

function offBy(
    facts: Facts,
    machine: MachineFacts,
): { readonly ms: number; readonly of: string; readonly shows: EvidencePointer } | undefined {
    const document = machineDocument(facts.cluster, machine, "time");
    const local = timeAt(document?.value, "localtime");
    if (document === undefined || local === undefined) return undefined;
    const remote = timeAt(document.value, "remotetime");
    const collector = timeAt(document.value, "collector", "askedAt");
    const other = remote ?? collector;
    if (other === undefined) return undefined;
    const of = remote === undefined ? "the clock of the collecting host" : "its time server";
    const iso = (at: number) => new Date(at).toISOString();
    return {
        ms: local - other,
        of,
        shows: showsDocument(document, "/localtime", `localtime: ${iso(local)}, ${of}: ${iso(other)}`),
    };
}

function named(servers: readonly string[] | undefined): string {
    return servers === undefined || servers.length === 0 ? "" : ` with ${servers.join(", ")}`;
}

function duration(ms: number): string {
    const seconds = Math.round(ms / 1000);
    return seconds < 120
        ? `${seconds} seconds`
        : seconds < 7200
          ? `${Math.round(seconds / 60)} minutes`
          : `${Math.round(seconds / 3600)} hours`;
}
