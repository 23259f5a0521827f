import type { Explanation, Role } from "../../rule.ts";

/** A way in which a source fails, by the controller's reason or message. */
export interface SourcePattern {
    readonly variant: string;
    readonly role: Role;
    readonly pattern: RegExp;
    readonly explanation: Explanation;
}

const row = (variant: string, role: Role, pattern: RegExp, title: string, means: string, fix: string): SourcePattern => ({
    variant,
    role,
    pattern,
    explanation: { title, means, fix },
});

/**
 * The special before the general; matched on `Reason: message`. Sources: fluxcd/source-controller api/v1/condition_types.go and
 * internal/controller, fluxcd/pkg/git, google/go-containerregistry transport errors, helm repo index.
 */
export const SOURCE_PATTERNS: readonly SourcePattern[] = [
    row(
        "secret",
        "symptom",
        /secrets? ["'][^"']+["'] not found|failed to get secret|referenced secret/i,
        "Source's Secret is missing",
        "The source refers to a Secret with credentials that is not in its namespace.",
        "Create the Secret, or correct secretRef.",
    ),
    row(
        "upstream",
        "symptom",
        /SourceUnavailable|failed to get source/i,
        "Chart's repository is not ready",
        "The HelmChart is taken from a repository that is missing or not ready.",
        "Mend the repository.",
    ),
    row(
        "verification",
        "cause",
        /VerificationError|verification failed|failed to verify (?!certificate)|no matching signatures|signature of|untrusted/i,
        "Signature of the source is not accepted",
        "What was fetched is not signed, or not by the key or identity that `spec.verify` asks for.",
        "Sign the artifact, or correct spec.verify and its Secret.",
    ),
    row(
        "digest",
        "cause",
        /digest (?:mismatch|is invalid|does not match)|does not match (?:the )?(?:expected )?(?:digest|checksum)|checksum (?:mismatch|does not match)|failed to verify digest/i,
        "Digest of the source does not match",
        "What the registry gives has another digest than the one that is pinned.",
        "Pin the digest of the artifact that is published.",
    ),
    row(
        "rate-limit",
        "cause",
        /toomanyrequests|429|rate limit/i,
        "Registry or Git server limits the rate",
        "The server answers 429: too many requests.",
        "Use credentials, a longer interval, or a mirror.",
    ),
    row(
        "tls",
        "failure",
        /x509|tls:|certificate|server gave HTTP response|unknown host key|knownhosts|host key/i,
        "Server of the source is not trusted",
        "The TLS certificate or SSH host key of the server is not the one that is expected.",
        "Give the authority in certSecretRef, or the new host key in known_hosts of the Secret.",
    ),
    row(
        "dns",
        "failure",
        /no such host|server misbehaving|lookup [^\n]*(?:i\/o timeout|connection refused)|name resolution/i,
        "Name of the source's server does not resolve",
        "The cluster's DNS does not know the server, or does not answer.",
        "Correct the URL, or mend CoreDNS and its upstream resolvers.",
    ),
    row(
        "auth",
        "cause",
        /AuthenticationFailed|UNAUTHORIZED|authentication required|authorization failed|401|403|Forbidden|DENIED|access denied|unable to authenticate|ssh: handshake failed|invalid credentials|permission denied|InvalidAccessKeyId|SignatureDoesNotMatch/i,
        "Server of the source refuses access",
        "The credentials are missing, wrong or expired, or may not read this repository.",
        "Renew the credentials in the Secret of secretRef.",
    ),
    row(
        "not-found",
        "cause",
        /MANIFEST_UNKNOWN|manifest unknown|NAME_UNKNOWN|not found|404|couldn't find remote ref|repository does not exist|no (?:'[^']*' )?chart (?:name|version|with)|no chart version found|reference not found|no match found for semver|failed to locate|NoSuchBucket|InvalidChartReference/i,
        "Source does not exist",
        "The repository answers that there is no such repository, branch, tag, digest or chart version.",
        "Correct the URL and the reference, or publish what is missing.",
    ),
    row(
        "invalid",
        "cause",
        /URLInvalid|invalid url|unsupported protocol|scheme|failed to parse|InvalidSTSConfiguration|InvalidProvider/i,
        "Source is not written correctly",
        "The URL or another field of the source cannot be used.",
        "Correct the spec.",
    ),
    row(
        "storage",
        "failure",
        /StorageOperationFailed|no space left|DirCreationFailed|read-only file system/i,
        "source-controller cannot store what it fetched",
        "The controller's own disk is full or not writable.",
        "Free or enlarge the volume of the source-controller.",
    ),
    row(
        "unreachable",
        "failure",
        /connection refused|no route to host|network is unreachable|connection reset|proxyconnect|EOF/i,
        "Server of the source is not reachable",
        "The cluster gets no connection to the server: egress, proxy, firewall, or the server is down.",
        "Check the way out of the cluster from the source-controller.",
    ),
    row(
        "timeout",
        "failure",
        /timeout|timed out|deadline exceeded|context canceled/i,
        "Fetching the source times out",
        "The server does not answer within spec.timeout.",
        "Check the way to the server; raise spec.timeout for large repositories.",
    ),
];
