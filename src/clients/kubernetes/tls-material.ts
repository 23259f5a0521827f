import { readFile } from "node:fs/promises";
import { fail, ok, type Result } from "../../core/problem.ts";
import type { Target } from "./target.ts";

/** PEM texts. `authority` absent: the machine's own authorities are trusted. */
export interface TlsMaterial {
    readonly authority?: string;
    readonly certificate?: string;
    readonly key?: string;
}

/** What the kubeconfig gives for TLS, data before files as client-go has it. Fails with `credentials`, naming the file. */
export async function readTlsMaterial(target: Target): Promise<Result<TlsMaterial>> {
    const { cluster, user, origin } = target;
    const wanted = [
        ["authority", "certificate authority", cluster["certificate-authority-data"], cluster["certificate-authority"]],
        ["certificate", "client certificate", user["client-certificate-data"], user["client-certificate"]],
        ["key", "client key", user["client-key-data"], user["client-key"]],
    ] as const;
    const material: Record<string, string> = {};
    for (const [name, title, data, path] of wanted) {
        const text = data === undefined ? await readNamed(title, path, origin) : ok(Buffer.from(data, "base64").toString("utf8"));
        if (!text.ok) return text;
        if (text.value !== undefined) material[name] = text.value;
    }
    if ((material.certificate === undefined) === (material.key === undefined)) return ok(material);
    const [there, missing] = material.key === undefined ? ["certificate", "key"] : ["key", "certificate"];
    return fail("configuration", `user ${target.userName} in ${origin} has a client ${there} and no client ${missing}`, {
        hint: `add client-${missing} or client-${missing}-data`,
    });
}

/** The text of a file that a kubeconfig names; undefined when it names none. */
export async function readNamed(title: string, path: string | undefined, origin: string): Promise<Result<string | undefined>> {
    if (path === undefined) return ok(undefined);
    try {
        return ok(await readFile(path, "utf8"));
    } catch (cause) {
        const { code } = cause as NodeJS.ErrnoException;
        const hint = "check that the file exists and is yours to read";
        return fail("credentials", `${title} ${path} named in ${origin} cannot be read (${code})`, { hint, cause });
    }
}
