import type { MachineRef, ObjectRef } from "../../../core/evidence-ref.ts";
import type { Facts } from "../../facts/facts.ts";
import { type Fields, fields, flag, text, texts, time } from "../../facts/fields.ts";
import { refOf } from "../../facts/kube-object.ts";
import type { Finding, Rule } from "../../rule.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const SOON_DAYS = 30;

/** Remarks on the talosconfig that the archive was collected with. None of them is a fault of the cluster. */
export const clientCertificate: Rule = {
    id: "talos.client-certificate",
    layer: "talos",
    title: "Certificate of the talosconfig",
    means: "The client certificate decides what a Talos machine tells, and for how long.",
    fix: "`talosctl config new --roles os:reader reader.yaml` makes one that may only read.",
    source: "https://www.talos.dev/latest/talos-guides/howto/cert-management/",
    variants: {
        expired: {
            title: "The talosconfig has expired",
            means: "Machines refuse it, so nothing can be said of the Talos layer. Client certificates last a year.",
            fix: "Make a new one from a control plane machine's secrets: `talosctl gen config --with-secrets`, or `talosctl config new` while an admin's still works.",
        },
        expiring: {
            title: "The talosconfig expires soon",
            means: "After that day no machine lets this client in.",
            fix: "`talosctl config new --roles os:reader reader.yaml` before that day.",
        },
        usage: {
            title: "The talosconfig is for servers too",
            means: "Since Talos 1.12 a client certificate has to be for clientAuth alone; machines answer with bad certificate otherwise.",
            fix: "Make a new talosconfig with a talosctl of the cluster's version.",
        },
        admin: {
            title: "The talosconfig is an administrator's",
            means: "The archive was collected with os:admin. All that Casefile asks needs os:reader only.",
            fix: "`talosctl config new --roles os:reader reader.yaml`, and collect with that.",
        },
    },
    reads: ["machine"],
    check: clientRemarks,
};

function* clientRemarks(facts: Facts): Iterable<Finding> {
    const client = clientOf(facts);
    const certificate = fields(client?.value, "certificate");
    const validTo = time(certificate, "validTo");
    if (client === undefined) return;
    const context = text(client.value, "context") ?? "talosconfig";
    const subject = refOf(facts.cluster, "talos.dev", "TalosContext", context);
    for (const { variant, says, pointer, quote } of remarks(context, certificate, validTo, facts.now))
        yield {
            variant,
            severity: "info",
            role: "symptom",
            subject,
            says,
            hint: `talosctl --context ${context} config new --roles os:reader reader.yaml`,
            evidence: client.ref === undefined ? [] : [{ ref: client.ref, pointer, quote }],
            explains: [],
        };
}

function* remarks(context: string, certificate: Fields, validTo: number | undefined, now: number) {
    const roles = texts(certificate, "roles");
    const pointer = "/certificate/validTo";
    if (validTo !== undefined && validTo - now < SOON_DAYS * DAY_MS) {
        const day = new Date(validTo).toISOString();
        const quote = `validTo: ${day}`;
        if (validTo <= now)
            yield {
                variant: "expired",
                pointer,
                quote,
                says: `The client certificate of Talos context ${context} expired at ${day}`,
            };
        else
            yield {
                variant: "expiring",
                pointer,
                quote,
                says: `The client certificate of Talos context ${context} expires at ${day}, in ${Math.floor((validTo - now) / DAY_MS)} days`,
            };
    }
    if (flag(certificate, "acceptedSince112") === false)
        yield {
            variant: "usage",
            pointer: "/certificate/extendedKeyUsage",
            quote: texts(certificate, "extendedKeyUsage").join(", "),
            says: `The client certificate of Talos context ${context} is not for clientAuth alone, and Talos 1.12 and newer refuse it`,
        };
    if (roles.includes("os:admin"))
        yield {
            variant: "admin",
            pointer: "/certificate/roles",
            quote: `roles: ${roles.join(", ")}`,
            says: `Talos context ${context} has the role os:admin; os:reader is enough to collect`,
        };
}

/** `talos/client.yaml`: of no one machine in our archive, a fact of the cluster in a plain folder. */
function clientOf(facts: Facts): { readonly value: unknown; readonly ref?: MachineRef | ApiEvidence } | undefined {
    const whole = facts.machines.find((machine) => machine.node === "");
    const value = whole?.documents.get("client.yaml");
    if (value !== undefined) return { value, ref: { cluster: facts.cluster, type: "machine", node: "", section: "client.yaml" } };
    const path = facts.apiPaths.find((each) => /(^|\/)talos\/client\.ya?ml$/.test(each));
    return path === undefined ? undefined : { value: facts.api(path), ref: { cluster: facts.cluster, type: "api", path } };
}

type ApiEvidence = { readonly cluster: ObjectRef["cluster"]; readonly type: "api"; readonly path: string };
