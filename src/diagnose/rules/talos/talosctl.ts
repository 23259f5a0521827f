import type { MachineFacts } from "../../facts/machine-facts.ts";

const ADDRESS = /^(\d+\.){3}\d+$|:/;

/** A command for one machine, by the address it is reached at: `talosctl -n 10.5.0.2 service etcd`. */
export function talosctl(machine: MachineFacts, command: string): string {
    return `talosctl -n ${addressOf(machine)} ${command}`;
}

function addressOf({ node, addresses }: MachineFacts): string {
    if (ADDRESS.test(node)) return node;
    return addresses.find((address) => !/^(127\.|::1$|fe80:|169\.254\.)/.test(address)) ?? node;
}
