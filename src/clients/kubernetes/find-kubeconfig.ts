import { readFile } from "node:fs/promises";
import { isIPv6 } from "node:net";
import { delimiter, dirname, join, resolve } from "node:path";
import { fail, ok, type Result } from "../../core/problem.ts";
import type { ConnectOptions } from "./connect-options.ts";
import { isEmptyKubeconfig, type Kubeconfig, mergeKubeconfigs, parseKubeconfig } from "./kubeconfig-file.ts";

/** What is given to a pod. */
const SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
/** Where k3s keeps its administrator's kubeconfig. */
const K3S = "/etc/rancher/k3s/k3s.yaml";

type Wanted = Pick<ConnectOptions, "kubeconfig" | "server" | "environment" | "serviceAccountFolder" | "k3sKubeconfig">;

/**
 * The kubeconfig that flags and environment name, else the first there is of ~/.kube/config, the pod's service account and k3s's
 * own. What was named and does not work is a `configuration` problem, never passed over. Of the files in $KUBECONFIG those that do
 * not exist are left out, as kubectl does, but not all of them.
 */
export async function findKubeconfig(wanted: Wanted): Promise<Result<Kubeconfig>> {
    if (wanted.kubeconfig !== undefined) return named(wanted.kubeconfig);
    if (wanted.environment.KUBECONFIG) return listed(wanted.environment.KUBECONFIG);
    const home = wanted.environment.HOME ?? wanted.environment.USERPROFILE;
    const candidates = [
        () => (home ? atPath(join(home, ".kube", "config")) : undefined),
        () => inCluster(wanted),
        () => atPath(wanted.k3sKubeconfig ?? K3S),
    ];
    for (const candidate of candidates) {
        const found = await candidate();
        if (found && (!found.ok || !isEmptyKubeconfig(found.value))) return found;
    }
    if (wanted.server !== undefined) return parseKubeconfig("", "flags", ".");
    return fail(
        "configuration",
        "no kubeconfig was found: neither --kubeconfig, $KUBECONFIG, ~/.kube/config, a pod's service account nor k3s",
        {
            hint: "name one: --kubeconfig FILE",
        },
    );
}

async function named(path: string): Promise<Result<Kubeconfig>> {
    const found = await atPath(path);
    if (found === undefined) return fail("configuration", `kubeconfig ${path} does not exist`, { hint: "check --kubeconfig" });
    return found.ok && isEmptyKubeconfig(found.value)
        ? fail("configuration", `kubeconfig ${path} is empty`, { hint: "check --kubeconfig" })
        : found;
}

async function listed(list: string): Promise<Result<Kubeconfig>> {
    const paths = list.split(delimiter).filter((path) => path !== "");
    const files: Kubeconfig[] = [];
    for (const path of paths) {
        const found = await atPath(path);
        if (found === undefined) continue;
        if (!found.ok) return found;
        files.push(found.value);
    }
    const merged = mergeKubeconfigs(files);
    if (!isEmptyKubeconfig(merged)) return ok(merged);
    const why = files.length === 0 ? "which does not exist" : "which has no clusters in it";
    return fail("configuration", `$KUBECONFIG names ${paths.join(", ")}, ${why}`, { hint: "correct or unset KUBECONFIG" });
}

/** Undefined when there is no such file. */
async function atPath(path: string): Promise<Result<Kubeconfig> | undefined> {
    const absolute = resolve(path);
    try {
        return parseKubeconfig(await readFile(absolute, "utf8"), path, dirname(absolute));
    } catch (cause) {
        const { code } = cause as NodeJS.ErrnoException;
        if (code === "ENOENT" || code === "ENOTDIR") return undefined;
        const hint =
            code === "EACCES"
                ? `sudo cat ${path} shows it; run with a user who may read it, or name another with --kubeconfig`
                : "check --kubeconfig";
        return fail("configuration", `kubeconfig ${path} cannot be read (${code})`, { hint, cause });
    }
}

/** Source: client-go rest/config.go, InClusterConfig. */
async function inCluster({
    environment,
    serviceAccountFolder = SERVICE_ACCOUNT,
}: Wanted): Promise<Result<Kubeconfig> | undefined> {
    const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = environment;
    if (!host || !port) return undefined;
    const tokenFile = join(serviceAccountFolder, "token");
    const namespace = await readFile(join(serviceAccountFolder, "namespace"), "utf8").catch(() => "default");
    if ((await readFile(tokenFile, "utf8").catch(() => "")) === "") return undefined;
    const server = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
    return ok({
        clusters: new Map([["in-cluster", { server, "certificate-authority": join(serviceAccountFolder, "ca.crt") }]]),
        users: new Map([["service-account", { tokenFile }]]),
        contexts: new Map([["in-cluster", { cluster: "in-cluster", user: "service-account", namespace: namespace.trim() }]]),
        currentContext: "in-cluster",
        origin: "the pod's service account",
    });
}
