import type { WhyCategory } from "../../facts/log-fact.ts";
import type { Explanation } from "../../rule.ts";

const words = (title: string, means: string, fix: string): Explanation => ({ title, means, fix });

/** What a crash means by what the program said last, and how to mend it. `silent`: nothing it said explains it. */
export const CRASH_WORDS: Readonly<Record<WhyCategory | "silent", Explanation>> = {
    refused: words(
        "Crashes: connection refused",
        "The program ends because nothing listens where it connects to: the other side is down, or the port is wrong.",
        "Look at the Service it names and the pods behind it; compare the port with the Service's ports.",
    ),
    unreachable: words(
        "Crashes: no route to a host",
        "The program ends because the network gives it no way to the other side.",
        "Look at the node's network, the CNI plugin and the NetworkPolicies between the two.",
    ),
    timeout: words(
        "Crashes: a connection timed out",
        "The program ends because the other side did not answer in time: overloaded, behind a NetworkPolicy, or gone.",
        "Look at the Service it names, the pods behind it and the NetworkPolicies between them.",
    ),
    dns: words(
        "Crashes: a name does not resolve",
        "The program ends because a host name is not known: the Service does not exist, the name is misspelt, or the cluster DNS is down.",
        "`kubectl get service -A`; correct the name, or mend CoreDNS.",
    ),
    auth: words(
        "Crashes: credentials are refused",
        "The other side knows the caller and refuses the password or key it shows.",
        "Compare the credentials in the Secret with those the server was set up with; a database keeps the password of its first start.",
    ),
    tls: words(
        "Crashes: certificate problem",
        "A certificate has expired, is for another name, or is signed by an authority the program does not trust.",
        "Renew the certificate, or mount the authority's certificate into the container.",
    ),
    forbidden: words(
        "Crashes: the API server forbids what it asks",
        "The ServiceAccount of the pod lacks a Role for what the program does.",
        "Add the verb and resource that the message names to a Role bound to its ServiceAccount.",
    ),
    "missing-file": words(
        "Crashes: a file is missing",
        "The program wants a file that is not in the image and not mounted.",
        "Correct the path, the mountPath or the key of the ConfigMap or Secret.",
    ),
    permission: words(
        "Crashes: permission denied",
        "The user the container runs as may not use the file, directory or port.",
        "Set securityContext.fsGroup or runAsUser, or correct the owner of the volume.",
    ),
    "read-only": words(
        "Crashes: read-only file system",
        "The program writes where it may not: readOnlyRootFilesystem, a ConfigMap or Secret mount, or a volume gone read-only after an error.",
        "Mount an emptyDir there, or check the volume.",
    ),
    "no-space": words("Crashes: no space left", "The volume or the node's disk is full.", "Free space or enlarge the claim."),
    bind: words(
        "Crashes: the port is taken",
        "The address it wants to listen on is in use, or the port is below 1024 and it is not root.",
        "Find what else uses the port: another container of the pod, or, with hostNetwork, of the node.",
    ),
    config: words(
        "Crashes: configuration is refused",
        "A flag, a variable or a configuration file is missing, unknown or malformed.",
        "Correct what the message names.",
    ),
    command: words(
        "Crashes: what it shall run does not exist",
        "The command, module, class or library is not in the image.",
        "Correct command and args, or take the right image.",
    ),
    arch: words(
        "Crashes: image for another processor",
        "The image's binaries are for another architecture than the node's, or the script has no interpreter line.",
        "Use an image built for the node's architecture, or pin the pod to fitting nodes.",
    ),
    migration: words(
        "Crashes: a migration fails",
        "The database's schema could not be brought to the version the program wants.",
        "Read the migration's error; mend the schema by hand or restore, then run it again.",
    ),
    schema: words(
        "Crashes: the database is not what it expects",
        "A database, table or column is missing, or of another version.",
        "Run the migrations or the bootstrap Job; check that the program and the database have fitting versions.",
    ),
    corrupt: words(
        "Crashes: data is damaged",
        "The program finds its own files damaged and does not start.",
        "Restore from a backup, or use the program's own repair; keep a copy of the volume first.",
    ),
    quota: words(
        "Crashes: a limit is reached",
        "Connections, files or requests are exhausted on the other side or in the container.",
        "Raise the limit that the message names or lower the use of it.",
    ),
    lock: words(
        "Crashes: a lock is held",
        "Another instance, or one that died, holds the lock.",
        "Make sure that only one instance runs (strategy Recreate); remove a lock that a dead one left.",
    ),
    memory: words(
        "Crashes: the runtime is out of memory",
        "The program's own heap limit is reached, before the container's limit.",
        "Raise the heap (-Xmx, --max-old-space-size) and the memory limit together, or find the leak.",
    ),
    panic: words(
        "Crashes: panic",
        "The program met a fault in itself.",
        "Report the lines to its maker; roll back when it began with a new version.",
    ),
    exception: words(
        "Crashes: uncaught exception",
        "The program met an error it does not handle; the innermost cause is quoted.",
        "Follow the cause that is quoted; roll back when it began with a new version.",
    ),
    other: words("Crashes with an error", "The program ends with the error that is quoted.", "Follow the error that is quoted."),
    silent: words(
        "Crashes without a word",
        "The container keeps ending and no line of its log that was collected says why.",
        "Check command, args and the image; run it by hand with another entrypoint.",
    ),
};
