import type { Facts } from "../../facts/facts.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { isRecent, saidLines } from "./said.ts";
import { words } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

/** The machine itself ran out of memory. A container over its own limit is no matter of the machine. */
export const memOom: Rule = {
    id: "talos.mem-oom",
    layer: "talos",
    title: "Machine ran out of memory",
    means: "The kernel, or Talos' own controller before it, ended a process because the machine had no memory left. Whichever it hit is seldom the one to blame.",
    fix: "Give pods memory limits, or the machine more memory.",
    source: "torvalds/linux mm/oom_kill.c; siderolabs/talos internal/app/machined/pkg/controllers/runtime/oom.go",
    reads: ["machine"],
    check: onEachMachine(killedOf),
};

const KILLED = /(?<!cgroup )[Oo]ut of memory: Killed process \d+ \(([^)]*)\)|OOM controller triggered|Sending SIGKILL to cgroup/;
const VITAL = /^(etcd|kubelet|kube-apiserver|containerd|machined|init)/;

function* killedOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const lines = saidLines(machine, KILLED, "dmesg", "kernel").filter((line) => !/Memory cgroup/.test(line.words));
    const [line] = lines;
    if (line === undefined) return;
    const recent = isRecent(facts, line);
    const vital = VITAL.test(line.match[1] ?? "");
    const times = lines.length === 1 ? "" : ` (${lines.length} times in its log)`;
    yield {
        severity: recent ? (vital ? "critical" : "warning") : "info",
        role: "cause",
        subject: machineRef(facts.cluster, machine.node),
        says: `Machine ${machine.node} ran out of memory${line.at === undefined ? "" : ` at ${new Date(line.at).toISOString()}`}: ${words(line.words)}${times}`,
        hint: `${talosctl(machine, "processes --sort rss")}; give pods memory limits or the machine more memory`,
        evidence: [line.shows],
        ...(line.at === undefined ? {} : { since: new Date(line.at).toISOString() }),
    };
}
