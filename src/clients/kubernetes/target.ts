import { fail, ok, type Result } from "../../core/problem.ts";
import type { ConnectOptions } from "./connect-options.ts";
import type { Kubeconfig, KubeconfigCluster, KubeconfigUser } from "./kubeconfig-file.ts";

/** What flags and kubeconfig come to: one cluster, one user, one namespace. */
export interface Target {
    readonly cluster: KubeconfigCluster & { readonly server: string };
    readonly user: KubeconfigUser;
    readonly namespace: string;
    /** Names as the kubeconfig has them, "" where a flag stands in for it. */
    readonly clusterName: string;
    readonly userName: string;
    /** The kubeconfig, for people. */
    readonly origin: string;
}

/**
 * Applies the flags to the kubeconfig the way kubectl does. Source: client-go tools/clientcmd/client_config.go (getContext, getCluster,
 * getAuthInfo). Two differences, both on purpose: a context that does not exist is an error even without a name, and --token puts aside
 * the user's client certificate, which would win over it at the API server.
 */
export function chooseTarget(config: Kubeconfig, flags: ConnectOptions): Result<Target> {
    const contextName = flags.context ?? config.currentContext;
    const context = contextName === undefined ? {} : config.contexts.get(contextName);
    if (context === undefined) return unknownName("context", contextName ?? "", config.contexts, config.origin);
    const clusterName = flags.cluster ?? context.cluster ?? "";
    const userName = flags.user ?? context.user ?? "";
    const cluster = clusterName === "" ? {} : config.clusters.get(clusterName);
    if (cluster === undefined) return unknownName("cluster", clusterName, config.clusters, config.origin);
    const user = userName === "" ? {} : config.users.get(userName);
    if (user === undefined) return unknownName("user", userName, config.users, config.origin);
    const server = flags.server ?? cluster.server;
    if (server === undefined) return noServer(config, contextName, clusterName);
    const chosen = clusterWith(cluster, flags);
    const address = serverAddress(server, chosen);
    if (!address.ok) return address;
    const impersonating = impersonated(user, flags);
    if (!impersonating.ok) return impersonating;
    return ok({
        cluster: { ...chosen, server: address.value },
        user: flags.token === undefined ? impersonating.value : { ...onlyImpersonation(impersonating.value), token: flags.token },
        namespace: flags.namespace ?? context.namespace ?? "default",
        clusterName,
        userName,
        origin: config.origin,
    });
}

function clusterWith(cluster: KubeconfigCluster, flags: ConnectOptions): KubeconfigCluster {
    const trust = flags.insecureSkipTlsVerify === true || flags.certificateAuthority !== undefined;
    const {
        "certificate-authority": file,
        "certificate-authority-data": data,
        "insecure-skip-tls-verify": insecure,
        ...rest
    } = cluster;
    const own = { "certificate-authority": file, "certificate-authority-data": data, "insecure-skip-tls-verify": insecure };
    const given = {
        "insecure-skip-tls-verify": flags.insecureSkipTlsVerify,
        "certificate-authority": flags.certificateAuthority,
    };
    const otherServer = flags.server !== undefined || flags.tlsServerName !== undefined;
    return {
        ...rest,
        ...(trust ? given : own),
        "tls-server-name": otherServer ? flags.tlsServerName : cluster["tls-server-name"],
        "proxy-url": flags.proxyUrl ?? cluster["proxy-url"],
    };
}

function impersonated(user: KubeconfigUser, flags: ConnectOptions): Result<KubeconfigUser> {
    const as = flags.as ?? user.as;
    const groups = flags.asGroup ?? user["as-groups"];
    const uid = flags.asUid ?? user["as-uid"];
    if (as === undefined && (groups?.length || uid !== undefined || user["as-user-extra"] !== undefined))
        return fail("configuration", "groups or a uid are to be impersonated without a user", { hint: "add --as USER" });
    return ok({ ...user, as, "as-groups": groups && [...groups], "as-uid": uid });
}

function onlyImpersonation(user: KubeconfigUser): KubeconfigUser {
    return { as: user.as, "as-uid": user["as-uid"], "as-groups": user["as-groups"], "as-user-extra": user["as-user-extra"] };
}

/** Without a scheme it is https where anything of TLS is configured, else http. Source: client-go rest/url_utils.go, DefaultServerURL. */
function serverAddress(server: string, cluster: KubeconfigCluster): Result<string> {
    const secure =
        cluster["certificate-authority"] ?? cluster["certificate-authority-data"] ?? cluster["insecure-skip-tls-verify"];
    const withScheme = /^[a-z]+:\/\//i.test(server) ? server : `${secure ? "https" : "http"}://${server}`;
    const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
    if (url === undefined || !["http:", "https:"].includes(url.protocol))
        return fail("configuration", `${JSON.stringify(server)} is not the address of an API server`, {
            hint: "an address looks like https://10.0.0.1:6443",
        });
    return ok(withScheme.replace(/\/+$/, ""));
}

function noServer(config: Kubeconfig, contextName: string | undefined, clusterName: string): Result<never> {
    if (clusterName !== "")
        return fail("configuration", `cluster ${clusterName} in ${config.origin} has no server`, { hint: "add --server URL" });
    if (contextName !== undefined)
        return fail("configuration", `context ${contextName} in ${config.origin} has no cluster`, {
            hint: `choose with --cluster: ${names(config.clusters)}`,
        });
    return fail("configuration", `${config.origin} has no current context`, {
        hint: `choose with --context: ${names(config.contexts)}`,
    });
}

function unknownName(
    what: "context" | "cluster" | "user",
    name: string,
    known: ReadonlyMap<string, unknown>,
    origin: string,
): Result<never> {
    return fail("configuration", `there is no ${what} ${JSON.stringify(name)} in ${origin}`, {
        hint: `choose with --${what}: ${names(known)}`,
    });
}

function names(known: ReadonlyMap<string, unknown>): string {
    const all = [...known.keys()];
    const shown = all.slice(0, 20).join(", ") || "(none there)";
    return all.length > 20 ? `${shown} and ${all.length - 20} more` : shown;
}
