import type { Facts } from "../../facts/facts.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts, TalosService } from "../../facts/machine-facts.ts";
import type { EvidencePointer, Explanation, Finding, Rule } from "../../rule.ts";
import { quoted } from "../../showing.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { saidLines } from "./said.ts";
import { words } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

const KINDS: readonly { readonly variant: string; readonly pattern: RegExp; readonly explanation: Explanation }[] = [
    {
        variant: "dns",
        pattern: /no such host|server misbehaving|lookup \S+/,
        explanation: of(
            "The name of the registry is not found",
            "The machine's resolvers do not know the registry's name or do not answer.",
            "Set `machine.network.nameservers` to servers that answer.",
        ),
    },
    {
        variant: "certificate",
        pattern: /x509|tls: /,
        explanation: of(
            "The registry's certificate is not trusted",
            "A proxy or mirror answers with a certificate of a CA that the machine does not know, or the clock is wrong.",
            "Add the CA as a TrustedRootsConfig, or set the clock right.",
        ),
    },
    {
        variant: "rate-limit",
        pattern: /toomanyrequests|429/,
        explanation: of(
            "The registry allows no more pulls now",
            "Pulls without credentials are limited.",
            "Add credentials or a mirror to `machine.registries`.",
        ),
    },
    {
        variant: "denied",
        pattern: /\b401\b|\b403\b|denied|unauthorized|authorization failed/i,
        explanation: of(
            "The registry refuses the pull",
            "Credentials are missing or wrong.",
            "Correct `machine.registries.config`.",
        ),
    },
    {
        variant: "not-found",
        pattern: /\b404\b|not found|manifest unknown/i,
        explanation: of(
            "The image does not exist",
            "The tag or the repository is not in the registry (or mirror).",
            "Correct the image in the machine configuration.",
        ),
    },
    {
        variant: "no-space",
        pattern: /no space left/i,
        explanation: of("There is no room for the image", "The disk of the machine is full.", "Free space on EPHEMERAL."),
    },
    {
        variant: "connection",
        pattern: /timeout|refused|unreachable|deadline exceeded|no route|reset by peer|EOF/i,
        explanation: of(
            "The registry cannot be reached",
            "No connection is made: firewall, proxy or the registry itself.",
            "Open the way to the registry, or set a mirror.",
        ),
    },
];

/** Images of Talos' own services (kubelet, etcd, the installer) that cannot be pulled. */
export const imagePull: Rule = {
    id: "talos.image-pull",
    layer: "talos",
    title: "Image of a Talos service cannot be pulled",
    means: "etcd and kubelet run as containers; without their image they do not start.",
    fix: "Make the registry reachable from the machine, or set a mirror in `machine.registries`.",
    source: "siderolabs/talos internal/pkg/containers/image/image.go",
    variants: Object.fromEntries(KINDS.map(({ variant, explanation }) => [variant, explanation])),
    reads: ["machine"],
    check: onEachMachine(pullsOf),
};

const FAILED = /failed to pull image "?([^"\s]+?)"?: (.*)/;

function* pullsOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    for (const service of machine.services) {
        if (service.running || service.id.startsWith("ext-")) continue;
        const failure = failureOf(machine, service);
        if (failure === undefined) continue;
        const { image, error, shows } = failure;
        const variant = KINDS.find(({ pattern }) => pattern.test(error))?.variant;
        yield {
            ...(variant === undefined ? {} : { variant }),
            severity: "critical",
            role: variant === "no-space" || variant === "connection" || variant === "dns" ? "failure" : "cause",
            confidence: 0.92,
            subject: machineRef(facts.cluster, machine.node),
            says: `Machine ${machine.node}: service ${service.id} cannot start, its image ${image} is not pulled: ${words(error)}`,
            hint: `${talosctl(machine, `image pull ${image}`)}; ${talosctl(machine, "get resolvers")}`,
            evidence: [shows],
        };
    }
}

function failureOf(
    machine: MachineFacts,
    service: TalosService,
): { readonly image: string; readonly error: string; readonly shows: EvidencePointer } | undefined {
    for (const message of [service.message, ...service.events.slice(0, 6).map((event) => event.message)]) {
        const match = FAILED.exec(message);
        if (match) return { image: match[1] ?? "", error: match[2] ?? "", shows: { ref: service.ref, quote: quoted(message) } };
    }
    const line = saidLines(machine, FAILED, service.id)[0];
    return line === undefined ? undefined : { image: line.match[1] ?? "", error: line.match[2] ?? "", shows: line.shows };
}

function of(title: string, means: string, fix: string): Explanation {
    return { title, means, fix };
}
