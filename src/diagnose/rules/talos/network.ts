import type { Facts } from "../../facts/facts.ts";
import { flag, text, texts } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsResource } from "../../showing.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { saidLines } from "./said.ts";
import { words } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";
import { told } from "./told.ts";

/** A machine without an address, a way out, or names: everything above waits for it. */
export const network: Rule = {
    id: "talos.network",
    layer: "talos",
    title: "Machine's network is not set up",
    means: "The machine has no address, no default route, no resolver, or no connectivity. Nothing above it can work.",
    fix: "Compare `talosctl -n ADDRESS get addresses`, `routes` and `resolvers` with the machine configuration; changes made by hand do not last over a restart.",
    source: "https://www.talos.dev/latest/learn-more/networking-resources/",
    variants: {
        "no-address": {
            title: "Machine has no address",
            means: "Neither DHCP nor the configuration gave it one.",
            fix: "Look at the cable, the DHCP server, or `machine.network.interfaces`.",
        },
        "no-connectivity": {
            title: "Machine reaches nothing",
            means: "Its probes of the network fail.",
            fix: "Look at its routes and the gateway.",
        },
        "no-route": {
            title: "Machine has no default route",
            means: "It reaches its own network only: no registry, no time server.",
            fix: "Set the gateway in `machine.network.interfaces[].routes` or on the DHCP server.",
        },
        "no-resolver": {
            title: "Machine has no resolver",
            means: "No name can be resolved: no image is pulled, no time server found.",
            fix: "Set `machine.network.nameservers`.",
        },
        "resolvers-silent": {
            title: "Machine's resolvers do not answer",
            means: "All upstream resolvers fail.",
            fix: "Set `machine.network.nameservers` to servers that answer from there.",
        },
        "not-written": {
            title: "Host name or /etc is not set",
            means: "The machine has no host name or could not write its /etc files.",
            fix: "Set `machine.network.hostname`.",
        },
    },
    reads: ["machine"],
    check: onEachMachine(networkOf),
};

function* networkOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const subject = machineRef(facts.cluster, machine.node);
    const common = { severity: "critical", role: "cause", subject } as const;
    const status = machine.resource("NetworkStatuses", "status");
    const says = (what: string) => `Machine ${machine.node} ${what}`;
    const addressless = flag(status?.spec, "addressReady") === false;
    const routeless = told(machine, "RouteStatuses") && !machine.resources("RouteStatuses").some(isDefault);
    if (status !== undefined && addressless)
        yield {
            ...common,
            variant: "no-address",
            says: says(`has no address${linksOf(machine)}`),
            hint: `${talosctl(machine, "get links")}; ${talosctl(machine, "get addresses")}; look at DHCP or machine.network.interfaces`,
            evidence: [showsResource(status, "/addressReady", "addressReady: false")],
        };
    else if (routeless)
        yield {
            ...common,
            variant: "no-route",
            severity: flag(status?.spec, "connectivityReady") === true ? "info" : "critical",
            says: says(`has no default route (${routesOf(machine)})`),
            hint: `${talosctl(machine, "get routes")}; set the gateway in machine.network.interfaces[].routes`,
            evidence: [],
        };
    else if (status !== undefined && flag(status.spec, "connectivityReady") === false)
        yield {
            ...common,
            variant: "no-connectivity",
            role: "failure",
            says: says("has an address and reaches nothing: its network status says connectivityReady false"),
            hint: `${talosctl(machine, "get routes")}; ${talosctl(machine, "get probes")}`,
            evidence: [showsResource(status, "/connectivityReady", "connectivityReady: false")],
        };
    yield* resolversOf(machine, common);
    for (const [field, what] of [
        ["hostnameReady", "host name"],
        ["etcFilesReady", "files in /etc"],
    ] as const)
        if (status !== undefined && flag(status.spec, field) === false)
            yield {
                ...common,
                variant: "not-written",
                severity: "warning",
                role: "failure",
                says: says(`has no ${what} yet`),
                hint: talosctl(machine, "get hostnamestatus"),
                evidence: [showsResource(status, `/${field}`, `${field}: false`)],
            };
}

function* resolversOf(machine: MachineFacts, common: Pick<Finding, "severity" | "role" | "subject">): Iterable<Finding> {
    const resolvers = machine.resource("ResolverStatuses", "resolvers");
    const upstreams = machine.resources("DNSUpstreams");
    const hint = `${talosctl(machine, "get resolvers")}; set machine.network.nameservers to servers that answer`;
    if (resolvers !== undefined && texts(resolvers.spec, "dnsServers").length === 0 && resolvers.spec.nameServers === undefined)
        yield {
            ...common,
            variant: "no-resolver",
            says: `Machine ${machine.node} has no DNS resolver, so no name can be resolved`,
            hint,
            evidence: [showsResource(resolvers, "/dnsServers", "dnsServers: []")],
        };
    const [first] = upstreams;
    if (first !== undefined && upstreams.every((each) => flag(each.spec, "healthy") === false)) {
        const line = saidLines(machine, /error|timeout|refused/i, "dns-resolve-cache")[0];
        const names = upstreams.map((each) => text(each.spec, "addr") ?? each.id).join(", ");
        yield {
            ...common,
            variant: "resolvers-silent",
            says: `Machine ${machine.node}: none of its resolvers answers (${names})${line === undefined ? "" : `: ${words(line.words)}`}`,
            hint,
            evidence: [showsResource(first, "/healthy", "healthy: false"), ...(line ? [line.shows] : [])],
        };
    }
}

function isDefault({ spec }: { readonly spec: unknown }): boolean {
    const to = text(spec, "dst");
    return to === undefined || to === "0.0.0.0/0" || to === "::/0";
}

function routesOf(machine: MachineFacts): string {
    const routes = machine
        .resources("RouteStatuses")
        .map((each) => `${text(each.spec, "dst")} over ${text(each.spec, "outLinkName")}`);
    return routes.length === 0 ? "it has no route at all" : `it has only ${routes.slice(0, 3).join(", ")}`;
}

function linksOf(machine: MachineFacts): string {
    const links = machine
        .resources("LinkStatuses")
        .filter((link) => text(link.spec, "type") === "ether" && text(link.spec, "kind") === undefined)
        .map((link) => `${link.id} is ${text(link.spec, "operationalState") ?? "unknown"}`);
    return links.length === 0 ? "" : ` (${links.join(", ")})`;
}
