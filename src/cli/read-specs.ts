import { readFile } from "node:fs/promises";
import { text as textOf } from "node:stream/consumers";
import type { SpecOrigin } from "../app/collect-request.ts";
import { fail, ok, type Result } from "../core/problem.ts";

const MAX_BYTES = 2 ** 20;

/** Reads what `-f` names: a file, `-` for stdin, an https or loopback URL; `configmap/NAMESPACE/NAME` is left for the cluster. */
export async function readSpecs(names: readonly string[]): Promise<Result<SpecOrigin[]>> {
    const origins: SpecOrigin[] = [];
    for (const name of names) {
        const origin = await read(name);
        if (!origin.ok) return origin;
        origins.push(origin.value);
    }
    return ok(origins);
}

async function read(name: string): Promise<Result<SpecOrigin>> {
    const configMap = /^(?:configmap|cm)\/([^/]+)\/([^/]+)$/.exec(name);
    if (configMap?.[1] && configMap[2]) return ok({ type: "configmap", namespace: configMap[1], name: configMap[2] });
    if (name === "-") return ok({ type: "text", text: await textOf(process.stdin), origin: "stdin" });
    if (/^https?:\/\//.test(name)) return fetched(name);
    try {
        return ok({ type: "text", text: await readFile(name, "utf8"), origin: name });
    } catch (error) {
        return fail("configuration", `-f ${name}: ${reason(error)}`, {
            hint: "casefile profile list names the built-in ones, for --profile",
        });
    }
}

async function fetched(url: string): Promise<Result<SpecOrigin>> {
    const { protocol, hostname } = new URL(url);
    const loopback = hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);
    if (protocol === "http:" && !loopback)
        return fail("configuration", `-f ${url}: what decides over a collection is fetched over https only`);
    try {
        const response = await fetch(url, { signal: AbortSignal.timeout(30_000), redirect: "error" });
        if (!response.ok) return fail("configuration", `-f ${url}: the server answered ${response.status}`);
        const body = await response.text();
        return body.length > MAX_BYTES
            ? fail("configuration", `-f ${url}: larger than 1 MiB`)
            : ok({ type: "text", text: body, origin: url });
    } catch (error) {
        return fail("configuration", `-f ${url}: ${reason(error)}`);
    }
}

function reason(error: unknown): string {
    if (!(error instanceof Error)) return String(error);
    const code = "code" in error ? error.code : undefined;
    if (code === "ENOENT") return "no such file";
    if (code === "EACCES") return "not readable";
    if (code === "EISDIR") return "is a folder";
    return error.cause instanceof Error ? error.cause.message : error.message;
}
