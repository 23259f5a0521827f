import { isAbsolute, join } from "node:path";
import { load } from "js-yaml";
import { z } from "zod";
import { fail, ok, type Result } from "../../core/problem.ts";

const text = z.string().optional();

const clusterSchema = z.object({
    server: text,
    "certificate-authority": text,
    "certificate-authority-data": text,
    "insecure-skip-tls-verify": z.boolean().optional(),
    "tls-server-name": text,
    "proxy-url": text,
    "disable-compression": z.boolean().optional(),
    extensions: z.array(z.object({ name: z.string(), extension: z.unknown() })).optional(),
});

const execSchema = z.object({
    apiVersion: z.string(),
    command: z.string(),
    args: z.array(z.string()).optional(),
    env: z.array(z.object({ name: z.string(), value: z.string().default("") })).optional(),
    installHint: text,
    provideClusterInfo: z.boolean().optional(),
    interactiveMode: text,
});

const userSchema = z.object({
    token: text,
    tokenFile: text,
    "client-certificate": text,
    "client-certificate-data": text,
    "client-key": text,
    "client-key-data": text,
    username: text,
    password: z.coerce.string().optional(),
    as: text,
    "as-uid": text,
    "as-groups": z.array(z.string()).optional(),
    "as-user-extra": z.record(z.string(), z.array(z.string())).optional(),
    "auth-provider": z.object({ name: z.string(), config: z.record(z.string(), z.string()).optional() }).optional(),
    exec: execSchema.optional(),
});

const contextSchema = z.object({ cluster: text, user: text, namespace: text });

const fileSchema = z.object({
    clusters: z.array(z.object({ name: z.string(), cluster: clusterSchema.default({}) })).default([]),
    users: z.array(z.object({ name: z.string(), user: userSchema.default({}) })).default([]),
    contexts: z.array(z.object({ name: z.string(), context: contextSchema.default({}) })).default([]),
    "current-context": text,
});

export type KubeconfigCluster = z.infer<typeof clusterSchema>;
export type KubeconfigUser = z.infer<typeof userSchema>;
type KubeconfigContext = z.infer<typeof contextSchema>;
export type KubeconfigExec = z.infer<typeof execSchema>;

/** A kubeconfig, or several merged, by name. Source: client-go tools/clientcmd/api/v1/types.go. */
export interface Kubeconfig {
    readonly clusters: ReadonlyMap<string, KubeconfigCluster>;
    readonly users: ReadonlyMap<string, KubeconfigUser>;
    readonly contexts: ReadonlyMap<string, KubeconfigContext>;
    readonly currentContext?: string;
    /** Where it comes from, for people: a path, or several. */
    readonly origin: string;
}

/**
 * Reads one kubeconfig, YAML or JSON. `origin` names it in errors; paths inside are resolved against `folder`. Empty text is an
 * empty kubeconfig. Fails with `configuration` for what is not one; the message never quotes the file, which holds keys.
 */
export function parseKubeconfig(source: string, origin: string, folder: string): Result<Kubeconfig> {
    let document: unknown;
    try {
        document = source.trim() === "" ? {} : load(source, { maxAliases: 100 });
    } catch (error) {
        return malformed(origin, yamlReason(error));
    }
    if (typeof document !== "object" || document === null || Array.isArray(document))
        return malformed(origin, "it is not a mapping");
    const parsed = fileSchema.safeParse(withoutEmpty(document));
    if (!parsed.success) {
        const issue = parsed.error.issues[0];
        return malformed(origin, `${issue?.path.join(".")}: ${issue?.message}`);
    }
    const file = parsed.data;
    return ok({
        clusters: byName(file.clusters.map(({ name, cluster }) => [name, clusterIn(folder, cluster)])),
        users: byName(file.users.map(({ name, user }) => [name, userIn(folder, user)])),
        contexts: byName(file.contexts.map(({ name, context }) => [name, context])),
        ...(file["current-context"] === undefined ? {} : { currentContext: file["current-context"] }),
        origin,
    });
}

/** Merges in order: of two entries with one name the first stands, whole. Source: client-go loader.go, Precedence. */
export function mergeKubeconfigs(files: readonly Kubeconfig[]): Kubeconfig {
    const current = files.find((file) => file.currentContext !== undefined)?.currentContext;
    return {
        clusters: byName(files.flatMap((file) => [...file.clusters])),
        users: byName(files.flatMap((file) => [...file.users])),
        contexts: byName(files.flatMap((file) => [...file.contexts])),
        ...(current === undefined ? {} : { currentContext: current }),
        origin: files.map((file) => file.origin).join(", "),
    };
}

/** True when nothing in it could be connected to. */
export function isEmptyKubeconfig(config: Kubeconfig): boolean {
    return config.clusters.size === 0 && config.contexts.size === 0;
}

function malformed(origin: string, why: string): Result<never> {
    return fail("configuration", `${origin} is not a kubeconfig: ${why}`, { hint: `kubectl config view --kubeconfig=${origin}` });
}

function yamlReason(error: unknown): string {
    const { reason, mark } = error as { reason?: string; mark?: { line?: number } };
    return `${reason ?? "it is not YAML"}${mark?.line === undefined ? "" : ` in line ${mark.line + 1}`}`;
}

function byName<T>(entries: readonly (readonly [string, T])[]): ReadonlyMap<string, T> {
    const map = new Map<string, T>();
    for (const [name, value] of entries) if (!map.has(name)) map.set(name, value);
    return map;
}

/** kubectl writes `null` and "" for "not set"; both mean absent. */
function withoutEmpty(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(withoutEmpty);
    if (typeof value !== "object" || value === null) return value;
    const kept = Object.entries(value).filter(([, field]) => field !== null && field !== "");
    return Object.fromEntries(kept.map(([name, field]) => [name, withoutEmpty(field)]));
}

function clusterIn(folder: string, cluster: KubeconfigCluster): KubeconfigCluster {
    return { ...cluster, ...resolved(folder, cluster, ["certificate-authority"]) };
}

function userIn(folder: string, user: KubeconfigUser): KubeconfigUser {
    const paths = resolved(folder, user, ["client-certificate", "client-key", "tokenFile"]);
    const exec = user.exec && { exec: { ...user.exec, command: commandIn(folder, user.exec.command) } };
    return { ...user, ...paths, ...exec };
}

/** A command with a slash is a path of its own, one without is looked for in PATH. Source: client-go loader.go, ResolveLocalPaths. */
function commandIn(folder: string, command: string): string {
    return command.includes("/") && !isAbsolute(command) ? join(folder, command) : command;
}

function resolved<K extends string>(
    folder: string,
    entry: { readonly [key in K]?: string | undefined },
    keys: readonly K[],
): Partial<Record<K, string>> {
    const paths: Partial<Record<K, string>> = {};
    for (const key of keys) {
        const path = entry[key];
        if (path !== undefined) paths[key] = isAbsolute(path) ? path : join(folder, path);
    }
    return paths;
}
