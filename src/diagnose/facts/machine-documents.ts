import type { MachineRef } from "../../core/evidence-ref.ts";
import { at, fields, flag, isFields, list, text } from "./fields.ts";
import type { TalosResource, TalosService } from "./machine-facts.ts";

/** The COSI resources within a parsed document: one, a list of them, or lists in `items` and `messages`. */
export function resourcesIn(ref: MachineRef, document: unknown): readonly TalosResource[] {
    return walk(document, "", (value, pointer) => {
        const [type, id] = [text(value, "metadata", "type"), at(value, "metadata", "id")];
        if (type === undefined || id === undefined) return undefined;
        const spec = at(value, "spec");
        return {
            ref,
            type,
            id: String(id),
            namespace: text(value, "metadata", "namespace") ?? "",
            spec: isFields(spec) ? spec : { value: spec },
            pointer,
        };
    });
}

/** The services within a parsed ServiceList answer. Source: siderolabs/talos api/machine/machine.proto, ServiceInfo. */
export function servicesIn(ref: MachineRef, document: unknown): readonly TalosService[] {
    return walk(document, "", (value) => {
        const [id, state] = [text(value, "id"), text(value, "state")];
        if (id === undefined || state === undefined) return undefined;
        const health = fields(value, "health");
        const healthy = flag(health, "unknown") === true ? undefined : flag(health, "healthy");
        const events = eventsOf(value);
        return {
            ref,
            id,
            state,
            running: state === "Running",
            ...(healthy === undefined ? {} : { healthy }),
            message: text(health, "last_message") ?? text(health, "lastMessage") ?? events[0]?.message ?? "",
            events,
        };
    });
}

/** The rows of what `talosctl services` prints: NODE SERVICE STATE HEALTH LAST CHANGE LAST EVENT. */
export function servicesInTable(ref: MachineRef, table: string): readonly TalosService[] {
    const rows = [
        ...table.matchAll(
            /^(\S+)\s+([a-z][\w-]*)\s+(Running|Waiting|Preparing|Failed|Finished|Starting|Stopping|Skipped|Initialized)\s+(OK|Fail|\?)\s+(\S+(?: ago)?)\s*(.*)$/gm,
        ),
    ];
    return rows.map(([, , id = "", state = "", health = "", , message = ""]) => ({
        ref,
        id,
        state,
        running: state === "Running",
        ...(health === "?" ? {} : { healthy: health === "OK" }),
        message: message.trim(),
        events: [],
    }));
}

/** What the Services resource says, for machines whose service list was not collected. */
export function serviceOfResource(resource: TalosResource): TalosService {
    const running = flag(resource.spec, "running") ?? false;
    const healthy = flag(resource.spec, "unknown") === true ? undefined : flag(resource.spec, "healthy");
    return {
        ref: resource.ref,
        id: resource.id,
        running,
        ...(healthy === undefined ? {} : { healthy }),
        message: "",
        events: [],
    };
}

function eventsOf(service: unknown): TalosService["events"] {
    const events = list(service, "events", "events").length > 0 ? list(service, "events", "events") : list(service, "events");
    return events
        .map((event) => ({
            state: text(event, "state") ?? "",
            message: text(event, "msg") ?? text(event, "message") ?? "",
            at: text(event, "ts") ?? text(event, "timestamp") ?? "",
        }))
        .reverse();
}

/** The first hit on every branch, lists and the usual wrappers walked through. */
function walk<T>(value: unknown, pointer: string, hit: (value: unknown, pointer: string) => T | undefined): readonly T[] {
    if (Array.isArray(value)) return value.flatMap((item, index) => walk(item, `${pointer}/${index}`, hit));
    if (!isFields(value)) return [];
    const found = hit(value, pointer);
    if (found !== undefined) return [found];
    const wrappers = ["messages", "services", "items", "resources"].filter((name) => value[name] !== undefined);
    return wrappers.flatMap((name) => walk(value[name], `${pointer}/${name}`, hit));
}
