import type { Facts } from "../../facts/facts.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts, TalosService } from "../../facts/machine-facts.ts";
import type { EvidencePointer, Finding, Rule } from "../../rule.ts";
import { quoted } from "../../showing.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { RECENT_MS } from "./said.ts";
import { words } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

/** Without these the machine does not serve the cluster. */
const VITAL: ReadonlySet<string> = new Set(["machined", "apid", "containerd", "cri", "kubelet", "etcd", "trustd"]);
const FLAPS = 3;

/** Services of the machine that do not run or are not healthy. Extensions are judged by their own rule. */
export const service: Rule = {
    id: "talos.service",
    layer: "talos",
    title: "Service of the machine is not well",
    means: "A service of Talos (kubelet, etcd, cri, …) failed, waits, or fails its health check.",
    fix: "`talosctl -n ADDRESS service NAME` shows its events, `talosctl -n ADDRESS logs NAME` its log.",
    source: "siderolabs/talos internal/app/machined/pkg/system/events/events.go",
    variants: {
        failed: {
            title: "Service failed",
            means: "Its last run ended with an error.",
            fix: "Mend what the error names; Talos starts it again.",
        },
        waiting: {
            title: "Service waits",
            means: "It has not been started, because what it needs is not there: the words name it.",
            fix: "Mend what it waits for; it then starts by itself.",
        },
        unhealthy: { title: "Service is not healthy", means: "It runs and fails its health check.", fix: "Look at its log." },
        flapping: {
            title: "Service is started again and again",
            means: "It ends with an error soon after each start.",
            fix: "The error of its last end, in its events or its log, says why.",
        },
    },
    reads: ["machine"],
    check: onEachMachine(servicesOf),
};

function* servicesOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    for (const each of machine.services) {
        if (each.id.startsWith("ext-")) continue;
        const state = stateOf(each, facts.now);
        if (state === undefined) continue;
        yield {
            variant: state.variant,
            severity: VITAL.has(each.id) ? "critical" : "warning",
            role: state.role,
            confidence: state.role === "symptom" ? 0.4 : 0.7,
            subject: machineRef(facts.cluster, machine.node),
            says: `Machine ${machine.node}: service ${each.id} ${state.says}`,
            hint: `${talosctl(machine, `service ${each.id}`)}; ${talosctl(machine, `logs ${each.id}`)}`,
            evidence: [showsService(each, state.says)],
            ...(state.since ? { since: state.since } : {}),
        };
    }
}

interface State {
    readonly variant: string;
    readonly role: Finding["role"];
    readonly says: string;
    readonly since?: string;
}

function stateOf(each: TalosService, now: number): State | undefined {
    const since = each.events[0]?.at ?? "";
    const error = errorOf(each);
    const restarts = each.events.filter((event) => /going to restart forever/.test(event.message));
    const restarted = restarts.length >= FLAPS ? ` (started again ${restarts.length} times)` : "";
    switch (each.state) {
        case "Finished":
        case "Skipped":
        case "Stopping":
        case "Initialized":
            return undefined;
        case "Failed":
            return {
                variant: "failed",
                role: "failure",
                says: `failed${restarted}${error === "" ? "" : `: ${words(error)}`}`,
                since,
            };
        case "Waiting":
        case "Preparing":
        case "Starting":
            return error !== "" && /error|fail/i.test(error)
                ? {
                      variant: restarted === "" ? "failed" : "flapping",
                      role: "failure",
                      says: `is ${each.state}${restarted}: ${words(error)}`,
                      since,
                  }
                : {
                      variant: "waiting",
                      role: "symptom",
                      says: `is ${each.state}: ${words(each.message || "it does not say for what")}`,
                      since,
                  };
        default:
            if (!each.running) return { variant: "failed", role: "symptom", says: "does not run" };
            if (each.healthy === false)
                return {
                    variant: "unhealthy",
                    role: "failure",
                    says: `is not healthy${each.message === "" ? "" : `: ${words(each.message)}`}`,
                };
            return recently(restarts[0]?.at, now) && restarted !== ""
                ? { variant: "flapping", role: "failure", says: `runs${restarted}: ${words(restarts[0]?.message ?? "")}`, since }
                : undefined;
    }
}

/** The newest of the last events that tells an error, else what the service says of itself. */
function errorOf(each: TalosService): string {
    return each.events.slice(0, 4).find((event) => /error|fail/i.test(event.message))?.message ?? each.message;
}

function recently(at: string | undefined, now: number): boolean {
    return at !== undefined && now - Date.parse(at) <= RECENT_MS;
}

/** A service stands in a list whose order is Talos' own; the words show it, not a place. */
function showsService({ ref, id, state }: TalosService, says: string): EvidencePointer {
    return { ref, quote: quoted(`${id}: ${state === undefined ? says : `${state} ${says}`}`) };
}
