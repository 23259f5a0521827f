import { Command, Option } from "@commander-js/extra-typings";
import type { ConnectOptions } from "../clients/kubernetes/connect-options.ts";
import type { Terminal } from "./terminal.ts";

/** A command with the flags that say how it talks to people. */
export function commandWithTerminal(name: string) {
    return new Command(name)
        .option("-q, --quiet", "only the result and errors")
        .option(
            "-v, --verbose",
            "more about what happens; -vv for stack traces",
            (_value: string, before: number) => before + 1,
            0,
        )
        .option("--no-color", "no colours (NO_COLOR does the same)")
        .addOption(
            new Option("--log-format <format>", "how progress and errors are written to stderr")
                .choices(["text", "json"] as const)
                .default("text" as const),
        );
}

/** A command that connects to a cluster: kubectl's own flags with kubectl's meaning. */
export function commandWithConnection(name: string) {
    return commandWithTerminal(name)
        .optionsGroup("Connection (as in kubectl):")
        .option("--kubeconfig <file>", "the kubeconfig file to use, and no other")
        .option("--context <name>", "the kubeconfig context to use")
        .option("--cluster <name>", "the kubeconfig cluster to use")
        .option("--user <name>", "the kubeconfig user to use")
        .option("-n, --namespace <names>", "only these namespaces, separated by commas; may be repeated", joined)
        .option("--as <user>", "user to impersonate")
        .option("--as-group <group>", "group to impersonate; repeat for several", repeated)
        .option("--as-uid <uid>", "UID to impersonate")
        .option("--token <token>", "bearer token for the API server")
        .option("-s, --server <url>", "address of the API server")
        .option("--certificate-authority <file>", "certificate authority of the API server")
        .option("--insecure-skip-tls-verify", "do not check the API server's certificate")
        .option("--tls-server-name <name>", "name to check the API server's certificate for")
        .option("--request-timeout <duration>", "longest time for one request, such as 30s")
        .option("--proxy-url <url>", "proxy to reach the API server through")
        .optionsGroup("Options:");
}

/** `-n a -n b` is `-n a,b`. */
function joined(value: string, before?: string): string {
    return before === undefined ? value : `${before},${value}`;
}

/** For flags that may stand several times. */
export function repeated(value: string, before: readonly string[] = []): readonly string[] {
    return [...before, value];
}

export interface ConnectionFlags {
    readonly kubeconfig?: string | undefined;
    readonly context?: string | undefined;
    readonly cluster?: string | undefined;
    readonly user?: string | undefined;
    readonly namespace?: string | undefined;
    readonly as?: string | undefined;
    readonly asGroup?: readonly string[] | undefined;
    readonly asUid?: string | undefined;
    readonly token?: string | undefined;
    readonly server?: string | undefined;
    readonly certificateAuthority?: string | undefined;
    readonly insecureSkipTlsVerify?: boolean | undefined;
    readonly tlsServerName?: string | undefined;
    readonly requestTimeout?: string | undefined;
    readonly proxyUrl?: string | undefined;
}

/** The flags as the client takes them. */
export function connectOptions(flags: ConnectionFlags, terminal: Terminal): ConnectOptions {
    const {
        kubeconfig,
        context,
        cluster,
        user,
        as,
        asGroup,
        asUid,
        token,
        server,
        certificateAuthority,
        insecureSkipTlsVerify,
        tlsServerName,
        requestTimeout,
        proxyUrl,
    } = flags;
    const namespace = namespaces(flags)[0];
    return {
        ...given({ kubeconfig, context, cluster, user, namespace, as, asGroup, asUid, token, server, certificateAuthority }),
        ...given({ insecureSkipTlsVerify, tlsServerName, requestTimeout, proxyUrl }),
        environment: terminal.env,
    };
}

/** `-n a,b` as a list. */
export function namespaces({ namespace }: ConnectionFlags): string[] {
    return (namespace ?? "")
        .split(",")
        .map((name) => name.trim())
        .filter(Boolean);
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the keys that were not given. */
export function given<T extends object>(values: T): Given<T> {
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;
}
