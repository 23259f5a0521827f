import type { KeyObject } from "node:crypto";
import { load } from "js-yaml";
import { z } from "zod";
import { fail, ok, type Result } from "../../core/problem.ts";
import { type ClientCertificate, readClientCertificate, readPrivateKey } from "./certificate.ts";
import { type Endpoint, parseEndpoint } from "./endpoint.ts";

/** One context of a talosconfig, ready to connect with. */
export interface TalosContext {
    readonly name: string;
    /** The file it came from, for messages. */
    readonly file: string;
    readonly endpoints: readonly Endpoint[];
    readonly nodes: readonly string[];
    /** PEM; absent means the system's roots. */
    readonly ca?: string;
    /** Client certificate in PEM with its key; Talos takes nobody without. */
    readonly certificatePem: string;
    readonly certificate: ClientCertificate;
    readonly key: KeyObject;
}

const strings = z.array(z.string()).nullish();
const CONTEXT = z.object({
    endpoints: strings,
    target: z.string().nullish(),
    nodes: strings,
    ca: z.string().nullish(),
    crt: z.string().nullish(),
    key: z.string().nullish(),
    auth: z.looseObject({}).nullish(),
    "proxy-url": z.string().nullish(),
});
const FILE = z.object({ context: z.string().nullish(), contexts: z.record(z.string(), CONTEXT) });

/**
 * Reads a talosconfig. `context` undefined means its current one. Source: siderolabs/talos pkg/machinery/client/config.
 * Every failure is `configuration` or `credentials` and names the file; a key's or certificate's text never stands in a message.
 */
export function parseTalosconfig(text: string, file: string, context?: string): Result<TalosContext> {
    const parsed = parseYaml(text, file);
    if (!parsed.ok) return parsed;
    const known = Object.keys(parsed.value.contexts);
    const name = context ?? parsed.value.context ?? (known.length === 1 ? known[0] : undefined);
    const choose = `contexts there: ${known.join(", ") || "none"}; choose one with --talos-context`;
    if (!name) return fail("configuration", `the talosconfig ${file} names no current context`, { hint: choose });
    const found = parsed.value.contexts[name];
    if (found === undefined)
        return fail("configuration", `the talosconfig ${file} has no context ${JSON.stringify(name)}`, { hint: choose });
    return readContext(found, name, `context ${JSON.stringify(name)} of the talosconfig ${file}`, file);
}

function parseYaml(text: string, file: string): Result<z.infer<typeof FILE>> {
    let value: unknown;
    try {
        value = load(text, { maxAliases: 100 });
    } catch {
        return fail("configuration", `${file} is not YAML, so not a talosconfig`);
    }
    const parsed = FILE.safeParse(value);
    if (parsed.success) return ok(parsed.data);
    const where = parsed.error.issues[0]?.path.join(".") ?? "";
    const what = where === "" || where === "contexts" ? "it has no contexts" : `${where} is not what a talosconfig has there`;
    return fail("configuration", `${file} is YAML but not a talosconfig: ${what}`, {
        hint: "a talosconfig is what `talosctl config new` writes",
    });
}

function readContext(context: z.infer<typeof CONTEXT>, name: string, title: string, file: string): Result<TalosContext> {
    const unsupported = notForUs(context);
    if (unsupported !== undefined)
        return fail("configuration", `${title} ${unsupported}`, {
            hint: "use a talosconfig with a client certificate: talosctl config new --roles os:reader reader.yaml",
        });
    const endpoints = readEndpoints(context, title);
    if (!endpoints.ok) return endpoints;
    const missing = (["crt", "key"] as const).filter((field) => !context[field]);
    if (missing.length > 0)
        return fail("credentials", `${title} has no ${missing.join(" and no ")}`, {
            hint: "make one with: talosctl config new --roles os:reader reader.yaml",
        });
    const certificatePem = fromBase64(context.crt ?? "");
    const certificate = readClientCertificate(certificatePem);
    if (!certificate.ok) return within(certificate, title);
    const key = readPrivateKey(fromBase64(context.key ?? ""));
    if (!key.ok) return within(key, title);
    const ca = context.ca ? fromBase64(context.ca) : undefined;
    if (ca !== undefined && !ca.includes("-----BEGIN CERTIFICATE-----"))
        return fail("credentials", `${title}: its ca is not a certificate in PEM`);
    return ok({
        name,
        file,
        endpoints: endpoints.value,
        nodes: context.nodes ?? [],
        ...(ca === undefined ? {} : { ca }),
        certificatePem,
        certificate: certificate.value,
        key: key.value,
    });
}

function notForUs(context: z.infer<typeof CONTEXT>): string | undefined {
    if (context.auth?.siderov1 !== undefined && !context.crt)
        return "signs in with a SideroV1 key (Omni), which is not supported";
    if (context.auth?.basic !== undefined && !context.crt) return "signs in with basic auth, which is not supported";
    if (context["proxy-url"]) return "goes through a proxy-url, which is not supported";
    return undefined;
}

function readEndpoints(context: z.infer<typeof CONTEXT>, title: string): Result<readonly Endpoint[]> {
    const texts = [...(context.endpoints ?? []), ...(context.target ? [context.target] : [])];
    if (texts.length === 0)
        return fail("configuration", `${title} has no endpoints`, {
            hint: "set them with: talosctl config endpoint CONTROL_PLANE_IP",
        });
    const endpoints: Endpoint[] = [];
    for (const text of texts) {
        const parsed = parseEndpoint(text);
        if (!parsed.ok) return within(parsed, title);
        endpoints.push(parsed.value);
    }
    return ok(endpoints);
}

function fromBase64(text: string): string {
    return Buffer.from(text, "base64").toString("utf8");
}

function within<T>(
    failed: { readonly ok: false; readonly problem: { code: Parameters<typeof fail>[0]; message: string } },
    title: string,
): Result<T> {
    return fail(failed.problem.code, `${title}: ${failed.problem.message}`);
}
