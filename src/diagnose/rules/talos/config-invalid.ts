import type { Facts } from "../../facts/facts.ts";
import { list, text } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { EvidencePointer, Finding, Rule } from "../../rule.ts";
import { machineDocument, showsDocument } from "./machine-document.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { isRecent, saidLines } from "./said.ts";
import { words } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

/** Machine configuration that cannot be read or is refused. */
export const configInvalid: Rule = {
    id: "talos.config-invalid",
    layer: "talos",
    title: "Machine configuration is not valid",
    means: "Talos could not load its configuration, or refused it: the machine goes on with the old one, or with none.",
    fix: "`talosctl validate --config FILE --mode metal`, correct what it names, `talosctl -n ADDRESS apply-config --file FILE`.",
    source: "siderolabs/talos api/machine/machine.proto, ConfigLoadErrorEvent and ConfigValidationErrorEvent",
    reads: ["machine"],
    check: onEachMachine(configOf),
};

const REFUSED =
    /(?:failed to (?:load|validate|parse) config|error (?:validating|loading) (?:machine )?config|config(?:uration)? validation (?:failed|error))[^"]*/i;

function* configOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const found = fromEvents(machine, facts) ?? fromLog(machine, facts);
    if (found === undefined) return;
    yield {
        severity: "critical",
        role: "cause",
        subject: machineRef(facts.cluster, machine.node),
        says: `Machine ${machine.node}: its configuration is not valid: ${words(found.error)}`,
        hint: `talosctl validate --config FILE --mode metal; ${talosctl(machine, "apply-config --file FILE")}`,
        evidence: [found.shows],
    };
}

/** An error after which the machine came to run is history. */
function fromEvents(
    machine: MachineFacts,
    facts: Facts,
): { readonly error: string; readonly shows: EvidencePointer } | undefined {
    const document = machineDocument(facts.cluster, machine, "events");
    const items = list(document?.value, "items");
    const index = items.findLastIndex((item) => /Config(Load|Validation)ErrorEvent$/.test(text(item, "data", "type") ?? ""));
    const healed = items.findLastIndex((item) => /running/i.test(text(item, "data", "stage") ?? ""));
    const error = text(items[index], "data", "error");
    if (document === undefined || error === undefined || healed > index) return undefined;
    return { error, shows: showsDocument(document, `/items/${index}/data/error`, error) };
}

function fromLog(machine: MachineFacts, facts: Facts): { readonly error: string; readonly shows: EvidencePointer } | undefined {
    const stage = text(machine.resource("MachineStatuses", "machine")?.spec, "stage");
    if (stage === "running") return undefined;
    const line = saidLines(machine, REFUSED, "machined", "dmesg", "controller-runtime").find((each) => isRecent(facts, each));
    return line === undefined ? undefined : { error: line.words, shows: line.shows };
}
